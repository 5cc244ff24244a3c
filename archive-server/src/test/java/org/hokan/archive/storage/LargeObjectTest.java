package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that are received into a file: one group of segments fills while another is written. */
class LargeObjectTest {
  private static final int SEGMENT = SegmentPool.SEGMENT;

  @TempDir private Path data;

  private static StorageSettings settings(Path folder, long memoryBudget) {
    return StorageSettings.builder(folder)
        .largeObjectSize(4 * SEGMENT)
        .memoryBudget(memoryBudget)
        .minimumFreeSpace(0)
        .build();
  }

  /** Now and then somebody looks at what has come so far, as the one who decides does. */
  private static void receive(Incoming incoming, byte[] content, SplittableRandom random) {
    int at = 0;
    while (at < content.length) {
      int count = Math.min(content.length - at, random.nextInt(1, 3 * SEGMENT));
      incoming.write(ByteBuffer.wrap(content, at, count));
      at += count;
      if (random.nextInt(50) == 0) {
        assertThat(incoming.head(100).get(0)).isEqualTo(content[0]);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void objectsOfAnyLengthInChunksOfAnyLengthComeBackWithAnyMemory(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long budget = (long) random.nextInt(0, 24) * SEGMENT;
    try (PackStore store = PackStore.open(settings(data, budget), Clock.systemUTC())) {
      for (int i = 0; i < 4; i++) {
        byte[] content = TestObjects.random(random.nextInt(1, 30 * SEGMENT), random.nextLong());
        Incoming incoming = store.begin();
        receive(incoming, content, random);
        StoredObject stored =
            TestObjects.await(
                incoming
                    .commit(TestObjects.ENDO, TestObjects.facts("1.2." + i))
                    .toCompletableFuture());
        assertThat(stored.digest()).isEqualTo(TestObjects.sha256(content));
        assertThat(TestObjects.read(store, stored.location()))
            .as("%d bytes, %d of memory", content.length, budget)
            .isEqualTo(content);
      }
      assertThat(store.vitals().bytesInMemory()).isZero();
      assertThat(store.verify(progress -> {}).sound()).isTrue();
    }
  }

  @Test
  void aDiscardedOneGivesBackItsMemoryAndItsFile() {
    try (PackStore store = PackStore.open(settings(data, 1 << 24), Clock.systemUTC())) {
      Incoming incoming = store.begin();
      TestObjects.write(incoming, TestObjects.random(20 * SEGMENT, 1));
      incoming.discard();
      assertThat(store.vitals().bytesInMemory()).isZero();
      assertThat(data.resolve("volume").resolve(Volume.INCOMING)).isEmptyDirectory();
    }
  }

  @Test
  void whateverChangeOfTheDiskFailsItIsStoredWholeOrNotAtAll() {
    byte[] content = TestObjects.random(13 * SEGMENT + 77, 5);
    int stored = 0;
    for (long n = 1; stored < 3; n++) {
      SimulatedDisk disk = new SimulatedDisk();
      SimulatedDisk.Fault fault =
          n % 2 == 0 ? SimulatedDisk.Fault.IO_ERROR : SimulatedDisk.Fault.POWER_CUT;
      LocalPackStore store = open(disk);
      disk.failAt(n, fault, new SplittableRandom(n));
      Optional<StoredObject> answer = put(store, content);
      stored += answer.isPresent() ? 1 : 0;
      assertThat(store.vitals().bytesInMemory()).as("change %d", n).isZero();
      disk.powerCut(0.5, new SplittableRandom(n));
      LocalPackStore after = open(disk);
      assertThat(TestObjects.replay(after, Map.of()).stream().map(StoredObject::digest))
          .as("change %d, %s: %s", n, fault, answer)
          .allMatch(digest -> digest.equals(TestObjects.sha256(content)))
          .hasSizeGreaterThanOrEqualTo(answer.isPresent() ? 1 : 0);
      assertThat(after.verify(progress -> {}).sound()).as("change %d", n).isTrue();
    }
  }

  private static LocalPackStore open(SimulatedDisk disk) {
    return LocalPackStore.open(
        settings(Workload.DATA, 40 * SEGMENT),
        new TestClock(),
        disk,
        new ManualExecutor().direct().workers());
  }

  private static Optional<StoredObject> put(LocalPackStore store, byte[] content) {
    Incoming incoming = store.begin();
    try {
      TestObjects.write(incoming, content);
      return Optional.of(
          incoming.commit(TestObjects.ENDO, TestObjects.facts("1.2")).toCompletableFuture().join());
    } catch (RuntimeException e) {
      incoming.discard();
      return Optional.empty();
    }
  }
}
