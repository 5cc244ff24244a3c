package org.hokan.archive.billing;

import java.util.List;
import org.joda.money.Money;

/**
 * What was recorded of a study: the first records, and what all of them come to.
 *
 * @param first by number, as many as were asked for
 * @param count how many there are in all
 * @param sums of all of them, one for each currency
 */
public record StudyCharges(List<BilledRecord> first, long count, List<Money> sums) {
  public StudyCharges {
    first = List.copyOf(first);
    sums = List.copyOf(sums);
  }
}
