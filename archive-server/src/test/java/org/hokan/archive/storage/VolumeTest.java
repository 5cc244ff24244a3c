package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;
import static org.hokan.archive.storage.TestObjects.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that is not what it was is never written. */
class VolumeTest {
  @TempDir private Path data;
  private final TestClock clock = new TestClock();

  private StorageSettings settings() {
    return StorageSettings.builder(data).minimumFreeSpace(0).build();
  }

  private Path volume() {
    return data.resolve("volume");
  }

  @Test
  void anUnmountedVolumeIsRefusedAndNothingIsWrittenBeneath() throws IOException {
    PackStore.open(settings(), clock).close();
    Files.move(volume(), data.resolve("elsewhere"));
    Files.createDirectory(volume());
    assertThatThrownBy(() -> PackStore.open(settings(), clock))
        .isInstanceOf(VolumeMissing.class)
        .hasMessageContaining("no marker")
        .hasMessageContaining("mounted");
    assertThat(volume()).isEmptyDirectory();
    Files.delete(volume());
    assertThatThrownBy(() -> PackStore.open(settings(), clock)).isInstanceOf(VolumeMissing.class);
    assertThat(volume()).doesNotExist();
    Files.move(data.resolve("elsewhere"), volume());
    PackStore.open(settings(), clock).close();
  }

  @Test
  void aVolumeWhoseFreeSpaceCannotBeToldKeepsNoneFromTheOthers() {
    SimulatedDisk disk = new SimulatedDisk();
    List<Path> two = List.of(data.resolve("one"), data.resolve("two"));
    StorageSettings settings =
        StorageSettings.builder(data).volumes(two).minimumFreeSpace(0).build();
    try (PackStore store =
        LocalPackStore.open(settings, clock, disk, new ManualExecutor().direct().workers())) {
      disk.usable(two.get(0), -1);
      StoredObject stored = put(store, ENDO, "1.1", random(100, 1));
      assertThat(disk.exists(two.get(1).resolve(stored.location().pack()))).isTrue();
    }
  }

  @Test
  void anotherVolumeInItsPlaceIsRefused() throws IOException {
    PackStore.open(settings(), clock).close();
    Path marker = volume().resolve(VolumeMarker.FILE);
    Files.writeString(
        marker, Files.readString(marker).replaceAll("\"id\": \"....", "\"id\": \"0000"));
    assertThatThrownBy(() -> PackStore.open(settings(), clock))
        .isInstanceOf(VolumeMissing.class)
        .hasMessageContaining("volume 0000");
  }

  @Test
  void aFolderWithOtherFilesIsNoVolume() throws IOException {
    Files.createDirectory(volume());
    Files.writeString(volume().resolve("letters.txt"), "not ours");
    assertThatThrownBy(() -> PackStore.open(settings(), clock))
        .isInstanceOf(VolumeMissing.class)
        .hasMessageContaining("letters.txt");
    assertThat(Files.list(volume())).hasSize(1);
  }

  @Test
  void aVolumeFromAnotherPlaceIsTakenOverWithItsObjects() throws IOException {
    byte[] bytes = random(1000, 1);
    StoredObject stored;
    try (PackStore store = PackStore.open(settings(), clock)) {
      stored = put(store, ENDO, "1.1", bytes);
    }
    Path moved = data.resolve("moved");
    Files.createDirectory(moved);
    Files.move(volume(), moved.resolve("volume"));
    try (PackStore store =
        PackStore.open(StorageSettings.builder(moved).minimumFreeSpace(0).build(), clock)) {
      assertThat(read(store, stored.location())).isEqualTo(bytes);
    }
  }

  @Test
  void twoNodesNeverOpenTheSameVolume() {
    try (PackStore store = PackStore.open(settings(), clock)) {
      assertThatThrownBy(() -> PackStore.open(settings(), clock)).isInstanceOf(VolumeInUse.class);
      put(store, ENDO, "1.1", random(10, 1));
    }
    PackStore.open(settings(), clock).close();
  }

  @Test
  void aVolumeThatCannotBeWrittenIsRefused() {
    SimulatedDisk disk = new SimulatedDisk();
    disk.failAt(1, SimulatedDisk.Fault.IO_ERROR, new SplittableRandom(1));
    assertThatThrownBy(
            () ->
                LocalPackStore.open(
                    Workload.settings(), clock, disk, new ManualExecutor().workers()))
        .isInstanceOf(VolumeReadOnly.class);
  }

  @Test
  void whenTheMarkerGoesWhileRunningNothingMoreIsTakenUntilItIsBack() throws IOException {
    try (PackStore store = PackStore.open(settings(), clock)) {
      StoredObject before = put(store, ENDO, "1.1", random(10, 1));
      Path marker = volume().resolve(VolumeMarker.FILE);
      Path aside = data.resolve("aside");
      Files.move(marker, aside);
      store.tick();
      assertThatThrownBy(store::begin).isInstanceOf(VolumeMissing.class);
      assertThat(store.status().volumes().get(0).present()).isFalse();
      Files.move(aside, marker);
      store.tick();
      StoredObject after = put(store, ENDO, "1.2", random(10, 2));
      assertThat(TestObjects.replay(store, java.util.Map.of())).containsExactly(before, after);
    }
  }

