package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.await;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;
import static org.hokan.archive.storage.TestObjects.replay;
import static org.hokan.archive.storage.TestObjects.submit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start does with what a crash left, case by case. */
class RecoveryTest {
  private final SimulatedDisk disk = new SimulatedDisk();
  private final TestClock clock = new TestClock();
  private final ManualExecutor executor = new ManualExecutor().direct();
  private LocalPackStore store = open();

  private LocalPackStore open() {
    return LocalPackStore.open(Workload.settings(), clock, disk, executor.workers());
  }

  private Path pathOf(StoredObject stored) {
    return Workload.DATA.resolve("volume").resolve(stored.location().pack());
  }

  /** The process ends at once; the system keeps what it wrote. */
  private void killAndStart() {
    disk.powerCut(1, new SplittableRandom(1));
    store = open();
  }

  private void write(Path path, byte[] bytes, long offset) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Access.WRITE)) {
      file.write(ByteBuffer.wrap(bytes), offset);
    }
  }

  private PackStatus.State stateOf(StoredObject stored) {
    return store.packs().stream()
        .filter(pack -> pack.pack().equals(stored.location().pack()))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void aTornEntryIsCutOffAndTheFileEndsWithTwoBlocksOfZeros() throws IOException {
    StoredObject whole = put(store, ENDO, "1.1", random(1000, 1));
    StoredObject torn = put(store, ENDO, "1.2", random(3000, 2));
    write(pathOf(torn), new byte[512], torn.location().offset() + 1024);
    eraseSummary(torn);
    killAndStart();
    assertThat(replay(store, Map.of())).containsExactly(whole);
    byte[] content = disk.content(pathOf(whole));
    long end = whole.mark().offset();
    assertThat(content).hasSize((int) end + TarHeader.TRAILER);
    assertThat(TarHeader.isZero(content, (int) end, content.length)).isTrue();
    assertThat(stateOf(whole)).isEqualTo(PackStatus.State.CLOSED);
  }

  @Test
  void rubbishBehindTheEndIsCutOff() throws IOException {
    StoredObject whole = put(store, ENDO, "1.1", random(1000, 1));
    write(pathOf(whole), random(2000, 3), whole.mark().offset() + 700);
    killAndStart();
    assertThat(disk.content(pathOf(whole)))
        .hasSize((int) whole.mark().offset() + TarHeader.TRAILER);
    StoredObject next = put(store, ENDO, "1.2", random(100, 1));
    assertThat(next.location().pack()).isEqualTo(whole.location().pack());
    assertThat(replay(store, Map.of())).containsExactly(whole, next);
  }

  @Test
  void acknowledgedEntriesBehindADamagedHeaderAreNeverCutOff() throws IOException {
    StoredObject first = put(store, ENDO, "1.1", random(1000, 1));
    StoredObject second = put(store, ENDO, "1.2", random(1000, 2));
    StoredObject third = put(store, ENDO, "1.3", random(1000, 3));
    write(pathOf(first), random(100, 9), first.mark().offset() + 520);
    eraseSummary(first);
    killAndStart();
    assertThat(stateOf(first)).isEqualTo(PackStatus.State.FAILED);
    List<StoredObject> found = new ArrayList<>();
    AtomicInteger damages = new AtomicInteger();
    store.replay(Map.of(), PackFiles.stepOver(found, damages));
    assertThat(found).containsExactly(first, third);
    assertThat(damages).hasValue(1);
    assertThatThrownBy(() -> replay(store, Map.of())).isInstanceOf(DamagedPack.class);
    StoredObject next = put(store, ENDO, "1.4", random(10, 1));
    assertThat(next.location().pack()).isNotEqualTo(first.location().pack());
    assertThat(store.verify(progress -> {}).damaged()).isEqualTo(1);
    assertThat(second.sequence()).isLessThan(third.sequence());
  }

  /** What the medium does to a byte that it had taken. */
  private void flip(StoredObject stored) throws IOException {
    try (DiskFile file = disk.open(pathOf(stored), Disk.Access.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, stored.location().offset() + 7);
      one.put(0, (byte) (one.get(0) ^ 0x10));
      file.write(one.rewind(), stored.location().offset() + 7);
      file.force(true);
    }
  }

  private void isDamagedAndNotCut(List<StoredObject> stored) {
    StoredObject last = stored.get(stored.size() - 1);
    assertThat(disk.content(pathOf(last))).hasSizeGreaterThanOrEqualTo((int) last.mark().offset());
    assertThat(replay(store, Map.of())).isEqualTo(stored);
    VerifyReport report = store.verify(progress -> {});
    assertThat(report.objects()).isEqualTo(stored.size());
    assertThat(report.damages()).singleElement().asString().contains(last.name());
  }

  private List<StoredObject> putSeveral(int count) {
    List<StoredObject> stored = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      stored.add(put(store, ENDO, "1." + i, random(100, i)));
    }
    return stored;
  }

  @ParameterizedTest(name = "the last of {0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void aFlippedBitInTheLastBatchThatWasAcknowledgedIsDamageAndNotATornEnd(int count)
      throws IOException {
    List<StoredObject> stored = putSeveral(count);
    flip(stored.get(count - 1));
    killAndStart();
    isDamagedAndNotCut(stored);
    stored.add(put(store, ENDO, "2.1", random(100, 3)));
    assertThat(replay(store, Map.of())).isEqualTo(stored);
  }

  /** As after a power cut in which the state file was lost. */
  private List<StoredObject> damagedWhereNothingProvesIt(int count) throws IOException {
    List<StoredObject> stored = putSeveral(count);
    StoredObject last = stored.get(count - 1);
    flip(last);
    eraseSummary(last);
    killAndStart();
    return stored;
  }

  @ParameterizedTest(name = "the last of {0}")
  @ValueSource(ints = {1, 3})
  void whatIsCutOffIsKeptAsideUntilItIsForgotten(int count) throws IOException {
    List<StoredObject> stored = damagedWhereNothingProvesIt(count);
    assertThat(replay(store, Map.of())).isEqualTo(stored.subList(0, count - 1));
    store.close();
    store = open();
    CutEnd end = store.cutEnds().all().get(0);
    assertThat(store.cutEnds().all()).hasSize(1);
    StoredObject last = stored.get(count - 1);
    assertThat(end.pack()).isEqualTo(last.location().pack());
    assertThat(store.cutEnds().objects(end.name()))
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.name()).isEqualTo(last.name());
              assertThat(object.digest()).isEqualTo(last.digest());
              assertThat(object.whole()).isFalse();
            });
    store.cutEnds().forget(end.name());
    assertThatThrownBy(() -> store.cutEnds().objects(end.name()))
        .isInstanceOf(StorageException.class);
    store.close();
    store = open();
    assertThat(store.cutEnds().all()).isEmpty();
  }

  @ParameterizedTest(name = "the last of {0}")
  @ValueSource(ints = {1, 3})
  void whatTheIndexProvesToHaveBeenAcknowledgedIsPutBackAndToldAsDamage(int count)
      throws IOException {
    List<StoredObject> stored = damagedWhereNothingProvesIt(count);
    Mark mark = stored.get(count - 1).mark();
    assertThat(store.cutEnds().putBack(Map.of(mark.pack(), mark.offset()))).isEqualTo(1);
    assertThat(store.cutEnds().all()).isEmpty();
    assertThat(store.scrub().damages()).hasSize(1);
    isDamagedAndNotCut(stored);
    assertThat(stateOf(stored.get(0))).isEqualTo(PackStatus.State.FAILED);
    StoredObject next = put(store, ENDO, "2.1", random(100, 3));
    assertThat(next.location().pack()).isNotEqualTo(mark.pack());
    store.close();
    store = open();
    assertThat(replay(store, Map.of())).containsAll(stored).contains(next);
  }

  @Test
  void whatTheIndexDoesNotKnowOrWhatWasAppendedToSinceIsNotPutBack() throws IOException {
    List<StoredObject> stored = damagedWhereNothingProvesIt(3);
    Mark before = stored.get(1).mark();
    assertThat(store.cutEnds().putBack(Map.of(before.pack(), before.offset()))).isZero();
    Mark since = put(store, ENDO, "1.3", random(100, 3)).mark();
    assertThat(since.pack()).isEqualTo(before.pack());
    assertThat(store.cutEnds().putBack(Map.of(since.pack(), since.offset()))).isZero();
    store.close();
    store = open();
    assertThat(store.cutEnds().putBack(Map.of(since.pack(), since.offset()))).isZero();
    assertThat(store.cutEnds().all()).hasSize(1);
  }

  @Test
  void whatAnEarlierStartCutOffIsNotPutBackForOthersMayHaveTakenItsPlace() throws IOException {
    Mark mark = damagedWhereNothingProvesIt(3).get(2).mark();
    store.close();
    store = open();
    assertThat(store.cutEnds().putBack(Map.of(mark.pack(), mark.offset()))).isZero();
    assertThat(store.cutEnds().all()).hasSize(1);
  }

  /** Wherever it is: in its pack or aside. */
  private boolean isSomewhere(StoredObject object) {
    byte[] body = random((int) object.length(), 3);
    String wanted = new String(body, 60, 40, StandardCharsets.ISO_8859_1);
    return disk.paths(Workload.DATA).stream()
        .map(path -> new String(disk.content(path), StandardCharsets.ISO_8859_1))
        .anyMatch(content -> content.contains(wanted));
  }

  @ParameterizedTest
  @EnumSource(
      value = SimulatedDisk.Fault.class,
      names = {"POWER_CUT", "IO_ERROR", "DISK_FULL"})
  void whateverFailsWhileAStartCutsAPackNothingOfItIsLost(SimulatedDisk.Fault fault)
      throws IOException {
    for (int n = 1; n <= 24; n++) {
      new RecoveryTest().cutsThePackWhileThisFails(n, fault);
    }
  }

  private void cutsThePackWhileThisFails(int n, SimulatedDisk.Fault fault) throws IOException {
    List<StoredObject> stored = putSeveral(3);
    flip(stored.get(2));
    eraseSummary(stored.get(2));
    disk.powerCut(1, new SplittableRandom(n));
    disk.failAt(n, fault, new SplittableRandom(n));
    try {
      store = open();
    } catch (StorageException e) {
      assertThat(e).as("failure at %d", n).isNotNull();
    }
    disk.powerCut(0.5, new SplittableRandom(n));
    store = open();
    assertThat(isSomewhere(stored.get(2))).as("failure at %d", n).isTrue();
    List<StoredObject> found = new ArrayList<>();
    store.replay(Map.of(), PackFiles.stepOver(found, new AtomicInteger()));
    assertThat(found).as("failure at %d", n).containsAll(stored.subList(0, 2));
  }

  @Test
  void whatAFailedForceLeftInTheCacheIsWrittenAgainBeforeItIsBelieved() {
    put(store, ENDO, "1.1", random(1000, 1));
    disk.failAt(1, SimulatedDisk.Fault.FORCES_FAIL, new SplittableRandom(1));
    assertThatThrownBy(() -> put(store, ENDO, "1.2", random(5000, 2)))
        .hasCauseInstanceOf(StorageException.class);
    disk.processEnd();
    store = open();
    List<StoredObject> found = TestObjects.replay(store, Map.of());
    assertThat(found).hasSize(2);
    disk.powerCut(0, new SplittableRandom(1));
    store = open();
    assertThat(TestObjects.replay(store, Map.of())).isEqualTo(found);
    assertThat(TestObjects.read(store, found.get(1).location())).isEqualTo(random(5000, 2));
  }

  @Test
  void aPackWhoseLengthTheDeviceDoesNotTellIsOnlyReadUntilTheNextStart() {
    List<StoredObject> stored = putSeveral(3);
    Path pack = pathOf(stored.get(0));
    disk.processEnd();
    disk.mount(pack, SimulatedDisk.Mount.UNSIZED);
    store = open();
    assertThat(stateOf(stored.get(0))).isEqualTo(PackStatus.State.OPEN);
    StoredObject next = put(store, ENDO, "2.1", random(10, 1));
    assertThat(next.location().pack()).isNotEqualTo(stored.get(0).location().pack());
    disk.processEnd();
    store = open();
    assertThat(stateOf(stored.get(0))).isEqualTo(PackStatus.State.CLOSED);
    assertThat(TestObjects.replay(store, Map.of())).containsAll(stored).contains(next);
  }

  @Test
  void whatCannotBeWrittenAgainForWantOfSpaceIsNotBelieved() {
    StoredObject acknowledged = put(store, ENDO, "1.1", random(1000, 1));
    disk.failAt(1, SimulatedDisk.Fault.FORCES_FAIL, new SplittableRandom(1));
    assertThatThrownBy(() -> put(store, ENDO, "1.2", random(5000, 2)))
        .hasCauseInstanceOf(StorageException.class);
    disk.processEnd();
    disk.failAt(1, SimulatedDisk.Fault.FORCES_FULL, new SplittableRandom(1));
    store = open();
    assertThat(TestObjects.replay(store, Map.of())).containsExactly(acknowledged);
    disk.powerCut(0, new SplittableRandom(1));
    store = open();
    assertThat(TestObjects.replay(store, Map.of())).containsExactly(acknowledged);
  }

  @Test
  void onceTheShelfIsAtRestAPowerCutTakesNothingFromWhatIsKnownOfIt() throws IOException {
    List<StoredObject> stored = putSeveral(3);
    clock.advance(Duration.ofSeconds(2));
    store.tick();
    flip(stored.get(2));
    disk.powerCut(0, new SplittableRandom(1));
    store = open();
    isDamagedAndNotCut(stored);
  }

  @Test
  void aShelfAtRestIsForcedOnce() {
    put(store, ENDO, "1.1", random(1000, 1));
    clock.advance(Duration.ofSeconds(2));
    disk.failAt(0, SimulatedDisk.Fault.NONE, new SplittableRandom(0));
    store.tick();
    store.tick();
    assertThat(disk.operations()).isEqualTo(1);
  }

  @Test
  void aPackThatEndsBeforeWhatWasAcknowledgedIsDamagedAndKept() throws IOException {
    StoredObject first = put(store, ENDO, "1.1", random(1000, 1));
    StoredObject last = put(store, ENDO, "1.2", random(3000, 2));
    long left = last.location().offset() + 1024;
    try (DiskFile file = disk.open(pathOf(last), Disk.Access.WRITE)) {
      file.truncate(left);
    }
    killAndStart();
    assertThat(stateOf(last)).isEqualTo(PackStatus.State.FAILED);
    assertThat(disk.content(pathOf(last))).hasSize((int) left);
    List<StoredObject> found = new ArrayList<>();
    AtomicInteger damages = new AtomicInteger();
    store.replay(Map.of(), PackFiles.stepOver(found, damages));
    assertThat(found).contains(first);
    assertThat(store.verify(progress -> {}).damages()).isNotEmpty();
    assertThat(put(store, ENDO, "1.3", random(9, 3)).location().pack())
        .isNotEqualTo(last.location().pack());
  }

  private void eraseSummary(StoredObject stored) throws IOException {
    write(Path.of(pathOf(stored) + ".open"), random(PackSummary.TEXT_LENGTH, 5), 0);
  }

  @Test
  void aPackWhoseStateFileIsLostIsReadAndKept() throws IOException {
    StoredObject first = put(store, ENDO, "1.1", random(1000, 1));
    StoredObject second = put(store, ENDO, "1.2", random(1000, 2));
    store.close();
    disk.delete(Path.of(pathOf(first) + ".closed"));
    store = open();
    assertThat(replay(store, Map.of())).containsExactly(first, second);
    assertThat(stateOf(first)).isEqualTo(PackStatus.State.SEALED);
    assertThat(store.packs().get(0).entries()).isEqualTo(2);
  }

  @Test
  void aPackThatGotNoObjectIsRemoved() throws IOException {
    StoredObject only = put(store, ENDO, "1.1", random(1000, 1));
    write(pathOf(only), new byte[512], 0);
    eraseSummary(only);
    killAndStart();
    assertThat(store.packs()).isEmpty();
    assertThat(replay(store, Map.of())).isEmpty();
  }

  @Test
  void afterAnErrorTheWaitingCommitsFailAndThePackIsNeverWrittenAgain() {
    StoredObject before = put(store, ENDO, "1.0", random(500, 1));
    ManualExecutor later = new ManualExecutor();
    store.close();
    store = LocalPackStore.open(Workload.settings(), clock, disk, later.workers());
    List<CompletableFuture<StoredObject>> failing = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      failing.add(submit(store, ENDO, "2." + i, random(500, i)));
    }
    long forceOfTheBatch = 13;
    disk.failAt(forceOfTheBatch, SimulatedDisk.Fault.IO_ERROR, new SplittableRandom(1));
    later.runAll();
    for (CompletableFuture<StoredObject> commit : failing) {
      assertThatThrownBy(() -> await(commit))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(StorageException.class)
          .hasMessageContaining("demo/ECONOMY");
    }
    assertThat(stateOf(before)).isEqualTo(PackStatus.State.FAILED);
    byte[] content = disk.content(pathOf(before));
    later.direct();
    StoredObject after = put(store, ENDO, "3.0", random(500, 9));
    assertThat(after.location().pack()).isNotEqualTo(before.location().pack());
    assertThat(replay(store, Map.of())).containsExactly(before, after);
    store.close();
    store = open();
    assertThat(replay(store, Map.of())).containsExactly(before, after);
    assertThat(disk.content(pathOf(before))).isEqualTo(content);
    assertThat(store.vitals().failures()).isZero();
  }

  @Test
  void aFullDiskIsToldFromABrokenOne() {
    put(store, ENDO, "1.0", random(500, 1));
    disk.failAt(1, SimulatedDisk.Fault.DISK_FULL, new SplittableRandom(1));
    assertThatThrownBy(() -> put(store, ENDO, "1.1", random(500, 1)))
        .hasCauseInstanceOf(SpaceExhausted.class);
    disk.failAt(1, SimulatedDisk.Fault.IO_ERROR, new SplittableRandom(1));
    assertThatThrownBy(() -> put(store, ENDO, "1.2", random(500, 1)))
        .hasCauseExactlyInstanceOf(StorageException.class);
    disk.failAt(0, SimulatedDisk.Fault.NONE, new SplittableRandom(1));
    put(store, ENDO, "1.3", random(500, 1));
  }

  @Test
  void objectsThatWaitTogetherAreWrittenWithOneForce() {
    store.close();
    ManualExecutor later = new ManualExecutor();
    store = LocalPackStore.open(Workload.settings(), clock, disk, later.workers());
    List<CompletableFuture<StoredObject>> commits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      commits.add(submit(store, ENDO, "2." + i, random(500, i)));
    }
    later.runAll();
    commits.forEach(TestObjects::await);
    assertThat(store.vitals().commitGroups()).isEqualTo(1);
    assertThat(store.vitals().objects()).isEqualTo(10);
  }
}
