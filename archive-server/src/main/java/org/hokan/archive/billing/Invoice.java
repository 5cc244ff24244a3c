package org.hokan.archive.billing;

import java.time.YearMonth;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.db.Tx;

/**
 * A statement as it is put on paper or sent.
 *
 * @param facts who bills whom
 * @param period the days that it bills: its month, and those before that were closed with it
 * @param lines what it bills
 */
public record Invoice(
    Statement statement, InvoiceFacts facts, Period period, List<InvoiceLine> lines) {

  /** What is counted and not charged by itself: no line of an invoice. */
  private static final Set<RecordType> COUNTED =
      EnumSet.of(RecordType.STUDY, RecordType.DELETION, RecordType.SAVING);

  static Optional<Invoice> of(Tx tx, String number) {
    return Statements.find(tx, number).map(statement -> of(tx, statement));
  }

  private static Invoice of(Tx tx, Statement statement) {
    InvoiceFacts facts =
        statement
            .invoice()
            .orElseThrow(
                () ->
                    new BillingException(
                        "statement: %s was made before it was kept who bills whom (expected: a later one)"
                            .formatted(statement.number())));
    List<InvoiceLine> lines =
        statement.lines().stream()
            .filter(line -> !COUNTED.contains(line.type()))
            .map(line -> new InvoiceLine(line, reason(tx, line)))
            .toList();
    return new Invoice(statement, facts, period(tx, statement), lines);
  }

  /** Why a correction was made; empty for other lines. */
  private static String reason(Tx tx, StatementLine line) {
    return line.type() == RecordType.ADJUSTMENT
        ? tx.session()
            .createSelectionQuery(
                "select reason from LedgerRow where number = :number", String.class)
            .setParameter("number", Long.valueOf(line.item()))
            .getSingleResult()
        : "";
  }

  private static Period period(Tx tx, Statement statement) {
    int first =
        tx.session()
            .createSelectionQuery(
                "select coalesce(min(billingMonth), :month) from LedgerRow where facility = :facility"
                    + " and billingMonth > :after and billingMonth <= :month",
                Integer.class)
            .setParameter("facility", statement.facility())
            .setParameter("after", Closes.of(tx, statement.month()).after())
            .setParameter("month", LedgerMapping.monthNumber(statement.month()))
            .getSingleResult();
    YearMonth from = LedgerMapping.month(first);
    return new Period(from.atDay(1), statement.month().atEndOfMonth());
  }
}
