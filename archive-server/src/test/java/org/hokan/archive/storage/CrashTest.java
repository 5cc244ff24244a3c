package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The power goes, or the device fails, at every single change that a load makes to the disk. */
@SilentStorage
class CrashTest {
  private static final int OBJECTS = 20;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 3);
  }

  private static long operationsOf(long seed) {
    SimulatedDisk disk = new SimulatedDisk();
    new Workload(disk).run(new SplittableRandom(seed), OBJECTS);
    return disk.operations();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPowerCutAtAnyChangeLosesNothingAcknowledgedAndLeavesNothingInPart(long seed) {
    long operations = operationsOf(seed);
    for (long n = 1; n <= operations; n++) {
      SimulatedDisk disk = new SimulatedDisk();
      SplittableRandom chance = new SplittableRandom(seed * 1_000_003 + n);
      Workload load = new Workload(disk);
      disk.failAt(n, SimulatedDisk.Fault.POWER_CUT, chance);
      load.run(new SplittableRandom(seed), OBJECTS);
      disk.powerCut(chance.nextInt(3) / 2.0, chance);
      describe(seed, n, disk, load::check);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPowerCutDuringTheRecoveryOfAnotherLosesNothingEither(long seed) {
    long operations = operationsOf(seed);
    for (long n = 1 + seed % 7; n <= operations; n += 7) {
      SimulatedDisk disk = new SimulatedDisk();
      SplittableRandom chance = new SplittableRandom(seed * 2_000_003 + n);
      Workload load = new Workload(disk);
      disk.failAt(n, SimulatedDisk.Fault.POWER_CUT, chance);
      load.run(new SplittableRandom(seed), OBJECTS);
      for (int again = 1; again <= 4; again++) {
        disk.powerCut(0.5, chance);
        disk.failAt(1 + chance.nextInt(12), SimulatedDisk.Fault.POWER_CUT, chance);
        load.startOnly();
      }
      disk.powerCut(0.5, chance);
      describe(seed, n, disk, load::check);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anErrorOfTheDeviceFailsItsOwnCommitsOnlyAndLosesNothingAtALaterPowerCut(long seed) {
    long operations = operationsOf(seed);
    for (long n = 1; n <= operations; n++) {
      SimulatedDisk disk = new SimulatedDisk();
      SplittableRandom chance = new SplittableRandom(seed * 3_000_017 + n);
      Workload load = new Workload(disk);
      disk.failAt(
          n, n % 3 == 0 ? SimulatedDisk.Fault.DISK_FULL : SimulatedDisk.Fault.IO_ERROR, chance);
      load.run(new SplittableRandom(seed), OBJECTS);
      disk.powerCut(chance.nextInt(3) / 2.0, chance);
      describe(seed, n, disk, load::check);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SimulatedDisk.Fault.class,
      names = {"FORCES_FAIL", "CHANGES_FAIL"})
  void whatAProcessFindsThatAnotherCouldNotForceOutlivesALaterPowerCut(SimulatedDisk.Fault fault) {
    long operations = operationsOf(1);
    for (long n = 1; n <= operations; n++) {
      SimulatedDisk disk = new SimulatedDisk();
      SplittableRandom chance = new SplittableRandom(4_000_037 + n);
      Workload load = new Workload(disk);
      disk.failAt(n, fault, chance);
      load.run(new SplittableRandom(1), OBJECTS);
      disk.processEnd();
      describe(1, n, disk, load::check);
      disk.powerCut(0, chance);
      describe(1, n, disk, load::check);
    }
  }

  private static void describe(long seed, long n, SimulatedDisk disk, Runnable check) {
    try {
      check.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d, operation %d of%n%s".formatted(seed, n, String.join("\n", disk.log())), e);
    }
  }

  @Test
  void severalLoadsAndPowerCutsInARowLoseNothing() {
    for (long seed = 100; seed < 115; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      SplittableRandom chance = new SplittableRandom(seed);
      Workload load = new Workload(disk);
      for (int round = 0; round < 5; round++) {
        disk.failAt(20 + chance.nextInt(200), SimulatedDisk.Fault.POWER_CUT, chance);
        load.run(new SplittableRandom(seed * 31 + round), OBJECTS);
        disk.powerCut(0.5, chance);
        describe(seed, round, disk, load::check);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPackIsAWholeTarFileAfterEveryWrite(long seed) {
    SimulatedDisk disk = new SimulatedDisk();
    disk.watch(
        (path, content) -> {
          if (path.toString().endsWith(PackRef.EXTENSION)) {
            listAsTar(content);
          }
        });
    new Workload(disk).run(new SplittableRandom(seed), 60);
    assertThat(disk.operations()).isGreaterThan(60);
  }

  private static void listAsTar(byte[] content) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(content))) {
      while (tar.getNextEntry() != null) {
        tar.transferTo(java.io.OutputStream.nullOutputStream());
      }
    }
  }
}
