package org.hokan.archive.billing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

/** A row of {@code billing_close}: a closed month; inserted, never changed. */
@Entity(name = "CloseRow")
@Table(name = "billing_close")
@Journaled
@Immutable
class CloseRow {
  @Id int billingMonth;

  /** The month closed before it; 0: none. */
  int previousMonth;

  /** The number of the ledger's last record then. */
  long ledgerNumber;

  /** The hash of the ledger's last record then. */
  String ledgerHash;

  /** When its close was begun; null: it was not kept then. */
  @Nullable Instant begunAt;

  Instant closedAt;
  String closedBy;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate or MonthClosing
  CloseRow() {}

  /** As it is told. */
  MonthClose close(long statements, ZoneId zone) {
    Instant end = yearMonth().plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
    return new MonthClose(
        yearMonth(),
        previousMonth == 0 ? Optional.empty() : Optional.of(LedgerMapping.month(previousMonth)),
        closedAt,
        closedBy,
        statements,
        begun().isBefore(end));
  }

  /** Up to where it charged. */
  CloseCut cut() {
    return new CloseCut(yearMonth(), begun());
  }

  /** When it was begun; of a close from before that was kept, when it was finished. */
  private Instant begun() {
    return begunAt == null ? closedAt : begunAt;
  }

  YearMonth yearMonth() {
    return LedgerMapping.month(billingMonth);
  }
}
