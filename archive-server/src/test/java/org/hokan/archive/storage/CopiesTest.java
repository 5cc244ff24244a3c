package org.hokan.archive.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;
import static org.hokan.archive.storage.TestObjects.read;
import static org.hokan.archive.storage.TestObjects.replay;
import static org.hokan.archive.storage.TestObjects.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What second copies promise while disks come and go. */
class CopiesTest {
  private static final Shelf DELUXE = new Shelf("demo", "DELUXE");
  private static final Path FIRST = Workload.DATA.resolve("volume");
  private static final StorageSettings BEFORE =
      Workload.copied(CopySettings.Time.BEFORE_SUCCESS, CopySettings.Unavailable.REFUSE);
  private static final StorageSettings OWED =
      Workload.copied(CopySettings.Time.BEFORE_SUCCESS, CopySettings.Unavailable.OWE);
  private static final StorageSettings AFTER =
      Workload.copied(CopySettings.Time.SOON_AFTER, CopySettings.Unavailable.REFUSE);

  private final SimulatedDisk disk = new SimulatedDisk();
  private final TestClock clock = new TestClock();
  private LocalPackStore store = open(BEFORE);

  private LocalPackStore open(StorageSettings settings) {
    return LocalPackStore.open(settings, clock, disk, new ManualExecutor().direct().workers());
  }

  private void reopen(StorageSettings settings) {
    store.close();
    store = open(settings);
  }

  private static Path copyOf(StoredObject stored) {
    return Workload.COPY.resolve(stored.location().pack());
  }

  private static Path firstOf(StoredObject stored) {
    return FIRST.resolve(stored.location().pack());
  }

  private void pass(Duration time) {
    clock.advance(time);
    store.tick();
  }

  @Test
  void beforeSuccessTheCopyHoldsWhatTheFirstHolds() {
    StoredObject stored = put(store, DELUXE, "1.1", random(3000, 1));
    StoredObject large = put(store, DELUXE, "1.2", random(12_000, 2));
    assertThat(disk.content(copyOf(stored))).isEqualTo(disk.content(firstOf(stored)));
    assertThat(disk.content(copyOf(large))).isEqualTo(disk.content(firstOf(large)));
    assertThat(store.copies().owedPacks()).isZero();
  }

  @Test
  void aNodeThatIsMadeOfTheCopiesGivesNoSequenceOutAgain() {
    put(store, DELUXE, "1.1", random(10, 1));
    StoredObject economy = put(store, ENDO, "1.2", random(10, 2));
    store.close();
    store =
        open(
            StorageSettings.builder(Path.of("/simulated/new"))
                .volumes(List.of(Workload.COPY))
                .build());
    StoredObject after = put(store, ENDO, "1.3", random(10, 3));
    assertThat(after.sequence()).isGreaterThan(economy.sequence());
  }

  @Test
  void aCopyVolumeThatWasAwayIsToldHowFarSequencesAre() {
    reopen(OWED);
    disk.mount(Workload.COPY, SimulatedDisk.Mount.GONE);
    store.tick();
    StoredObject economy = put(store, ENDO, "1.2", random(10, 2));
    disk.mountAgain(Workload.COPY);
    pass(Duration.ofSeconds(30));
    assertThat(
            new String(disk.content(Workload.COPY.resolve(SequenceCounter.FILE)), US_ASCII).strip())
        .satisfies(bound -> assertThat(Long.parseLong(bound)).isGreaterThan(economy.sequence()));
  }

  @Test
  void economyHasNoCopy() {
    StoredObject stored = put(store, ENDO, "1.1", random(3000, 1));
    store.tick();
    assertThat(disk.exists(copyOf(stored))).isFalse();
  }

