package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;
import static org.hokan.archive.storage.TestObjects.read;
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

/** What a start cannot end stays as it is: all of it is read, and nothing is appended to it. */
@SilentStorage
class LeftPackTest {
  private static final Shelf DELUXE = new Shelf("demo", "DELUXE");
  private static final Path VOLUME = Workload.DATA.resolve("volume");

  private final SimulatedDisk disk = new SimulatedDisk();
  private final TestClock clock = new TestClock();
  private final List<StoredObject> stored = new ArrayList<>();
  private LocalPackStore store = open();

  private LocalPackStore open() {
    return LocalPackStore.open(
        Workload.copied(CopySettings.Time.BEFORE_SUCCESS, CopySettings.Unavailable.REFUSE),
        clock,
        disk,
        new ManualExecutor().direct().workers());
  }

  private void fill(Shelf shelf, int count) {
    for (int i = 0; i < count; i++) {
      int n = stored.size();
      stored.add(put(store, shelf, "1." + n, random(1000, n)));
    }
  }

  private void killAndStart() {
    disk.powerCut(1, new SplittableRandom(1));
    store = open();
  }

  private StoredObject last() {
    return stored.get(stored.size() - 1);
  }

  private static Path pathOf(StoredObject object) {
    return VOLUME.resolve(object.location().pack());
  }

  private static Path stateOf(StoredObject object) {
    return Path.of(pathOf(object) + ".open");
  }

  private void write(Path path, byte[] bytes, long offset) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Access.WRITE)) {
      file.write(ByteBuffer.wrap(bytes), offset);
      file.force(true);
    }
  }

  private void everythingIsThere() {
    assertThat(replay(store, Map.of())).isEqualTo(stored);
    for (int i = 0; i < stored.size(); i++) {
      assertThat(read(store, stored.get(i).location())).isEqualTo(random(1000, i));
    }
  }

  /** As the index knows it. */
  private Map<String, Long> marks() {
    return Map.of(last().mark().pack(), last().mark().offset());
  }

  private void stateIsOlderThanItsPack() throws IOException {
    fill(ENDO, 2);
    byte[] state = disk.content(stateOf(last()));
    fill(ENDO, 1);
    write(stateOf(last()), state, 0);
  }

  @Test
  void aStartOnAFullVolumeReadsAllAndRefusesWhatComes() throws IOException {
    stateIsOlderThanItsPack();
    disk.mount(VOLUME, SimulatedDisk.Mount.FULL);

    killAndStart();

    everythingIsThere();
    assertThat(replay(store, marks())).isEmpty();
    assertThatThrownBy(() -> put(store, ENDO, "2.1", random(10, 1)))
        .hasCauseInstanceOf(SpaceExhausted.class);
    assertThat(store.verify(progress -> {}).damaged()).isZero();
    assertThat(store.packs()).singleElement().extracting(PackStatus::entries).isEqualTo(3L);
  }

  @Test
  void whenThereIsSpaceAgainObjectsGoToANewPackAndTheNextStartEndsTheOldOne() throws IOException {
    stateIsOlderThanItsPack();
    disk.mount(VOLUME, SimulatedDisk.Mount.FULL);
    killAndStart();
    disk.mountAgain(VOLUME);

    fill(ENDO, 1);

    assertThat(last().location().pack()).isNotEqualTo(stored.get(0).location().pack());
    everythingIsThere();
    killAndStart();
    everythingIsThere();
    assertThat(store.packs())
        .extracting(PackStatus::state)
        .containsOnly(PackStatus.State.CLOSED)
        .hasSize(2);
  }

  @Test
  void nothingIsCutOnAFullVolumeForItCouldNotBeKept() throws IOException {
    fill(ENDO, 3);
    write(stateOf(last()), random(PackSummary.TEXT_LENGTH, 5), 0);
    byte[] whole = disk.content(pathOf(last()));
    write(pathOf(last()), random(10, 9), last().location().offset());
    disk.mount(VOLUME, SimulatedDisk.Mount.FULL);

    killAndStart();

    assertThat(replay(store, Map.of())).isEqualTo(stored.subList(0, 2));
    assertThat(disk.content(pathOf(last()))).hasSameSizeAs(whole);
    store.replay(marks(), PackFiles.stepOver(new ArrayList<>(), new AtomicInteger()));
    disk.mountAgain(VOLUME);
    killAndStart();
    assertThat(store.cutEnds().all()).hasSize(1);
  }

  @Test
  void aCopyOnAnotherDiskFollowsAPackThatCannotBeEnded() throws IOException {
    fill(DELUXE, 3);
    disk.mount(VOLUME, SimulatedDisk.Mount.FULL);
    killAndStart();
    for (int i = 0; i < 3; i++) {
      store.tick();
    }
    everythingIsThere();
    disk.mountAgain(VOLUME);
    killAndStart();
    everythingIsThere();
    assertThat(store.copies().owedPacks()).isZero();
    assertThat(store.verify(progress -> {}).damages()).isEmpty();
  }

  @Test
  void aPackThatTheDeviceDoesNotOpenIsToldAndStopsNeitherAStartNorAReplay() {
    fill(ENDO, 3);
    StoredObject other = put(store, new Shelf("other", "ECONOMY"), "2.1", random(10, 1));
    disk.mount(pathOf(last()), SimulatedDisk.Mount.UNOPENABLE);

    killAndStart();

    List<StoredObject> found = new ArrayList<>();
    AtomicInteger damages = new AtomicInteger();
    store.replay(Map.of(), PackFiles.stepOver(found, damages));
    assertThat(found).containsExactly(other);
    assertThat(damages).hasValue(1);
    assertThat(store.scrub().damages()).singleElement().asString().contains("cannot be read");
    store.replay(marks(), PackFiles.stepOver(found, damages));
    assertThat(store.packs())
        .hasSize(2)
        .filteredOn(pack -> pack.pack().equals(last().location().pack()))
        .noneMatch(pack -> pack.isCoveredBy(0));
    assertThat(put(store, ENDO, "3.1", random(10, 1)).location().pack())
        .isNotEqualTo(last().location().pack());
    disk.mountAgain(pathOf(last()));
    killAndStart();
    assertThat(replay(store, Map.of())).containsAll(stored).contains(other).hasSize(5);
    assertThat(store.verify(progress -> {}).damages()).isEmpty();
    assertThat(store.scrub().damages()).isEmpty();
  }

  @Test
  void aPackThatTheDeviceDoesNotOpenIsReadFromItsCopy() {
    fill(DELUXE, 3);
    disk.mount(pathOf(last()), SimulatedDisk.Mount.UNOPENABLE);

    killAndStart();

    everythingIsThere();
    assertThat(replay(store, marks())).isEmpty();
  }

  @Test
  void aSystemThatOpensNoFileForNowTakesNoPackForDamaged() {
    fill(ENDO, 3);
    store.close();
    disk.mount(pathOf(last()), SimulatedDisk.Mount.SHUT);
    assertThatThrownBy(this::open).isInstanceOf(StorageException.class);
    disk.mountAgain(pathOf(last()));
    store = open();
    disk.mount(pathOf(last()), SimulatedDisk.Mount.SHUT);
    assertThatThrownBy(() -> replay(store, Map.of())).isInstanceOf(StorageException.class);
    assertThat(store.scrub().damages()).isEmpty();
    disk.mountAgain(pathOf(last()));
    everythingIsThere();
  }
}
