package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wholly gone is told, and what is only away is not taken for gone, read or whole. */
@SilentStorage
class LostPackTest {
  private static final Path ONE = Path.of("/simulated/one").toAbsolutePath();
  private static final Path TWO = Path.of("/simulated/two").toAbsolutePath();

  private final SimulatedDisk disk = new SimulatedDisk();
  private final TestClock clock = new TestClock();
  private final List<StoredObject> stored = new ArrayList<>();
  private LocalPackStore store = open();

  private LocalPackStore open() {
    return LocalPackStore.open(
        StorageSettings.builder(Workload.DATA)
            .volumes(List.of(ONE, TWO))
            .packSize(8 * 1024)
            .writeAhead(4096, 16 * 1024)
            .memoryBudget(2 * SegmentPool.SEGMENT)
            .minimumFreeSpace(0)
            .build(),
        clock,
        disk,
        new ManualExecutor().direct().workers());
  }

  /** Packs on both volumes. */
  @BeforeEach
  void fill() {
    for (int i = 0; i < 8; i++) {
      disk.usable(ONE, i % 2 == 0 ? 2 << 20 : 1 << 20);
      disk.usable(TWO, i % 2 == 0 ? 1 << 20 : 2 << 20);
      stored.add(put(store, ENDO, "1." + i, random(9000, i)));
    }
    assertThat(names()).hasSize(8);
    assertThat(stored.stream().map(object -> object.location().volume()).distinct()).hasSize(2);
  }

  private Set<String> names() {
    return stored.stream().map(object -> object.location().pack()).collect(Collectors.toSet());
  }

  private Path path(StoredObject object) {
    Path one = ONE.resolve(object.location().pack());
    return disk.exists(one) ? one : TWO.resolve(object.location().pack());
  }

  private StoredObject on(Path volume) {
    return stored.stream().filter(object -> path(object).startsWith(volume)).findFirst().get();
  }

  private byte[] delete(Path path) throws IOException {
    byte[] bytes = disk.content(path);
    disk.delete(path);
    return bytes;
  }

  private void putBack(Path path, byte[] bytes) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Access.CREATE)) {
      file.write(ByteBuffer.wrap(bytes), 0);
    }
  }

  private void flip(StoredObject object) throws IOException {
    try (DiskFile open = disk.open(path(object), Disk.Access.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      open.read(one, object.location().offset() + 7);
      one.put(0, (byte) (one.get(0) ^ 0x55));
      open.write(one.rewind(), object.location().offset() + 7);
    }
  }

  @Test
  void aPackThatIsOnNoVolumeIsADamageUntilItIsPutBack() throws IOException {
    StoredObject lost = stored.get(3);
    Path path = path(lost);
    assertThat(store.missing(this::names)).isEmpty();
    byte[] bytes = delete(path);
    assertThat(store.missing(this::names)).containsExactly(lost.location().pack());
    assertThat(store.scrub().damages())
        .singleElement()
        .asString()
        .contains(lost.location().pack())
        .contains("on no volume");
    store.scrubNow();
    store.close();
    store = open();
    assertThat(store.scrub().damages()).hasSize(1);
    putBack(path, bytes);
    assertThat(store.missing(this::names)).isEmpty();
    assertThat(store.scrub().damages()).isEmpty();
  }

  @Test
  void aPackThatNobodyKnowsAnyLongerIsNotMissed() throws IOException {
    StoredObject lost = stored.get(3);
    delete(path(lost));
    store.missing(this::names);
    assertThat(store.missing(Set::of)).isEmpty();
    assertThat(store.scrub().damages()).isEmpty();
    Set<String> after = names();
    after.remove(lost.location().pack());
    Iterator<Set<String>> removedMeanwhile = List.of(names(), after).iterator();
    assertThat(store.missing(removedMeanwhile::next)).isEmpty();
  }

  @Test
  void aPackThatCompactionHasReplacedIsNotMissed() {
    PackStatus old = store.packs().get(0);
    Replacement replacement = PackFiles.compact(store.compactor(), old, List.of(), Throttle.NONE);
    assertThat(replacement.newPack()).isNotEqualTo(old.pack());
    assertThat(store.missing(this::names)).isEmpty();
  }

  @Test
  void aVerificationNamesAVolumeThatIsAwayAndMissesNoPackOfIt() {
    disk.mount(TWO, SimulatedDisk.Mount.GONE);
    VerifyReport report = store.verify(progress -> {});
    assertThat(report.sound()).isFalse();
    assertThat(report.damages()).singleElement().asString().contains(TWO.toString());
    assertThat(store.missing(this::names)).isEmpty();
    disk.mountAgain(TWO);
    assertThat(store.verify(progress -> {}).sound()).isTrue();
  }

  @Test
  void aVerificationNamesAVolumeThatWentMeanwhile() {
    List<String> damages =
        store.verify(progress -> disk.mount(TWO, SimulatedDisk.Mount.GONE)).damages();
    assertThat(damages).singleElement().asString().contains(TWO.toString());
  }

  @Test
  void thePacksOfAVolumeThatGoesAmidAPassAreReadWhenItIsBack() throws IOException {
    flip(on(TWO));
    store.scrubNow();
    Optional<Instant> completed = store.scrub().completedAt();
    assertThat(completed).isPresent();
    assertThat(store.scrub().damages()).hasSize(1);
    clock.advance(Duration.ofDays(40));
    flip(stored.get(7));
    disk.onceAskedFor(path(stored.get(2)), () -> disk.mount(TWO, SimulatedDisk.Mount.GONE));
    store.scrubNow();
    assertThat(store.scrub().failure()).get().asString().contains(TWO.toString());
    assertThat(store.scrub().completedAt()).isEqualTo(completed);
    assertThat(store.scrub().damages()).hasSize(1);
    disk.mountAgain(TWO);
    store.scrubNow();
    assertThat(store.scrub().failure()).isEmpty();
    assertThat(store.scrub().completedAt()).hasValue(clock.instant());
    assertThat(store.scrub().damages()).hasSize(2);
  }
}
