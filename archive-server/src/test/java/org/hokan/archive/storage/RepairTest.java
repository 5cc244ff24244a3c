package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Damage is found by reading everything again, repaired from the other copy, or told. */
@SilentStorage
class RepairTest {
  private static final Shelf DELUXE = new Shelf("demo", "DELUXE");
  private static final Path FIRST = Workload.DATA.resolve("volume");
  private static final StorageSettings SETTINGS =
      Workload.copied(CopySettings.Time.BEFORE_SUCCESS, CopySettings.Unavailable.REFUSE);

  private final SimulatedDisk disk = new SimulatedDisk();
  private final TestClock clock = new TestClock();
  private final List<StoredObject> stored = new ArrayList<>();
  private LocalPackStore store = open();

  private LocalPackStore open() {
    return open(Runnable::run);
  }

  private LocalPackStore open(Executor repairs) {
    return LocalPackStore.open(
        SETTINGS, clock, disk, new ManualExecutor().direct().workers(repairs));
  }

  private void fill() {
    for (int i = 0; i < 14; i++) {
      stored.add(put(store, DELUXE, "1." + i, random(3000, i)));
    }
    stored.add(put(store, DELUXE, "1.14", random(12_000, 14)));
  }

  private Path first(int i) {
    return FIRST.resolve(stored.get(i).location().pack());
  }

  private Path copy(int i) {
    return Workload.COPY.resolve(stored.get(i).location().pack());
  }

