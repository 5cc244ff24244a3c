package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.storage.TestObjects.random;
import static org.hokan.archive.storage.TestObjects.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first of two copy volumes can take no more amid a pack: its copy is behind, and the second
 * volume has the whole one.
 */
@SilentStorage
class TwoCopyVolumesTest {
  private static final Shelf DELUXE = new Shelf("demo", "DELUXE");
  private static final Path FIRST = Workload.DATA.resolve("volume");
  private static final Path SHORT = Workload.COPY;
  private static final Path WHOLE = Path.of("/simulated/copy2/volume").toAbsolutePath();

  private final SimulatedDisk disk = new SimulatedDisk();
  private final TestClock clock = new TestClock();
  private final List<StoredObject> stored = new ArrayList<>();
  private LocalPackStore store = open();

  private LocalPackStore open() {
    return LocalPackStore.open(
        Workload.copied(
            List.of(SHORT, WHOLE), CopySettings.Time.SOON_AFTER, CopySettings.Unavailable.OWE),
        clock,
        disk,
        new ManualExecutor().direct().workers());
  }

  @BeforeEach
  void oneCopyIsBehind() {
    disk.usable(WHOLE, 0);
    put(5);
    disk.usable(WHOLE, 1 << 30);
    disk.mount(SHORT, SimulatedDisk.Mount.READ_ONLY);
    put(3);
    assertThat(disk.content(copy(WHOLE))).hasSizeGreaterThan(disk.content(copy(SHORT)).length);
    assertThat(store.copies().owedPacks()).isZero();
  }

  private void put(int objects) {
    for (int i = 0; i < objects; i++) {
      int n = stored.size();
      stored.add(TestObjects.put(store, DELUXE, "1." + n, random(1000, n)));
    }
    clock.advance(Duration.ofMinutes(1));
    store.tick();
    store.tick();
  }

  private String pack() {
    return stored.get(0).location().pack();
  }

  private Path copy(Path volume) {
    return volume.resolve(pack());
  }

  private void everythingIsWhole() {
    assertThat(store.verify(progress -> {}).damages()).isEmpty();
    for (int i = 0; i < stored.size(); i++) {
      assertThat(TestObjects.read(store, stored.get(i).location())).isEqualTo(random(1000, i));
    }
    assertThat(replay(store, Map.of())).hasSize(stored.size());
  }

  private void flip(Path file, StoredObject object) throws IOException {
    try (DiskFile open = disk.open(file, Disk.Access.WRITE)) {
      long offset = object.location().offset() + 7;
      ByteBuffer one = ByteBuffer.allocate(1);
      open.read(one, offset);
      open.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 0x55)}), offset);
      open.force(true);
    }
  }

  private void loseTheFirst() throws IOException {
    store.close();
    for (Path path : disk.paths(FIRST.resolve("packs"))) {
      disk.delete(path);
    }
    store = open();
  }

  @Test
  void theWholeCopySaysHowFarThePackIsCopied() {
    store.close();
    store = open();
    assertThat(store.copiedUpTo(pack())).hasValue(stored.get(7).mark().offset());
  }

  @Test
  void whatTheShortCopyLacksIsRepairedFromTheWholeOne() throws IOException {
    StoredObject last = stored.get(7);
    flip(FIRST.resolve(pack()), last);
    assertThat(store.repair(last.location(), last.digest())).isTrue();
    everythingIsWhole();
  }

  @ParameterizedTest(name = "the short one can be written: {0}")
  @ValueSource(booleans = {true, false})
  void whenTheFirstIsLostAllOfItComesBack(boolean writable) throws IOException {
    if (writable) {
      disk.mountAgain(SHORT);
    }
    loseTheFirst();
    everythingIsWhole();
    assertThat(store.packs()).singleElement().extracting(PackStatus::entries).isEqualTo(8L);
    everythingIsWhole();
  }

  @Test
  void aLostFirstIsMadeOfWhatIsWholeInEitherCopy() throws IOException {
    flip(copy(WHOLE), stored.get(1));
    disk.mountAgain(SHORT);
    flip(copy(SHORT), stored.get(2));
    loseTheFirst();
    store.verify(progress -> {});
    everythingIsWhole();
  }

  @Test
  void aLostFirstIsNotMadeOfTheShortCopyAloneWhileTheOtherCannotBeRead() throws IOException {
    disk.mountAgain(SHORT);
    loseTheFirst();
    disk.mount(copy(WHOLE), SimulatedDisk.Mount.SHUT);
    assertThat(store.verify(progress -> {}).damages()).isNotEmpty();
    disk.mountAgain(copy(WHOLE));
    everythingIsWhole();
  }

  @Test
  void theShortCopyIsRemovedWhenTheOthersWereReadAndAreWhole() {
    store.close();
    store = open();
    everythingIsWhole();
    assertThat(disk.exists(copy(SHORT))).as("its volume can only be read").isTrue();
    disk.mountAgain(SHORT);
    store.tick();
    assertThat(store.verify(false, progress -> {}).damages()).isEmpty();
    assertThat(disk.exists(copy(SHORT))).as("only looked at").isTrue();
    everythingIsWhole();
    assertThat(disk.paths(SHORT.resolve("packs"))).isEmpty();
    assertThat(disk.exists(copy(WHOLE))).isTrue();
    everythingIsWhole();
  }

  @Test
  void theWholeCopyStaysWhenItDidNotTellHowFarItReachesForAMoment() {
    store.close();
    disk.mountAgain(SHORT);
    store = open();
    Path state =
        disk.paths(WHOLE.resolve("packs")).stream()
            .filter(path -> !path.equals(copy(WHOLE)))
            .findFirst()
            .orElseThrow();
    disk.mount(state, SimulatedDisk.Mount.UNOPENABLE);
    store.verify(progress -> disk.mountAgain(state));
    assertThat(disk.exists(copy(WHOLE))).isTrue();
    everythingIsWhole();
    assertThat(disk.paths(SHORT.resolve("packs"))).isEmpty();
  }

  @Test
  void theShortCopyGivesWhatIsWholeNowhereElseBeforeItIsRemoved() throws IOException {
    flip(FIRST.resolve(pack()), stored.get(1));
    flip(copy(WHOLE), stored.get(1));
    store.close();
    disk.mountAgain(SHORT);
    store = open();
    assertThat(store.verify(progress -> {}).repaired()).isEqualTo(2);
    everythingIsWhole();
    assertThat(disk.paths(SHORT.resolve("packs"))).isEmpty();
    everythingIsWhole();
  }

  @Test
  void aCopyVolumeThatAnotherProcessHoldsIsAwayAndStopsNothingElse() {
    store.close();
    disk.mount(SHORT, SimulatedDisk.Mount.GONE);
    store = open();
    disk.mount(SHORT, SimulatedDisk.Mount.HELD);
    put(2);
    assertThat(store.copies().unavailableVolumes()).isEqualTo(1);
    assertThat(store.copies().owedPacks()).isZero();
    disk.mountAgain(SHORT);
    store.tick();
    assertThat(store.copies().unavailableVolumes()).isZero();
    everythingIsWhole();
  }
}
