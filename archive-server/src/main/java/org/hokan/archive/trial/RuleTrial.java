package org.hokan.archive.trial;

import java.util.function.Consumer;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.index.InstanceRow;

/**
 * The door: rules tried on past traffic, and what the conditions of rules saw of an instance.
 * Thread-safe.
 */
public final class RuleTrial {
  private final TrialRooms rooms;

  public RuleTrial(TrialRooms rooms) {
    this.rooms = rooms;
  }

  /**
   * Goes through what an AE sent, study by study; memory does not grow with how much that is.
   *
   * @param progress told now and then
   */
  public TrialReport run(TrialOrder order, Consumer<String> progress) {
    return new Pass(rooms, order, progress).run();
  }

  /**
   * The facts of an instance's arrival, read again from its pack.
   *
   * @throws org.hokan.archive.storage.StorageException when it cannot be read
   */
  public ArrivalFacts facts(InstanceRow row) {
    return rooms.ingest().facts(row);
  }
}
