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
import java.util.concurrent.atomic.AtomicInteger;

/** A random load on a simulated disk, and what must hold after whatever happened to it. */
final class Workload {
  static final Path DATA = Path.of("/simulated/data").toAbsolutePath();

  private record Sent(Shelf shelf, byte[] bytes, CompletableFuture<StoredObject> commit) {
    boolean isAcknowledged() {
      return commit.isDone() && !commit.isCompletedExceptionally();
    }
  }

  /** On another disk than {@link #DATA}. */
  static final Path COPY = Path.of("/simulated/copy/volume").toAbsolutePath();

  private final SimulatedDisk disk;
  private final StorageSettings settings;
  private final TestClock clock = new TestClock();
  private final Map<String, Sent> sent = new HashMap<>();

  /** Found at a start: whoever sends it again is told Success, and nothing is written. */
  private final Set<String> known = new HashSet<>();

  private long lastSequence;
  private int round;

  Workload(SimulatedDisk disk) {
    this(disk, settings());
  }

  Workload(SimulatedDisk disk, StorageSettings settings) {
    this.disk = disk;
    this.settings = settings;
  }

  static StorageSettings settings() {
    return builder().build();
  }

  /** With second copies of all packs of class DELUXE. */
  static StorageSettings copied(CopySettings.Time time, CopySettings.Unavailable unavailable) {
    return copied(List.of(COPY), time, unavailable);
  }

  /** On these volumes. */
  static StorageSettings copied(
      List<Path> copies, CopySettings.Time time, CopySettings.Unavailable unavailable) {
    return builder()
        .copies(new CopySettings(copies, Set.of("DELUXE"), time, unavailable, false))
        .build();
  }

  private static StorageSettings.Builder builder() {
    return StorageSettings.builder(DATA)
        .packSize(24 * 1024)
        .largeObjectSize(9 * 1024)
        .writeAhead(4096, 16 * 1024)
        .memoryBudget(2 * SegmentPool.SEGMENT)
        .minimumFreeSpace(1024)
        .idleClose(Duration.ofSeconds(30));
  }

  private LocalPackStore open(ManualExecutor executor) {
    return LocalPackStore.open(settings, clock, disk, executor.workers());
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
        if (random.nextInt(20) == 0 && !settings.copies().volumes().isEmpty()) {
          executor.runAll();
          store.verify(progress -> {});
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
        new Sent(
            shelf, bytes, incoming.commit(shelf, TestObjects.facts(name)).toCompletableFuture()));
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
          if (object.isAcknowledged()) {
            assertThat(found).as("acknowledged").contains(name);
            assertThat(objects).contains(object.commit().join());
          }
        });
    assertThat(found).as("found before").containsAll(known);
    known.addAll(found);
    assertThat(store.verify(progress -> {}).damages()).isEmpty();
    StoredObject next = TestObjects.put(store, TestObjects.ENDO, "check." + round, new byte[100]);
    sent.put(
        "check." + round,
        new Sent(TestObjects.ENDO, new byte[100], CompletableFuture.completedFuture(next)));
    assertThat(next.sequence()).isGreaterThan(Math.max(before, lastSequence));
    lastSequence = next.sequence();
    store.close();
    round++;
  }

  /** The first volume is lost: what was acknowledged in class DELUXE is on the copy's, whole. */
  void checkCopyAlone() {
    StorageSettings alone =
        StorageSettings.builder(Path.of("/simulated/elsewhere").toAbsolutePath())
            .volumes(List.of(COPY))
            .packSize(settings.packSize())
            .writeAhead(settings.writeAheadMin(), settings.writeAheadMax())
            .build();
    LocalPackStore store =
        LocalPackStore.open(alone, clock, disk, new ManualExecutor().direct().workers());
    List<StoredObject> objects = new ArrayList<>();
    store.replay(Map.of(), PackFiles.stepOver(objects, new AtomicInteger()));
    Map<String, StoredObject> found = new HashMap<>();
    for (StoredObject object : objects) {
      assertThat(object.shelf().storageClass()).isEqualTo("DELUXE");
      assertThat(TestObjects.read(store, object.location()))
          .as("%s is whole", object.name())
          .isEqualTo(sent.get(object.name()).bytes());
      found.put(object.name(), object);
    }
    sent.forEach(
        (name, object) -> {
          if (isTold(name, object) && object.shelf().storageClass().equals("DELUXE")) {
            assertThat(found).as("acknowledged").containsKey(name);
          }
        });
    store.close();
  }

  private boolean isTold(String name, Sent object) {
    return object.isAcknowledged() || known.contains(name);
  }

  /** The power goes, and nothing that was not forced is kept. */
  void cutThePower() {
    disk.powerCut(0, new SplittableRandom(round));
  }

  /** What a crash left unfinished is no damage. */
  void checkNoDamageIsTold() {
    LocalPackStore store = open(new ManualExecutor().direct());
    assertThat(store.verify(false, progress -> {}).damages()).isEmpty();
    store.close();
  }

  /** All copies are level after the store had time. */
  void checkCopiesCatchUp() {
    LocalPackStore store = open(new ManualExecutor().direct());
    store.tick();
    store.tick();
    assertThat(store.copies().owedPacks()).isZero();
    VerifyReport report = store.verify(progress -> {});
    assertThat(report.damages()).isEmpty();
    long deluxe =
        TestObjects.replay(store, Map.of()).stream()
            .filter(object -> object.shelf().storageClass().equals("DELUXE"))
            .count();
    assertThat(report.compared()).isEqualTo(deluxe);
    store.close();
    for (Path copy : disk.paths(COPY.resolve("packs"))) {
      Path first = DATA.resolve("volume").resolve(COPY.relativize(copy));
      boolean failed = disk.exists(first.resolveSibling(first.getFileName() + ".failed"));
      if (copy.toString().endsWith(PackRef.EXTENSION) && !failed) {
        assertThat(disk.content(copy)).as("%s", copy).isEqualTo(disk.content(first));
      }
    }
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
