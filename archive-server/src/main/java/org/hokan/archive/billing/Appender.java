package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/**
 * The only code that adds to the ledger: gives each record its number, its open month and its place
 * in the chain. Holds the ledger's lock from {@link #begin} to the end of the transaction; {@link
 * #finish} must be called before that end. One for each transaction; not thread-safe.
 */
final class Appender {
  /** Who records what the node records by itself. */
  static final String NODE = "node";

  private static final int BATCH = 500;

  private final StatelessSession session;
  private final Instant now;
  private final HeadRow head;
  private final List<LedgerRow> waiting = new ArrayList<>();
  private final List<LedgerRow> added = new ArrayList<>();
  private boolean closing;

  private Appender(StatelessSession session, Instant now, HeadRow head) {
    this.session = session;
    this.now = now;
    this.head = head;
  }

  static Appender begin(Tx tx, Clock clock) {
    HeadRow head = tx.session().get(HeadRow.class, HeadRow.ID, LockMode.PESSIMISTIC_WRITE);
    if (head == null) {
      throw new IllegalStateException(
          "billing_head: no row (expected: the one that the migration inserts)");
    }
    return new Appender(tx.session(), clock.instant().truncatedTo(ChronoUnit.MILLIS), head);
  }

  /** The same for the close under way, which alone still records in its month. */
  Appender closing() {
    closing = true;
    return this;
  }

  HeadRow head() {
    return head;
  }

  Instant now() {
    return now;
  }

  /**
   * Appends one record.
   *
   * @param month the month that it belongs to; a closed one is replaced by the first open one
   */
  BillingRecord append(YearMonth month, Owner owner, Charge charge, String who) {
    return append(month, owner, charge, who, now);
  }

  /** The same, at another time: what is repeated of another ledger was recorded then. */
  BillingRecord append(YearMonth month, Owner owner, Charge charge, String who, Instant at) {
    BillingRecord record =
        new BillingRecord(
                head.ledgerNumber + 1,
                closing ? head.chargedMonth(month) : head.openMonth(month),
                owner.facility(),
                owner.clause(),
                charge.entry(),
                charge.amount(),
                charge.taxRate(),
                new Recorded(at, who, head.ledgerHash, ""))
            .sealed();
    LedgerRow row = LedgerMapping.row(record);
    waiting.add(row);
    if (closing) {
      added.add(row);
    }
    head.ledgerNumber = record.number();
    head.ledgerHash = record.recorded().hash();
    if (waiting.size() == BATCH) {
      flush();
    }
    return record;
  }

  void append(Statement unsealed) {
    Statement statement = unsealed.sealed();
    head.statementPlace++;
    head.statementHash = statement.hash();
    session.insert(StatementRow.of(head.statementPlace, statement));
    statement
        .taxes()
        .forEach(line -> session.insert(StatementTaxRow.of(head.statementPlace, line)));
    session.insertMultiple(
        statement.lines().stream()
            .map(line -> StatementLineRow.of(head.statementPlace, line))
            .toList());
  }

  /** What a step of the close under way appended; each step appends some thousand at most. */
  List<LedgerRow> added() {
    return added;
  }

  /** The number that the next record gets. */
  long nextNumber() {
    return head.ledgerNumber + 1;
  }

  /** Sends what was appended to the database, as one batch; before it is read again. */
  void flush() {
    session.insertMultiple(waiting);
    waiting.clear();
  }

  /** Keeps where the ledger ends now. */
  void finish() {
    flush();
    session.update(head);
  }

  /** What a record says, what it costs, and the tax on that in percent, if any. */
  record Charge(BillingEntry entry, Money amount, Optional<BigDecimal> taxRate) {}

  /** Whose record it is and which clause explains it. */
  record Owner(String facility, ContractClause clause) {}
}
