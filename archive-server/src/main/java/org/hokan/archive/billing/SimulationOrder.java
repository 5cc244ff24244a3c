package org.hokan.archive.billing;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.hokan.archive.contract.ContractTerms;

/**
 * What is to be worked out.
 *
 * @param facility the facility's code
 * @param first the first month whose figures are asked for
 * @param last the last one
 * @param terms those to simulate; empty: what is agreed
 * @param ahead how many months after the last one are forecast from the traffic before
 */
public record SimulationOrder(
    String facility, YearMonth first, YearMonth last, Optional<ContractTerms> terms, int ahead) {
  private static final int MOST_MONTHS = 120;

  public SimulationOrder {
    long months = ChronoUnit.MONTHS.between(first, last) + 1;
    if (months < 1 || months > MOST_MONTHS) {
      throw new IllegalArgumentException(
          "months: %s..%s, %d months (expected: 1 to %d)"
              .formatted(first, last, months, MOST_MONTHS));
    }
  }

  YearMonth end() {
    return last.plusMonths(ahead);
  }

  /** The first month of a forecast, when it has begun: its traffic so far is known. */
  Optional<YearMonth> begun(LocalDate today) {
    YearMonth next = last.plusMonths(1);
    return ahead > 0 && next.equals(YearMonth.from(today)) ? Optional.of(next) : Optional.empty();
  }
}
