package org.hokan.archive.storage;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A store on a disk in memory that fails as it is told to, for tests of other rooms. What is
 * committed is written when {@link #write} says so, together. For one thread.
 */
public final class SimulatedStore {
  private final SimulatedDisk disk = new SimulatedDisk();
  private ManualExecutor executor = new ManualExecutor();

  /** What happens at the chosen change of the disk. */
  public enum Fault {
    POWER_CUT(SimulatedDisk.Fault.POWER_CUT),
    IO_ERROR(SimulatedDisk.Fault.IO_ERROR),
    DISK_FULL(SimulatedDisk.Fault.DISK_FULL);

    private final SimulatedDisk.Fault fault;

    Fault(SimulatedDisk.Fault fault) {
      this.fault = fault;
    }
  }

  /** With small packs. */
  public PackStore open(Clock clock) {
    executor = new ManualExecutor();
    return LocalPackStore.open(Workload.settings(), clock, disk, executor.workers());
  }

  /** With second copies of class DELUXE, which are owed while they cannot be written. */
  public PackStore openCopied(Clock clock) {
    executor = new ManualExecutor();
    return LocalPackStore.open(
        Workload.copied(CopySettings.Time.SOON_AFTER, CopySettings.Unavailable.OWE),
        clock,
        disk,
        executor.workers());
  }

  /** A folder beside the packs of the first volume cannot be listed from now on. */
  public void unlistOnFirst(String folder) {
    disk.mount(Workload.DATA.resolve("volume").resolve(folder), SimulatedDisk.Mount.UNLISTED);
  }

  /** A folder beside the copies cannot be listed from now on. */
  public void unlistOnCopy(String folder) {
    disk.mount(Workload.COPY.resolve(folder), SimulatedDisk.Mount.UNLISTED);
  }

  /** A sector of a stored object cannot be read from now on. */
  public void spoil(String pack, long offset) {
    disk.spoil(Workload.DATA.resolve("volume").resolve(pack), offset);
  }

  /** Lets all that was committed be written and forced, or fail. */
  public void write() {
    executor.runAll();
  }

  /** Every commit is written at once from now on. */
  public void direct() {
    executor.direct();
  }

  public void failAt(long operation, Fault what, SplittableRandom chance) {
    disk.failAt(operation, what.fault, chance);
  }

  /** Counts from here on. */
  public void count() {
    disk.failAt(0, SimulatedDisk.Fault.NONE, new SplittableRandom(0));
  }

  public long operations() {
    return disk.operations();
  }

  public List<String> log() {
    return new ArrayList<>(disk.log());
  }

  /**
   * The power goes and comes back.
   *
   * @param keep chance that something unforced is on the medium; 1 is the end of the process only
   */
  public void powerCut(double keep, SplittableRandom chance) {
    disk.powerCut(keep, chance);
  }
}
