package org.hokan.archive.billing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.YearMonth;
import java.util.Optional;
import org.hokan.archive.db.Journaled;

/**
 * The one row of {@code billing_head}: where ledger and statements end. Whoever appends holds its
 * lock, so numbers have no gaps and nothing enters a month while it is being closed, on any node.
 */
@Entity(name = "HeadRow")
@Table(name = "billing_head")
@Journaled
class HeadRow {
  static final int ID = 1;

  @Id int id;
  long ledgerNumber;
  String ledgerHash;
  long statementPlace;
  String statementHash;

  /** The latest closed month; 0: none. */
  int closedMonth;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  HeadRow() {}

  Optional<YearMonth> closed() {
    return closedMonth == 0 ? Optional.empty() : Optional.of(LedgerMapping.month(closedMonth));
  }

  boolean covers(YearMonth month) {
    return LedgerMapping.monthNumber(month) <= closedMonth;
  }

  /** The month itself while it is open, otherwise the first open one. */
  YearMonth openMonth(YearMonth month) {
    return covers(month) ? LedgerMapping.month(closedMonth).plusMonths(1) : month;
  }
}
