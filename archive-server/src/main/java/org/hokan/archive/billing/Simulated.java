package org.hokan.archive.billing;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.joda.money.Money;

/**
 * What a simulation came to.
 *
 * @param months the months asked for, and those forecast
 * @param refused what would not have been taken in these months, by cause
 * @param leftOut what is not kept of what came in these months, by cause, rule and SOP class; as
 *     far as it is known
 * @param items what is charged by name, such as a service that a rule bills
 * @param usedUp the month in which the capacity is used up; empty: in none of them
 * @param notes what a reader must know to judge the figures
 */
public record Simulated(
    List<SimulatedMonth> months,
    Map<Cause, Refused> refused,
    List<OtherRules.LeftOut> leftOut,
    List<Item> items,
    Optional<YearMonth> usedUp,
    List<String> notes) {
  /**
   * Something that is charged by its name.
   *
   * @param name the contract's name of the service
   * @param quantity how often in these months
   * @param amount without tax
   */
  public record Item(RecordType type, String name, long quantity, Money amount) {}

  /** How much. */
  public record Refused(long exams, long images, long bytes) {
    static final Refused NOTHING = new Refused(0, 0, 0);

    Refused plus(Refused more) {
      return new Refused(exams + more.exams, images + more.images, bytes + more.bytes);
    }
  }
}
