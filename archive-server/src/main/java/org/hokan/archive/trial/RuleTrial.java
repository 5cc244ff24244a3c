package org.hokan.archive.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hokan.archive.billing.OtherRules;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.RuleSet;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;

/**
 * The door: rules tried on past traffic, and what the conditions of rules saw of an instance.
 * Thread-safe.
 */
public final class RuleTrial {
  /** Patients that rules newly choose; of further ones no period is counted. */
  public static final int MOST_PATIENTS = Costs.MOST_PATIENTS;

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
   * What other rules would have done, for a simulation.
   *
   * @param sets the rules of each sender whose rules are others
   * @param mostRead most objects that are read, where a condition needs that
   */
  public OtherRules otherRules(String facility, Map<String, RuleSet> sets, long mostRead) {
    return new RuleReplay(new Past(rooms, facility, mostRead), sets);
  }

  /**
   * The facts of an instance's arrival, read again from its pack.
   *
   * @throws org.hokan.archive.storage.StorageException when it cannot be read
   */
  public ArrivalFacts facts(InstanceRow row) {
    return rooms.ingest().facts(row);
  }

  /**
   * What of a study, or with an instance's UID, was refused, as far as it is noted still; in the
   * order of arrival.
   *
   * @param facility its code; empty: all
   */
  public List<RefusedArrival> refused(Optional<String> facility, Uid uid, int most) {
    rooms.refused().flush();
    return rooms.refused().naming(facility, uid.value(), most).stream()
        .map(RefusedArrivalEntity::arrival)
        .toList();
  }
}
