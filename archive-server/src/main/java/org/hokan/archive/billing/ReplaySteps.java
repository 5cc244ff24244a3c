package org.hokan.archive.billing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;

/**
 * In which steps a facility's records are put into a scratch ledger.
 *
 * @param today where the facility is
 * @param billed whether closed months are taken as they were billed: then, in no forecast, also
 *     those that were closed with a later one
 */
record ReplaySteps(
    Database source, SimulationOrder order, LocalDate today, ZoneId zone, boolean billed) {
  private static final int LATEST = Integer.MAX_VALUE;

  /**
   * What is put in before a month is closed.
   *
   * @param after records with higher numbers
   * @param upTo and no higher ones than this
   * @param above months after this one, as a number
   * @param below and no later ones than this
   * @param early when its close was begun, where the month had not ended then
   */
  record Step(
      YearMonth month, long after, long upTo, int above, int below, Optional<Instant> early) {
    /** Whether the month is not closed. */
    boolean isOpen() {
      return upTo == Long.MAX_VALUE;
    }

    /** What came in an open month after an early close of it is billed later, and belongs to it. */
    BillingRecord placed(BillingRecord record) {
      boolean came =
          record.entry() instanceof BillingEntry.Study || record.type() == RecordType.SAVING;
      return came && isOpen() && record.month().isAfter(month) ? record.in(month) : record;
    }
  }

  /** Closed months have what had been recorded by their close; open ones what belongs to them. */
  List<Step> steps(Tx tx) {
    List<Step> steps = new ArrayList<>();
    long number = 0;
    YearMonth open = order.first().minusMonths(1);
    for (CloseRow close : closes(tx)) {
      CloseCut cut = close.cut();
      Optional<Instant> early = cut.early(zone).map(day -> cut.begun());
      steps.add(new Step(cut.month(), number, close.ledgerNumber, 0, LATEST, early));
      number = close.ledgerNumber;
      open = later(open, close.yearMonth().plusMonths(1));
    }
    int above = 0;
    Optional<YearMonth> begun = order.begun(today);
    YearMonth end = begun.orElse(order.last());
    for (YearMonth month = open; !month.isAfter(end); month = month.plusMonths(1)) {
      int below = begun.equals(Optional.of(month)) ? LATEST : LedgerMapping.monthNumber(month);
      steps.add(new Step(month, number, Long.MAX_VALUE, above, below, Optional.empty()));
      above = below;
    }
    return steps;
  }

  private List<CloseRow> closes(Tx tx) {
    Optional<CloseRow> covering =
        billed && order.ahead() == 0 ? Closes.of(tx, order.last()).covering() : Optional.empty();
    return tx.session()
        .createSelectionQuery(
            "from CloseRow where billingMonth <= :last order by billingMonth", CloseRow.class)
        .setParameter(
            "last",
            covering
                .map(close -> close.billingMonth)
                .orElse(LedgerMapping.monthNumber(order.last())))
        .getResultList();
  }

  List<LedgerRow> page(Step step, long after) {
    return source.read(
        tx ->
            tx.session()
                .createSelectionQuery(
                    "from LedgerRow where facility = :facility and number > :after"
                        + " and number <= :upTo and billingMonth > :above"
                        + " and billingMonth <= :below order by number",
                    LedgerRow.class)
                .setParameter("facility", order.facility())
                .setParameter("after", after)
                .setParameter("upTo", step.upTo())
                .setParameter("above", step.above())
                .setParameter("below", step.below())
                .setMaxResults(Ledger.PAGE)
                .getResultList());
  }

  private static YearMonth later(YearMonth one, YearMonth other) {
    return one.isAfter(other) ? one : other;
  }
}
