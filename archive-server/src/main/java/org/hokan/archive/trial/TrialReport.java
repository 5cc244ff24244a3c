package org.hokan.archive.trial;

import java.util.List;
import org.joda.money.Money;

/**
 * What other rules would have done.
 *
 * @param instances how many were looked at
 * @param bytes of them, as they came
 * @param aside how many of them are kept aside
 * @param refused how many of them were refused
 * @param unread how many were not looked at, as they would have had to be read and the bound was
 *     reached
 * @param unreadable how many could not be read
 * @param changes what would have been done otherwise, the most frequent first
 * @param furtherChanges instances whose change is none of these
 * @param listed the first instances that would be decided otherwise, as many as were asked for
 * @param bytesNotKept bytes of what is kept that would not be kept, or be kept aside
 * @param bytesTaken bytes of what is not kept that would be
 * @param money what it would have cost more or less
 */
public record TrialReport(
    long instances,
    long bytes,
    long aside,
    long refused,
    long unread,
    long unreadable,
    List<Change> changes,
    long furtherChanges,
    List<Listed> listed,
    long bytesNotKept,
    long bytesTaken,
    List<Cost> money) {

  /**
   * Something that would have been done otherwise.
   *
   * @param was what was done
   * @param would what would have been done
   * @param examples SOP Instance UIDs of the first ones
   */
  public record Change(
      String was, String would, long instances, long studies, long bytes, List<String> examples) {}

  /** How many instances would be decided otherwise. */
  public long otherwise() {
    return changes.stream().mapToLong(Change::instances).sum() + furtherChanges;
  }

  /**
   * An instance that would be decided otherwise.
   *
   * @param study Study Instance UID
   * @param instance SOP Instance UID
   * @param was what was done
   * @param would what would have been done
   */
  public record Listed(String study, String instance, String was, String would) {}

  /**
   * A charge that there would have been more or fewer of.
   *
   * @param what the charge
   * @param times how many more; negative: fewer
   * @param each the price of one
   */
  public record Cost(String what, long times, Money each) {
    /** What it comes to. */
    public Money amount() {
      return each.multipliedBy(times);
    }
  }
}
