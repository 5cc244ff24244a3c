package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** A random load on a simulated disk, and what must hold after whatever happened to it. */
final class Workload {
  static final Path DATA = Path.of("/simulated/data").toAbsolutePath();

  private record Sent(byte[] bytes, CompletableFuture<StoredObject> commit) {}

  private final SimulatedDisk disk;
  private final TestClock clock = new TestClock();
  private final Map<String, Sent> sent = new HashMap<>();
  private long lastSequence;
  private int round;

  Workload(SimulatedDisk disk) {
    this.disk = disk;
  }

  static StorageSettings settings() {
    return StorageSettings.builder(DATA)
        .packSize(24 * 1024)
        .largeObjectSize(9 * 1024)
        .writeAhead(4096, 16 * 1024)
        .memoryBudget(2 * SegmentPool.SEGMENT)
        .minimumFreeSpace(1024)
        .idleClose(Duration.ofSeconds(30))
        .build();
  }

  private LocalPackStore open(ManualExecutor executor) {
    return LocalPackStore.open(settings(), clock, disk, executor.workers());
  }

  /** Opens the store and loads it until the end or until the disk fails for good. */
  void run(SplittableRandom random, int objects) {
    round++;
    ManualExecutor executor = new ManualExecutor();
    try {
      LocalPackStore store = open(executor);
      List<Incoming> waiting = new ArrayList<>();
      for (int i = 0; i < objects; i++) {
        send(store, random, round + "." + i, waiting);
        if (random.nextInt(3) == 0) {
          executor.runAll();
        }
        if (random.nextInt(12) == 0) {
          executor.runAll();
          clock.advance(Duration.ofSeconds(40));
          store.tick();
        }
      }
      executor.direct();
      if (random.nextBoolean()) {
        store.close();
      }
    } catch (StorageException e) {
      executor.runAll();
    }
  }

  private void send(
      LocalPackStore store, SplittableRandom random, String name, List<Incoming> waiting) {
    byte[] bytes =
        TestObjects.random(
            random.nextInt(random.nextInt(8) == 0 ? 20_000 : 4000), random.nextLong());
    Incoming incoming = store.begin();
    TestObjects.write(incoming, bytes);
    if (random.nextInt(10) == 0) {
      waiting.add(incoming);
      return;
    }
    Shelf shelf = new Shelf("demo", random.nextInt(4) == 0 ? "DELUXE" : "ECONOMY");
    sent.put(
        name,
        new Sent(bytes, incoming.commit(shelf, TestObjects.facts(name)).toCompletableFuture()));
  }

  /** Every acknowledged object is there, whole; nothing is there in part; work can go on. */
  void check() {
    LocalPackStore store = open(new ManualExecutor().direct());
    Set<String> found = new HashSet<>();
    List<StoredObject> objects = TestObjects.replay(store, Map.of());
    long before = 0;
    for (StoredObject object : objects) {
      assertThat(object.sequence()).isGreaterThan(before);
      before = object.sequence();
      assertThat(found.add(object.name())).as("%s is there once", object.name()).isTrue();
      byte[] bytes = TestObjects.read(store, object.location());
      assertThat(bytes).as("%s is whole", object.name()).isEqualTo(sent.get(object.name()).bytes());
    }
    sent.forEach(
        (name, object) -> {
          if (object.commit().isDone() && !object.commit().isCompletedExceptionally()) {
            assertThat(found).as("acknowledged").contains(name);
            assertThat(objects).contains(object.commit().join());
          }
        });
    assertThat(store.verify(progress -> {}).damages()).isEmpty();
    StoredObject next = TestObjects.put(store, TestObjects.ENDO, "check." + round, new byte[100]);
    sent.put("check." + round, new Sent(new byte[100], CompletableFuture.completedFuture(next)));
    assertThat(next.sequence()).isGreaterThan(Math.max(before, lastSequence));
    lastSequence = next.sequence();
    store.close();
    round++;
  }

  /** The store is opened, and the disk may fail while it ends what was left open. */
  void startOnly() {
    try {
      open(new ManualExecutor().direct());
    } catch (StorageException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
