package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;
import static org.hokan.archive.storage.TestObjects.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sector that the device cannot read is damage: of its object, and of nothing else. */
@SilentStorage
class UnreadableTest {
  private static final Shelf DELUXE = new Shelf("demo", "DELUXE");
  private static final StorageSettings SETTINGS =
      Workload.copied(CopySettings.Time.BEFORE_SUCCESS, CopySettings.Unavailable.REFUSE);

  private final SimulatedDisk disk = new SimulatedDisk();
  private final TestClock clock = new TestClock();
  private final ManualExecutor executor = new ManualExecutor().direct();
  private LocalPackStore store = open();

  private LocalPackStore open() {
    return LocalPackStore.open(SETTINGS, clock, disk, executor.workers());
  }

  private static Path pathOf(StoredObject stored) {
    return Workload.DATA.resolve("volume").resolve(stored.location().pack());
  }

  private void killAndStart() {
    disk.powerCut(1, new SplittableRandom(1));
    store = open();
  }

  private List<StoredObject> several(Shelf shelf, int count) {
    List<StoredObject> stored = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      stored.add(put(store, shelf, "1." + i, random(1000, i)));
    }
    return stored;
  }

  /** Nothing tells any longer what of it was acknowledged. */
  private void eraseSummary(StoredObject stored) throws IOException {
    try (DiskFile file = disk.open(Path.of(pathOf(stored) + ".open"), Disk.Access.WRITE)) {
      file.write(ByteBuffer.wrap(random(PackSummary.TEXT_LENGTH, 5)), 0);
    }
  }

  private PackStatus.State stateOf(StoredObject stored) {
    return store.packs().stream()
        .filter(pack -> pack.pack().equals(stored.location().pack()))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private int visited(List<StoredObject> objects) {
    AtomicInteger damages = new AtomicInteger();
    store.replay(Map.of(), PackFiles.stepOver(objects, damages));
    return damages.get();
  }

  @Test
  void aReplayGoesOnBehindAHeaderThatCannotBeRead() {
    List<StoredObject> stored = several(ENDO, 9);
    disk.spoil(pathOf(stored.get(4)), stored.get(4).location().offset() - TarHeader.BLOCK);
    List<StoredObject> found = new ArrayList<>();
    assertThat(visited(found)).isEqualTo(1);
    assertThat(found).startsWith(stored.get(0)).endsWith(stored.get(8)).hasSizeBetween(7, 8);
    assertThat(store.scrub().damages()).singleElement().asString().contains("cannot be read");
  }

  @Test
  void aVerificationReadsWhatStandsBehindAHeaderThatCannotBeRead() {
    List<StoredObject> stored = several(ENDO, 9);
    disk.spoil(pathOf(stored.get(4)), stored.get(4).location().offset() - TarHeader.BLOCK);
    assertThat(store.verify(false, progress -> {}).objects()).isBetween(7L, 8L);
  }

  @ParameterizedTest(name = "{0} bytes from the object on")
  @ValueSource(ints = {-TarHeader.BLOCK, 0, 600})
  void aStartLeavesAPackWithAnUnreadableEndAsItIsAndOnlyReadsIt(int from) throws IOException {
    List<StoredObject> stored = several(ENDO, 3);
    StoredObject last = stored.get(2);
    eraseSummary(last);
    byte[] before = disk.content(pathOf(last));
    disk.spoil(pathOf(last), last.location().offset() + from);
    killAndStart();
    assertThat(stateOf(last)).isEqualTo(PackStatus.State.FAILED);
    assertThat(disk.content(pathOf(last))).isEqualTo(before);
    List<StoredObject> found = new ArrayList<>();
    visited(found);
    assertThat(found).containsAll(stored.subList(0, 2));
    assertThat(store.verify(false, progress -> {}).damages()).isNotEmpty();
    StoredObject next = put(store, ENDO, "2.1", random(10, 1));
    assertThat(next.location().pack()).isNotEqualTo(last.location().pack());
    // The index may know all of it; a start does not take the pack for one that was cut.
    Mark mark = last.mark();
    store.replay(
        Map.of(mark.pack(), mark.offset()), PackFiles.stepOver(found, new AtomicInteger()));
  }

  @Test
  void anUnreadableSectorBehindTheEndKeepsNoStartFromReadingTheRest() throws IOException {
    List<StoredObject> stored = several(ENDO, 3);
    StoredObject last = stored.get(2);
    eraseSummary(last);
    disk.spoil(pathOf(last), last.mark().offset() + 2 * TarHeader.BLOCK);
    killAndStart();
    assertThat(stateOf(last)).isEqualTo(PackStatus.State.FAILED);
    List<StoredObject> found = new ArrayList<>();
    visited(found);
    assertThat(found).isEqualTo(stored);
  }

  @Test
  void aStateFileThatCannotBeReadIsALostOne() {
    List<StoredObject> stored = several(ENDO, 3);
    disk.spoil(Path.of(pathOf(stored.get(0)) + ".open"), 0);
    assertThat(store.packs()).isNotEmpty();
    killAndStart();
    assertThat(replay(store, Map.of())).isEqualTo(stored);
  }

  @Test
  void theHeaderOfALargeObjectThatCannotBeReadHidesNoOtherPack() {
    StoredObject large = put(store, ENDO, "1.1", random(12_000, 1));
    StoredObject small = put(store, ENDO, "1.2", random(100, 2));
    disk.spoil(pathOf(large), 0);
    assertThat(store.packs()).hasSize(2);
    assertThat(store.status().shelves()).hasSize(1);
    List<StoredObject> found = new ArrayList<>();
    assertThat(visited(found)).isEqualTo(1);
    assertThat(found).containsExactly(small);
    assertThat(store.verify(false, progress -> {}).damaged()).isEqualTo(1);
  }

  @Test
  void aLargeObjectWhoseHeaderIsZerosIsDamagedAndNotNothing() throws IOException {
    StoredObject large = put(store, ENDO, "1.1", random(12_000, 1));
    try (DiskFile file = disk.open(pathOf(large), Disk.Access.WRITE)) {
      file.write(ByteBuffer.allocate(TarHeader.BLOCK), 0);
    }
    assertThat(visited(new ArrayList<>())).isEqualTo(1);
    assertThat(store.verify(false, progress -> {}).damaged()).isEqualTo(1);
  }

  @Test
  void aHeaderThatIsDamagedInTheFirstIsReadFromTheCopyAndTheFirstIsRepaired() throws IOException {
    List<StoredObject> stored = several(DELUXE, 5);
    stored.add(put(store, DELUXE, "1.6", random(12_000, 6)));
    for (int i : List.of(1, 2, 5)) {
      StoredObject damaged = stored.get(i);
      try (DiskFile file = disk.open(pathOf(damaged), Disk.Access.WRITE)) {
        file.write(ByteBuffer.wrap(random(100, 9)), damaged.location().offset() - TarHeader.BLOCK);
      }
    }
    disk.spoil(pathOf(stored.get(4)), stored.get(4).location().offset() - TarHeader.BLOCK);
    assertThat(replay(store, Map.of())).isEqualTo(stored);
    assertThat(store.scrub().damages()).isEmpty();
    assertThat(store.verify(false, progress -> {}).damaged()).isZero();
  }
}