  @Test
  void belowTheReserveNothingIsTakenNotEvenAByte() {
    SimulatedDisk disk = new SimulatedDisk();
    LocalPackStore store =
        LocalPackStore.open(
            Workload.settings(), clock, disk, new ManualExecutor().direct().workers());
    StoredObject kept = put(store, ENDO, "1.1", random(10, 1));
    disk.usable(Workload.DATA, 1023);
    assertThatThrownBy(store::begin)
        .isInstanceOf(SpaceExhausted.class)
        .hasMessageContaining("1023 B free (expected: 1 KiB, storage.minimum-free-space)")
        .hasMessageContaining("make room");
    assertThat(read(store, kept.location())).hasSize(10);
    disk.usable(Workload.DATA, 1024);
    put(store, ENDO, "1.2", random(10, 1));
  }

  @Test
  void whatIsBeingReceivedInMemoryCountsAsUsed() {
    SimulatedDisk disk = new SimulatedDisk();
    LocalPackStore store =
        LocalPackStore.open(
            Workload.settings(), clock, disk, new ManualExecutor().direct().workers());
    disk.usable(Workload.DATA, 1024 + SegmentPool.SEGMENT - 1);
    Incoming first = store.begin();
    first.write(ByteBuffer.wrap(new byte[1]));
    assertThatThrownBy(store::begin).isInstanceOf(SpaceExhausted.class);
    first.discard();
    store.begin().discard();
  }

  @Test
  void newPacksBeginWhereMostSpaceIsFreeAndAllVolumesAreRead() throws IOException {
    Path first = data.resolve("a");
    Path second = data.resolve("b");
    StorageSettings both =
        StorageSettings.builder(data).volumes(List.of(first, second)).minimumFreeSpace(0).build();
    StorageSettings one =
        StorageSettings.builder(data).volumes(List.of(first)).minimumFreeSpace(0).build();
    StoredObject onFirst;
    try (PackStore store = PackStore.open(one, clock)) {
      onFirst = put(store, ENDO, "1.1", random(10, 1));
    }
    try (PackStore store = PackStore.open(both, clock)) {
      assertThat(store.status().volumes()).hasSize(2);
      assertThat(read(store, onFirst.location())).hasSize(10);
    }
    assertThatThrownBy(
            () -> {
              try (PackStore store =
                  PackStore.open(
                      StorageSettings.builder(data)
                          .volumes(List.of(second))
                          .minimumFreeSpace(0)
                          .build(),
                      clock)) {
                store.open(onFirst.location());
              }
            })
        .isInstanceOf(VolumeMissing.class)
        .hasMessageContaining("not configured");
  }

  private static final Path FULL = Path.of("/simulated/a").toAbsolutePath();
  private static final Path ROOMY = Path.of("/simulated/b").toAbsolutePath();

  /** On two volumes, the first of which is the roomier one for now. */
  private LocalPackStore openBoth(SimulatedDisk disk) {
    StorageSettings both =
        StorageSettings.builder(Workload.DATA)
            .volumes(List.of(FULL, ROOMY))
            .minimumFreeSpace(1024)
            .build();
    return LocalPackStore.open(both, clock, disk, new ManualExecutor().direct().workers());
  }

  private static String volumeOf(PackStore store, StoredObject object) {
    return store.status().volumes().stream()
        .filter(volume -> volume.id().equals(object.location().volume()))
        .map(volume -> volume.folder().toString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aClosedPackOnAVolumeBelowTheReserveIsLeftAsItIsWhileAnotherHasRoom() {
    SimulatedDisk disk = new SimulatedDisk();
    disk.usable(ROOMY, 1 << 30);
    StoredObject before;
    try (LocalPackStore store = openBoth(disk)) {
      before = put(store, ENDO, "1.1", random(1000, 1));
      assertThat(volumeOf(store, before)).isEqualTo(FULL.toString());
    }
    Path pack = FULL.resolve(before.location().pack());
    byte[] content = disk.content(pack);
    disk.usable(FULL, 1023);
    try (LocalPackStore store = openBoth(disk)) {
      StoredObject after = put(store, ENDO, "1.2", random(1000, 2));
      assertThat(volumeOf(store, after)).isEqualTo(ROOMY.toString());
      assertThat(disk.content(pack)).isEqualTo(content);
      assertThat(store.packs().get(0).state()).isEqualTo(PackStatus.State.CLOSED);
    }
  }

  @Test
  void anOpenPackEndsWhenItsVolumeFallsBelowTheReserveWhileAnotherHasRoom() {
    SimulatedDisk disk = new SimulatedDisk();
    disk.usable(ROOMY, 1 << 30);
    try (LocalPackStore store = openBoth(disk)) {
      put(store, ENDO, "1.1", random(1000, 1));
      disk.usable(FULL, 1023);
      StoredObject after = put(store, ENDO, "1.2", random(1000, 2));
      assertThat(volumeOf(store, after)).isEqualTo(ROOMY.toString());
      assertThat(store.packs())
          .extracting(PackStatus::state)
          .containsExactly(PackStatus.State.SEALED, PackStatus.State.OPEN);
      disk.usable(ROOMY, 1023);
      assertThatThrownBy(store::begin).isInstanceOf(SpaceExhausted.class);
    }
  }
}