  private void damage(Path file, long offset) throws IOException {
    try (DiskFile open = disk.open(file, Disk.Access.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      open.read(one, offset);
      open.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 0x55)}), offset);
      open.force(true);
    }
  }

  private void everythingIsWhole() {
    for (int i = 0; i < stored.size(); i++) {
      byte[] bytes = random(i == 14 ? 12_000 : 3000, i);
      assertThat(read(store, stored.get(i).location())).isEqualTo(bytes);
    }
    assertThat(replay(store, Map.of())).isEqualTo(stored);
  }

  @Test
  void damageInEitherCopyIsRepairedFromTheOther() throws IOException {
    fill();
    damage(first(0), stored.get(0).location().offset() + 7);
    damage(first(2), stored.get(2).location().offset() - 1000);
    damage(copy(1), stored.get(1).location().offset() + 9);
    damage(copy(14), stored.get(14).location().offset() + 9);
    damage(first(13), stored.get(13).location().offset());
    VerifyReport report = store.verify(progress -> {});
    assertThat(report.damages()).isEmpty();
    assertThat(report.repaired()).isEqualTo(5);
    everythingIsWhole();
    VerifyReport again = store.verify(progress -> {});
    assertThat(again.repaired()).isZero();
    assertThat(again.objects()).isEqualTo(15);
    assertThat(again.compared()).isEqualTo(15);
    store.close();
    for (int i = 0; i < 15; i++) {
      assertThat(disk.content(copy(i))).isEqualTo(disk.content(first(i)));
    }
  }

  @Test
  void ofAPackThatIsWrittenTheCopyIsComparedUpToTheLastObjectThatWasAcknowledged()
      throws IOException {
    for (int i = 0; i < 5; i++) {
      stored.add(put(store, DELUXE, "1." + i, random(500, i)));
      assertThat(store.verify(false, progress -> {}).compared()).isEqualTo(i + 1);
    }
    damage(copy(4), stored.get(4).location().offset() + 7);
    VerifyReport report = store.verify(false, progress -> {});
    assertThat(report.damages()).singleElement().asString().contains("1.4");
    assertThat(store.verify(progress -> {}).repaired()).isEqualTo(1);
    assertThat(store.verify(false, progress -> {}).compared()).isEqualTo(5);
  }

  @Test
  void withoutRepairDamageIsToldAndLeft() throws IOException {
    fill();
    damage(first(0), stored.get(0).location().offset() + 7);
    byte[] before = disk.content(first(0));
    VerifyReport report = store.verify(false, progress -> {});
    assertThat(report.damaged()).isEqualTo(1);
    assertThat(report.damages().get(0)).contains("1.0").contains("expected");
    assertThat(disk.content(first(0))).isEqualTo(before);
  }

  @Test
  void whatIsDamagedInBothIsToldAlsoAfterARestartUntilItIsWholeAgain() throws IOException {
    fill();
    long at = stored.get(0).location().offset() + 7;
    damage(first(0), at);
    damage(copy(0), at);
    damage(first(1), stored.get(1).location().offset());
    store.scrubNow();
    assertThat(store.scrub().damages()).hasSize(2);
    assertThat(store.scrub().repaired()).isEqualTo(1);
    assertThat(read(store, stored.get(1).location())).isEqualTo(random(3000, 1));
    store.close();
    store = open();
    assertThat(store.scrub().damages()).hasSize(2).allMatch(line -> line.contains("1.0"));
    damage(first(0), at);
    store.scrubNow();
    assertThat(store.scrub().damages()).isEmpty();
    everythingIsWhole();
  }

  @Test
  void anObjectThatAReaderFoundDamagedIsRepairedAtOnceAndItsPackWithIt() throws IOException {
    fill();
    damage(first(0), stored.get(0).location().offset() + 7);
    damage(first(1), stored.get(1).location().offset() + 7);
    damage(first(14), stored.get(14).location().offset() + 7);
    assertThat(store.repair(stored.get(0).location(), stored.get(0).digest())).isTrue();
    assertThat(store.repair(stored.get(14).location(), stored.get(14).digest())).isTrue();
    everythingIsWhole();
    assertThat(store.scrub().repaired()).isEqualTo(3);
  }

  @Test
  void itsReaderWaitsForTheOneObjectOfTheCopyAndNotForItsPack() throws IOException {
    store.close();
    ManualExecutor repairs = new ManualExecutor();
    store = open(repairs);
    fill();
    damage(first(0), stored.get(0).location().offset() + 7);
    damage(copy(1), stored.get(1).location().offset() + 7);
    byte[] before = disk.content(first(0));
    assertThat(store.repair(stored.get(0).location(), stored.get(0).digest())).isTrue();
    assertThat(disk.content(first(0))).isEqualTo(before);
    everythingIsWhole();
    repairs.runAll();
    assertThat(store.verify(false, progress -> {}).damages()).isEmpty();
    assertThat(store.scrub().repaired()).isEqualTo(2);
    everythingIsWhole();
    assertThat(store.copies().readFromCopy())
        .as("of the damaged one, before the repair")
        .isEqualTo(1);
  }

  @Test
  void whatCouldNotBeRepairedIsReadFromTheCopyAgainWhenItIsFoundDamagedAgain() throws IOException {
    fill();
    damage(first(0), stored.get(0).location().offset() + 7);
    disk.mount(FIRST, SimulatedDisk.Mount.READ_ONLY);
    assertThat(store.repair(stored.get(0).location(), stored.get(0).digest())).isTrue();
    disk.mountAgain(FIRST);
    assertThat(read(store, stored.get(0).location())).isNotEqualTo(random(3000, 0));
    assertThat(store.repair(stored.get(0).location(), stored.get(0).digest())).isTrue();
    everythingIsWhole();
  }

  @Test
  void anObjectThatIsWholeNowhereIsNotRepaired() throws IOException {
    StoredObject economy = put(store, ENDO, "9.1", random(2000, 1));
    damage(FIRST.resolve(economy.location().pack()), economy.location().offset());
    assertThat(store.repair(economy.location(), economy.digest())).isFalse();
    fill();
    damage(first(0), stored.get(0).location().offset() + 7);
    damage(copy(0), stored.get(0).location().offset() + 8);
    byte[] before = disk.content(first(0));
    assertThat(store.repair(stored.get(0).location(), stored.get(0).digest())).isFalse();
    assertThat(disk.content(first(0))).isEqualTo(before);
  }

  @Test
  void whatIsFoundDamagedOneByOneIsWrittenDownTogether() throws IOException {
    List<StoredObject> many = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      many.add(put(store, ENDO, "9." + i, random(2000, i)));
    }
    for (StoredObject one : many) {
      damage(FIRST.resolve(one.location().pack()), one.location().offset());
    }
    int before = disk.log().size();
    for (StoredObject one : many) {
      assertThat(store.repair(one.location(), one.digest())).isFalse();
    }
    assertThat(store.scrub().damages()).hasSize(5);
    store.tick();
    assertThat(disk.log().subList(before, disk.log().size()))
        .filteredOn(line -> line.contains("to " + DamageList.FILE))
        .hasSize(1);
    disk.powerCut(0, new SplittableRandom(1));
    store = open();
    assertThat(store.scrub().damages()).hasSize(5);
  }

  @Test
  void damageWithoutACopyIsTold() throws IOException {
    StoredObject economy = put(store, ENDO, "9.1", random(2000, 1));
    damage(FIRST.resolve(economy.location().pack()), economy.location().offset());
    store.scrubNow();
    assertThat(store.scrub().damages()).hasSize(1);
    assertThat(store.verify(progress -> {}).damaged()).isEqualTo(1);
  }

  @Test
  void aPackThatIsMissingComesBackFromItsCopy() throws IOException {
    fill();
    store.close();
    for (int i : new int[] {0, 14}) {
      for (Path path : disk.paths(first(i).getParent())) {
        if (path.toString().startsWith(first(i).toString())) {
          disk.delete(path);
        }
      }
    }
    store = open();
    assertThat(read(store, stored.get(0).location())).isEqualTo(random(3000, 0));
    VerifyReport report = store.verify(progress -> {});
    assertThat(report.damages()).isEmpty();
    assertThat(disk.exists(first(0))).isTrue();
    assertThat(disk.content(first(14))).isEqualTo(disk.content(copy(14)));
    everythingIsWhole();
  }

  @Test
  void aPowerCutAtAnyChangeOfARepairLeavesEverythingRepairable() throws IOException {
    boolean ended = false;
    for (long n = 1; !ended; n++) {
      RepairTest one = new RepairTest();
      one.fill();
      one.damage(one.first(0), one.stored.get(0).location().offset() + 7);
      one.damage(one.copy(1), one.stored.get(1).location().offset() + 7);
      one.damage(one.first(14), one.stored.get(14).location().offset() + 7);
      SplittableRandom chance = new SplittableRandom(n);
      one.disk.failAt(n, SimulatedDisk.Fault.POWER_CUT, chance);
      one.store.verify(progress -> {});
      ended = one.disk.operations() < n;
      one.disk.powerCut(0.5, chance);
      one.store = one.open();
      assertThat(one.store.verify(progress -> {}).damages()).as("operation %d", n).isEmpty();
      one.everythingIsWhole();
    }
  }

  @Test
  void aPassGoesOnAfterARestartWhereItWas() {
    fill();
    String after = stored.get(0).location().pack();
    store.close();
    Volume home = Volume.open(disk, FIRST, VolumeMarker.fresh("a", false));
    new ScrubState(Optional.of(clock.instant()), after, Optional.empty()).write(home);
    store = open();
    assertThat(store.scrub().startedAt()).isPresent();
    store.scrubNow();
    assertThat(store.scrub().startedAt()).isEmpty();
    assertThat(store.scrub().completedAt()).isPresent();
  }
}