  @Test
  void soonAfterTheCopyFollowsWithTheNextTick() {
    reopen(AFTER);
    StoredObject stored = put(store, DELUXE, "1.1", random(3000, 1));
    assertThat(store.copies().owedPacks()).isEqualTo(1);
    assertThat(store.copies().owedBytes()).isEqualTo(3000);
    pass(Duration.ofSeconds(1));
    assertThat(store.copies().owedPacks()).isZero();
    assertThat(store.verify(false, progress -> {}).compared()).isEqualTo(1);
    assertThat(disk.exists(copyOf(stored))).isTrue();
  }

  @Test
  void withoutTheCopyVolumeDeluxeIsRefusedAndEconomyIsNot() {
    StoredObject before = put(store, DELUXE, "1.1", random(100, 1));
    disk.mount(Workload.COPY, SimulatedDisk.Mount.GONE);
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> put(store, DELUXE, "1.2", random(100, 2)))
        .hasCauseInstanceOf(CopyUnavailable.class);
    StoredObject economy = put(store, ENDO, "1.3", random(100, 3));
    assertThat(store.copies().unavailableVolumes()).isEqualTo(1);
    assertThat(replay(store, Map.of())).containsExactly(before, economy);
    disk.mountAgain(Workload.COPY);
    pass(Duration.ofSeconds(20));
    StoredObject after = put(store, DELUXE, "1.4", random(100, 4));
    assertThat(replay(store, Map.of())).containsExactly(before, economy, after);
    pass(Duration.ofSeconds(1));
    assertThat(store.copies().owedPacks()).isZero();
  }

  @Test
  void aCopyVolumeThatCanOnlyBeReadIsTheSame() {
    disk.mount(Workload.COPY, SimulatedDisk.Mount.READ_ONLY);
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> put(store, DELUXE, "1.1", random(100, 1)))
        .hasCauseInstanceOf(CopyUnavailable.class)
        .hasMessageContaining("no copy volume can take more");
    assertThat(replay(store, Map.of())).isEmpty();
  }

  @Test
  void onDemandDeluxeIsAcceptedWithoutTheCopyVolumeAndCopiedWhenItIsBack() {
    reopen(OWED);
    put(store, DELUXE, "1.1", random(100, 1));
    disk.mount(Workload.COPY, SimulatedDisk.Mount.GONE);
    pass(Duration.ofSeconds(1));
    StoredObject owed = put(store, DELUXE, "1.2", random(100, 2));
    StoredObject large = put(store, DELUXE, "1.3", random(12_000, 3));
    pass(Duration.ofMinutes(5));
    assertThat(store.copies().owedPacks()).isEqualTo(2);
    assertThat(store.copies().behind()).isGreaterThan(Duration.ofMinutes(4));
    disk.mountAgain(Workload.COPY);
    pass(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    assertThat(store.copies().owedPacks()).isZero();
    assertThat(disk.content(copyOf(owed))).isEqualTo(disk.content(firstOf(owed)));
    assertThat(disk.content(copyOf(large))).isEqualTo(disk.content(firstOf(large)));
  }

  @Test
  void aCopyVolumeThatIsAwayAtTheStartIsTakenWhenItIsBack() {
    StoredObject before = put(store, DELUXE, "1.1", random(100, 1));
    store.close();
    disk.mount(Workload.COPY, SimulatedDisk.Mount.GONE);
    store = open(AFTER);
    StoredObject during = put(store, DELUXE, "1.2", random(100, 2));
    pass(Duration.ofSeconds(1));
    disk.mountAgain(Workload.COPY);
    pass(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    assertThat(store.copies().owedPacks()).isZero();
    assertThat(replay(store, Map.of())).containsExactly(before, during);
    assertThat(store.verify(false, progress -> {}).compared()).isEqualTo(2);
  }

  @Test
  void aCopyVolumeWhoseMarkerCannotBeReadIsAwayAndKeepsNoNodeFromStarting() {
    put(store, DELUXE, "1.1", random(100, 1));
    store.close();
    disk.mount(Workload.COPY.resolve(VolumeMarker.FILE), SimulatedDisk.Mount.UNREADABLE);
    store = open(AFTER);
    assertThat(store.copies().unavailableVolumes()).isEqualTo(1);
    disk.mountAgain(Workload.COPY.resolve(VolumeMarker.FILE));
    pass(Duration.ofSeconds(1));
    assertThat(store.copies().unavailableVolumes()).isZero();
  }

  @Test
  void packsFromBeforeThereWereCopiesAreCopied() {
    reopen(Workload.settings());
    StoredObject sealed = null;
    for (int i = 0; i < 12; i++) {
      sealed = put(store, DELUXE, "1." + i, random(4000, i));
    }
    StoredObject large = put(store, DELUXE, "2.1", random(12_000, 1));
    assertThat(disk.exists(copyOf(sealed))).isFalse();
    reopen(BEFORE);
    pass(Duration.ofSeconds(1));
    assertThat(disk.content(copyOf(sealed))).isEqualTo(disk.content(firstOf(sealed)));
    assertThat(disk.content(copyOf(large))).isEqualTo(disk.content(firstOf(large)));
    assertThat(store.verify(false, progress -> {}).compared()).isEqualTo(13);
  }

  @Test
  void belowTheReserveOfTheCopyVolumeDeluxeIsRefused() {
    disk.usable(Workload.COPY, 1023);
    assertThatThrownBy(() -> put(store, DELUXE, "1.1", random(10, 1)))
        .hasCauseInstanceOf(CopyUnavailable.class)
        .hasMessageContaining("no copy volume can take more");
    StoredObject economy = put(store, ENDO, "1.2", random(10, 2));
    assertThat(replay(store, Map.of())).containsExactly(economy);
    disk.usable(Workload.COPY, 1024);
    StoredObject deluxe = put(store, DELUXE, "1.3", random(10, 3));
    assertThat(replay(store, Map.of())).containsExactly(economy, deluxe);
  }

  @Test
  void aFullCopyVolumeIsToldUntilThereIsRoom() {
    disk.usable(Workload.COPY, 1023);
    pass(Duration.ofSeconds(1));
    assertThat(store.copies().fullVolumes()).isOne();
    assertThat(store.copies().unavailableVolumes()).isZero();
    disk.usable(Workload.COPY, 1024);
    pass(Duration.ofSeconds(1));
    assertThat(store.copies().fullVolumes()).isZero();
  }

  @Test
  void aCopyVolumeWhoseFreeSpaceCannotBeToldIsOneThatIsAway() {
    put(store, DELUXE, "1.1", random(100, 1));
    disk.usable(Workload.COPY, -1);
    assertThatThrownBy(() -> put(store, new Shelf("other", "DELUXE"), "1.2", random(100, 2)))
        .hasCauseInstanceOf(CopyUnavailable.class);
    reopen(OWED);
    StoredObject owed = put(store, new Shelf("other", "DELUXE"), "1.2", random(100, 2));
    assertThat(read(store, owed.location())).isEqualTo(random(100, 2));
  }

  @Test
  void aPackThatIsMissingOrUnreadableIsReadFromItsCopy() throws IOException {
    byte[] bytes = random(5000, 1);
    StoredObject stored = put(store, DELUXE, "1.1", bytes);
    disk.mount(firstOf(stored), SimulatedDisk.Mount.UNREADABLE);
    assertThat(read(store, stored.location())).isEqualTo(bytes);
    assertThat(store.copies().readFromCopy()).isEqualTo(1);
    disk.mountAgain(firstOf(stored));
    reopen(BEFORE);
    disk.delete(firstOf(stored));
    assertThat(read(store, stored.location())).isEqualTo(bytes);
    assertThat(store.copies().readFromCopy()).isEqualTo(1);
  }

  private void overwrite(Path file, long offset) throws IOException {
    try (DiskFile open = disk.open(file, Disk.Access.WRITE)) {
      open.write(Zeros.of(256), offset);
      open.force(true);
    }
  }

  @Test
  void whatOnlyTheCopyHasBehindTheFirstsEndComesBackAtTheStart() throws IOException {
    StoredObject one = put(store, DELUXE, "1.1", random(1000, 1));
    StoredObject two = put(store, DELUXE, "1.2", random(1000, 2));
    overwrite(firstOf(two), two.location().offset());
    overwrite(Path.of(firstOf(two) + ".open"), 0);
    disk.powerCut(1, new SplittableRandom(1));
    store = open(BEFORE);
    assertThat(replay(store, Map.of())).containsExactly(one, two);
    assertThat(read(store, two.location())).isEqualTo(random(1000, 2));
  }

  /** One batch, of which the middle is damaged in the first, and the end is not in the copy. */
  @Test
  void aCopyThatIsBehindGivesBackWhatItHasAndTakesNothingFromItsFirst() throws IOException {
    store.close();
    ManualExecutor executor = new ManualExecutor();
    store = LocalPackStore.open(AFTER, clock, disk, executor.workers());
    List<CompletableFuture<StoredObject>> batch =
        IntStream.range(1, 4)
            .mapToObj(i -> submit(store, DELUXE, "1." + i, random(1000, i)))
            .toList();
    executor.direct();
    store.tick();
    List<StoredObject> stored = batch.stream().map(TestObjects::await).toList();
    overwrite(firstOf(stored.get(1)), stored.get(1).location().offset());
    overwrite(Path.of(firstOf(stored.get(1)) + ".open"), 0);
    try (DiskFile copy = disk.open(copyOf(stored.get(1)), Disk.Access.WRITE)) {
      copy.truncate(stored.get(1).mark().offset());
    }
    disk.powerCut(1, new SplittableRandom(1));
    store = open(AFTER);
    assertThat(replay(store, Map.of())).isEqualTo(stored);
    for (int i = 1; i < 4; i++) {
      assertThat(read(store, stored.get(i - 1).location())).isEqualTo(random(1000, i));
    }
    assertThat(store.cutEnds().all()).isEmpty();
  }

  @Test
  void aFolderOfAnotherNodeOrOnTheSameDiskIsNoPlaceForCopies() {
    store.close();
    assertThatThrownBy(() -> open(with(FIRST.resolve("copies"))))
        .hasMessageContaining("in or above first volume");
    assertThatThrownBy(() -> open(with(Path.of("/simulated/data/copies"))))
        .hasMessageContaining("storage.copy-same-disk");
    StorageSettings other =
        StorageSettings.builder(Path.of("/simulated/other")).minimumFreeSpace(0).build();
    open(other).close();
    assertThatThrownBy(() -> open(with(Path.of("/simulated/other/volume"))))
        .hasMessageContaining("keeps no copies of this node's volumes");
    store = open(BEFORE);
  }

  private static StorageSettings with(Path copies) {
    return StorageSettings.builder(Workload.DATA)
        .minimumFreeSpace(0)
        .copies(
            new CopySettings(
                List.of(copies),
                Set.of("DELUXE"),
                CopySettings.Time.BEFORE_SUCCESS,
                CopySettings.Unavailable.REFUSE,
                false))
        .build();
  }

  @Test
  void aFirstVolumeThatCanOnlyBeReadIsRefusedAndStillRead() {
    StoredObject stored = put(store, ENDO, "1.1", random(100, 1));
    disk.mount(FIRST, SimulatedDisk.Mount.READ_ONLY);
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(store::begin).isInstanceOf(VolumeReadOnly.class);
    assertThat(read(store, stored.location())).hasSize(100);
    assertThat(store.status().volumes().get(0).writable()).isFalse();
    disk.mountAgain(FIRST);
    pass(Duration.ofSeconds(1));
    put(store, ENDO, "1.2", random(100, 2));
  }
}
