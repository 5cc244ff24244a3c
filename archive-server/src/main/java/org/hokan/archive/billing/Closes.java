package org.hokan.archive.billing;

import java.time.YearMonth;
import java.util.Optional;
import org.hokan.archive.db.Tx;
import org.jspecify.annotations.Nullable;

/**
 * How a month stands: the close that covers it, if any.
 *
 * @param month the month asked about
 * @param covering the first close of that month or a later one
 */
record Closes(YearMonth month, Optional<CloseRow> covering) {

  static Closes of(Tx tx, YearMonth month) {
    @Nullable CloseRow row =
        tx.session()
            .createSelectionQuery(
                "from CloseRow where billingMonth >= :month order by billingMonth", CloseRow.class)
            .setParameter("month", LedgerMapping.monthNumber(month))
            .setMaxResults(1)
            .getSingleResultOrNull();
    return new Closes(month, Optional.ofNullable(row));
  }

  /** Whether the month has statements of its own. */
  boolean ownClose() {
    return covering.filter(row -> row.yearMonth().equals(month)).isPresent();
  }

  /** The months on the month's statements start after this one (a number; 0: with the first). */
  int after() {
    int before = LedgerMapping.monthNumber(month.minusMonths(1));
    return covering.filter(row -> ownClose()).map(row -> row.previousMonth).orElse(before);
  }

  BillingException alreadyClosed() {
    CloseRow row = covering.orElseThrow();
    String how =
        ownClose()
            ? "was closed at %s by %s".formatted(row.closedAt, row.closedBy)
            : "was billed when %s was closed, at %s by %s"
                .formatted(row.yearMonth(), row.closedAt, row.closedBy);
    return new BillingException(
        "month: %s %s and never changes (a correction is a new record in an open month)"
            .formatted(month, how));
  }
}
