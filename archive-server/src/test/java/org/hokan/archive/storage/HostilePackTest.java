package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packs with any damage whatever: only our own exception escapes, and whole entries are found. */
class HostilePackTest {
  private final SimulatedDisk disk = new SimulatedDisk();
  private final TestClock clock = new TestClock();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  private LocalPackStore open() {
    return LocalPackStore.open(
        Workload.settings(), clock, disk, new ManualExecutor().direct().workers());
  }

  private List<StoredObject> stored(LocalPackStore store, SplittableRandom random) {
    List<StoredObject> stored = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      stored.add(put(store, ENDO, "1." + i, random(random.nextInt(3000), i)));
    }
    return stored;
  }

  private static Path pathOf(StoredObject stored) {
    return Workload.DATA.resolve("volume").resolve(stored.location().pack());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damageAnywhereIsToldAndEveryWholeEntryIsFoundOrItsDamageNamed(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    LocalPackStore store = open();
    List<StoredObject> stored = stored(store, random);
    if (random.nextBoolean()) {
      store.close();
    } else {
      disk.powerCut(1, random);
    }
    damage(pathOf(stored.get(random.nextInt(stored.size()))), random);
    Throwable failure = catchThrowable(() -> look(stored));
    assertThat(failure)
        .satisfiesAnyOf(
            t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(StorageException.class));
  }

  private void damage(Path pack, SplittableRandom random) throws IOException {
    int length = disk.content(pack).length;
    try (DiskFile file = disk.open(pack, Disk.Access.WRITE)) {
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        switch (random.nextInt(4)) {
          case 0 -> file.write(ByteBuffer.wrap(random(40, random.nextLong())), at(random, length));
          case 1 -> file.write(ByteBuffer.wrap(new byte[512]), at(random, length) & -512L);
          case 2 -> file.write(ByteBuffer.wrap("99999999".getBytes()), at(random, length));
          default -> file.truncate(at(random, length));
        }
      }
    }
  }

  private static long at(SplittableRandom random, int length) {
    return random.nextInt(Math.max(1, length - 600));
  }

  private void look(List<StoredObject> stored) {
    LocalPackStore store = open();
    List<StoredObject> found = new ArrayList<>();
    AtomicInteger damages = new AtomicInteger();
    store.replay(Map.of(), PackFiles.stepOver(found, damages));
    assertThat(stored).containsAll(found);
    assertThat(store.verify(progress -> {}).objects()).isEqualTo(found.size());
    assertThat(store.status().shelves().size()).isLessThanOrEqualTo(1);
    StoredObject next = put(store, ENDO, "9.9", random(100, 1));
    assertThat(TestObjects.read(store, next.location())).hasSize(100);
  }

  @Test
  void aPackInsideAnObjectIsNeverTakenForEntries() throws IOException {
    LocalPackStore store = open();
    stored(store, new SplittableRandom(1));
    byte[] pack = disk.content(pathOf(put(store, ENDO, "2.1", random(10, 1))));
    byte[] inner = java.util.Arrays.copyOf(pack, Math.min(pack.length, 8 * 1024) & -512);
    StoredObject outer = put(store, ENDO, "2.2", inner);
    StoredObject last = put(store, ENDO, "2.3", random(10, 2));
    disk.powerCut(1, new SplittableRandom(1));
    store = open();
    List<StoredObject> found = TestObjects.replay(store, Map.of());
    assertThat(found).endsWith(outer, last);
    assertThat(found).doesNotHaveDuplicates();
    assertThat(found.stream().map(StoredObject::name)).doesNotHaveDuplicates();
  }

  @Test
  void lengthsThatLeadOutOfThePackAreRefused() throws IOException {
    Path path = Path.of("/simulated/long.tar");
    EntryHeader header =
        new EntryHeader(
            1, 1, "1.2.3", 1L << 61, "00", Optional.empty(), TestObjects.ARRIVED, Map.of());
    try (DiskFile file = disk.open(path, Disk.Access.CREATE)) {
      file.write(ByteBuffer.wrap(header.encode()), 0);
      PackReader reader = PackReader.scanning(file, "long.tar", 0);
      assertThat(catchThrowable(reader::next))
          .isInstanceOf(DamagedPack.class)
          .hasMessageContaining("long.tar, offset 0");
      assertThat(reader.offset()).isZero();
      assertThat(PackReader.within(file, "long.tar", 0, 0).next()).isEmpty();
    }
  }

  @Test
  void aClosedPackIsNotScannedAtTheNextStart() {
    LocalPackStore store = open();
    stored(store, new SplittableRandom(1));
    clock.advance(Duration.ofMinutes(1));
    store.tick();
    store.close();
    long before = disk.operations();
    open();
    assertThat(disk.operations()).as("changes made by a clean start").isEqualTo(before);
  }
}
