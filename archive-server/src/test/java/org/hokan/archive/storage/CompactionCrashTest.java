package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The power goes, or the device fails, at every single change that compaction makes. System
 * property {@code hokan.crash.seeds} makes it longer.
 */
@SilentStorage
class CompactionCrashTest {
  private static final int OBJECTS = 14;

  private final TestClock clock = new TestClock();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("hokan.crash.seeds", 2));
  }

  /** A store with objects of which some are dead. */
  private final class Shelves {
    final SimulatedDisk disk = new SimulatedDisk();
    final Map<String, byte[]> live = new HashMap<>();
    final Map<String, byte[]> dead = new HashMap<>();
    final List<StoredObject> objects = new ArrayList<>();
    LocalPackStore store;

    Shelves(long seed) {
      store = opened();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < OBJECTS; i++) {
        byte[] bytes =
            TestObjects.random(
                random.nextInt(random.nextInt(6) == 0 ? 20_000 : 4000), random.nextLong());
        objects.add(TestObjects.put(store, TestObjects.ENDO, "o." + i, bytes));
        (random.nextInt(3) == 0 ? dead : live).put("o." + i, bytes);
      }
      assertThat(store.packs()).anyMatch(pack -> pack.state() == PackStatus.State.SEALED);
    }

    private LocalPackStore opened() {
      return LocalPackStore.open(
          Workload.settings(), clock, disk, new ManualExecutor().direct().workers());
    }

    /** As compaction does it: first what is unfinished, then each pack with dead entries. */
    void compact() {
      Compactor compactor = store.compactor();
      compactor.unfinished().forEach(each -> compactor.removeReplaced(each, Throttle.NONE));
      for (PackStatus pack : store.packs()) {
        if (pack.state() != PackStatus.State.SEALED && !deadIn(pack).isEmpty()) {
          compactor.seal(pack);
        }
      }
      for (PackStatus pack : store.packs()) {
        List<DeadEntry> gone = deadIn(pack);
        boolean settled =
            pack.state() == PackStatus.State.SEALED || pack.state() == PackStatus.State.LARGE;
        if (!gone.isEmpty() && settled && !compactor.removeDead(pack, gone)) {
          Replacement replacement = PackFiles.compact(compactor, pack, gone, Throttle.NONE);
          movesAreRight(replacement);
          compactor.removeReplaced(replacement, Throttle.NONE);
        }
      }
    }

    private List<DeadEntry> deadIn(PackStatus pack) {
      List<DeadEntry> gone = new ArrayList<>();
      for (StoredObject object : TestObjects.replay(store, Map.of())) {
        if (dead.containsKey(object.name()) && object.location().pack().equals(pack.pack())) {
          gone.add(new DeadEntry(object.location().offset(), object.name(), object.digest()));
        }
      }
      return gone;
    }

    private void movesAreRight(Replacement replacement) {
      Map<String, StoredObject> before = new HashMap<>();
      objects.forEach(object -> before.put(object.name(), object));
      store
          .compactor()
          .moves(
              replacement,
              (object, oldOffset) -> {
                StoredObject old = before.get(object.name());
                assertThat(object.location().pack()).isEqualTo(replacement.newPack());
                assertThat(oldOffset).isEqualTo(old.location().offset());
                assertThat(object)
                    .usingRecursiveComparison()
                    .ignoringFields("location")
                    .isEqualTo(old);
              });
    }

    /** Each live object is there, once and whole; a dead one is there or not, but never in part. */
    void check() {
      Set<String> found = new HashSet<>();
      long before = 0;
      for (StoredObject object : TestObjects.replay(store, Map.of())) {
        assertThat(object.sequence()).isGreaterThan(before);
        before = object.sequence();
        assertThat(found.add(object.name())).as("%s is there once", object.name()).isTrue();
        byte[] sent = live.getOrDefault(object.name(), dead.get(object.name()));
        assertThat(Arrays.equals(TestObjects.read(store, object.location()), sent))
            .as("%s is whole", object.name())
            .isTrue();
      }
      assertThat(found).containsAll(live.keySet());
      assertThat(store.verify(progress -> {}).damages()).isEmpty();
    }
  }

  private long operationsOf(long seed) {
    Shelves shelves = new Shelves(seed);
    shelves.disk.failAt(Long.MAX_VALUE, SimulatedDisk.Fault.NONE, new SplittableRandom(seed));
    shelves.compact();
    shelves.check();
    return shelves.disk.operations();
  }

  private static void describe(long seed, long n, SimulatedDisk disk, Runnable check) {
    try {
      check.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d, operation %d of%n%s".formatted(seed, n, String.join("\n", disk.log())), e);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPowerCutAtAnyChangeLeavesEachLiveObjectOnceAndTheNextStartGoesOn(long seed) {
    long operations = operationsOf(seed);
    assertThat(operations).isGreaterThan(10);
    for (long n = 1; n <= operations; n++) {
      Shelves shelves = new Shelves(seed);
      SplittableRandom chance = new SplittableRandom(seed * 1_000_003 + n);
      shelves.disk.failAt(n, SimulatedDisk.Fault.POWER_CUT, chance);
      attempt(shelves);
      shelves.disk.powerCut(chance.nextInt(3) / 2.0, chance);
      describe(
          seed,
          n,
          shelves.disk,
          () -> {
            shelves.store = shelves.opened();
            shelves.check();
            shelves.compact();
            shelves.check();
            assertThat(shelves.store.compactor().unfinished()).isEmpty();
          });
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anErrorOfTheDeviceAtAnyChangeLosesNothingAtALaterPowerCut(long seed) {
    long operations = operationsOf(seed);
    for (long n = 1; n <= operations; n++) {
      Shelves shelves = new Shelves(seed);
      SplittableRandom chance = new SplittableRandom(seed * 3_000_017 + n);
      shelves.disk.failAt(
          n, n % 3 == 0 ? SimulatedDisk.Fault.DISK_FULL : SimulatedDisk.Fault.IO_ERROR, chance);
      attempt(shelves);
      describe(seed, n, shelves.disk, shelves::check);
      attempt(shelves);
      describe(seed, n, shelves.disk, shelves::check);
      shelves.disk.powerCut(chance.nextInt(3) / 2.0, chance);
      describe(
          seed,
          n,
          shelves.disk,
          () -> {
            shelves.store = shelves.opened();
            shelves.check();
            shelves.compact();
            shelves.check();
          });
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SimulatedDisk.Fault.class,
      names = {"FORCES_FAIL", "CHANGES_FAIL"})
  void whatCouldNotBeForcedFromSomeChangeOnTakesNothingWithItAtALaterPowerCut(
      SimulatedDisk.Fault fault) {
    long operations = operationsOf(1);
    for (long n = 1; n <= operations; n++) {
      Shelves shelves = new Shelves(1);
      SplittableRandom chance = new SplittableRandom(4_000_037 + n);
      shelves.disk.failAt(n, fault, chance);
      attempt(shelves);
      describe(1, n, shelves.disk, shelves::check);
      shelves.disk.processEnd();
      describe(
          1,
          n,
          shelves.disk,
          () -> {
            shelves.store = shelves.opened();
            shelves.check();
            shelves.compact();
            shelves.check();
            shelves.disk.powerCut(0, chance);
            shelves.store = shelves.opened();
            shelves.check();
          });
    }
  }

  private static void attempt(Shelves shelves) {
    try {
      shelves.compact();
    } catch (StorageException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
