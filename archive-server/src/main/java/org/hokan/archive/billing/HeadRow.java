package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

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

  /** The month whose close is under way; null: none is. */
  @Nullable Integer closingMonth;

  @Nullable Instant closingAt;
  @Nullable String closingBy;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  HeadRow() {}

  Optional<YearMonth> closed() {
    return closedMonth == 0 ? Optional.empty() : Optional.of(LedgerMapping.month(closedMonth));
  }

  boolean covers(YearMonth month) {
    return LedgerMapping.monthNumber(month) <= closedMonth;
  }

  void endClosing() {
    closingMonth = null;
    closingAt = null;
    closingBy = null;
  }

  Optional<ClosingState> closingState() {
    return closing()
        .map(
            month -> new ClosingState(month, requireNonNull(closingAt), requireNonNull(closingBy)));
  }

  Optional<YearMonth> closing() {
    return Optional.ofNullable(closingMonth).map(LedgerMapping::month);
  }

  /** The month itself while it is open and not being closed, otherwise the first such one. */
  YearMonth openMonth(YearMonth month) {
    YearMonth open = chargedMonth(month);
    return closing()
        .filter(closing -> !open.isAfter(closing))
        .map(closing -> closing.plusMonths(1))
        .orElse(open);
  }

  /** The same for what the close under way records. */
  YearMonth chargedMonth(YearMonth month) {
    return covers(month) ? LedgerMapping.month(closedMonth).plusMonths(1) : month;
  }
}
