package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The power goes, or a device fails, at one change after the other that a load with second copies
 * makes to either disk. Verification with repair runs among the load.
 */
@SilentStorage
class CopyCrashTest {
  private static final int OBJECTS = 24;

  /** Every so many changes; {@code -Dhokan.crash.step=1 -Dhokan.crash.seeds=5} for all of many. */
  private static final int STEP = Integer.getInteger("hokan.crash.step", 23);

  private static final StorageSettings BEFORE =
      Workload.copied(CopySettings.Time.BEFORE_SUCCESS, CopySettings.Unavailable.REFUSE);
  private static final StorageSettings BEFORE_OR_OWED =
      Workload.copied(CopySettings.Time.BEFORE_SUCCESS, CopySettings.Unavailable.OWE);
  private static final StorageSettings AFTER =
      Workload.copied(CopySettings.Time.SOON_AFTER, CopySettings.Unavailable.REFUSE);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("hokan.crash.seeds", 1));
  }

  /** One load that is cut short, and what comes after it. */
  private record Case(long seed, long n, SimulatedDisk.Fault fault) {
    SimulatedDisk run(StorageSettings settings, Check... checks) {
      SimulatedDisk disk = new SimulatedDisk();
      SplittableRandom chance = new SplittableRandom(seed * 1_000_003 + n);
      Workload load = new Workload(disk, settings);
      disk.failAt(n, fault, chance);
      load.run(new SplittableRandom(seed), OBJECTS);
      disk.powerCut(chance.nextInt(3) / 2.0, chance);
      for (Check check : checks) {
        try {
          check.of(load);
        } catch (AssertionError | RuntimeException e) {
          String log = String.join("\n", disk.log());
          throw new AssertionError("%s of%n%s".formatted(this, log), e);
        }
      }
      return disk;
    }
  }

  private interface Check {
    void of(Workload load);
  }

  private static void atEveryChange(
      long seed, SimulatedDisk.Fault fault, StorageSettings settings, Check... checks) {
    long operations = new Case(seed, 0, SimulatedDisk.Fault.NONE).run(settings).operations();
    assertThat(operations).isGreaterThan(100);
    for (long n = 1 + seed % STEP; n <= operations; n += STEP) {
      new Case(seed, n, fault).run(settings, checks);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whenThePowerGoesAndTheFirstVolumeWithItEverythingAcknowledgedIsOnTheCopy(long seed) {
    atEveryChange(seed, SimulatedDisk.Fault.POWER_CUT, BEFORE, Workload::checkCopyAlone);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void afterAPowerCutNothingIsLostOnTheFirstAndTheCopiesCatchUp(long seed) {
    for (StorageSettings settings : new StorageSettings[] {BEFORE, AFTER}) {
      atEveryChange(
          seed,
          SimulatedDisk.Fault.POWER_CUT,
          settings,
          Workload::checkNoDamageIsTold,
          Workload::check,
          Workload::checkCopiesCatchUp,
          Workload::check);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anErrorOfEitherDeviceLosesNothingAndTheCopiesCatchUp(long seed) {
    for (StorageSettings settings : new StorageSettings[] {BEFORE, BEFORE_OR_OWED, AFTER}) {
      atEveryChange(
          seed,
          SimulatedDisk.Fault.IO_ERROR,
          settings,
          Workload::check,
          Workload::checkCopiesCatchUp);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void afterAnErrorOfEitherDeviceTheCopyAloneHasEverythingAcknowledged(long seed) {
    atEveryChange(seed, SimulatedDisk.Fault.DISK_FULL, BEFORE, Workload::checkCopyAlone);
  }

  @ParameterizedTest
  @EnumSource(
      value = SimulatedDisk.Fault.class,
      names = {"FORCES_FAIL", "CHANGES_FAIL"})
  void whatAProcessFindsThatAnotherCouldNotForceOutlivesALaterPowerCut(SimulatedDisk.Fault fault) {
    for (StorageSettings settings : new StorageSettings[] {BEFORE, BEFORE_OR_OWED, AFTER}) {
      atEveryChange(
          1,
          fault,
          settings,
          Workload::check,
          Workload::cutThePower,
          Workload::check,
          Workload::checkCopiesCatchUp,
          Workload::cutThePower,
          Workload::check);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SimulatedDisk.Fault.class,
      names = {"FORCES_FAIL", "CHANGES_FAIL"})
  void whatAProcessFindsThatAnotherCouldNotForceIsOnTheCopyAloneAfterALaterPowerCut(
      SimulatedDisk.Fault fault) {
    atEveryChange(
        1, fault, BEFORE, Workload::check, Workload::cutThePower, Workload::checkCopyAlone);
  }
}
