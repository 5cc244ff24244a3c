package org.hokan.archive.billing;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
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

  /**
   * Whether it gives back more than it charges: then it is a credit note, and nothing is to be
   * paid.
   */
  boolean isCredit() {
    return statement.total().isNegative();
  }

  /** What it is called in a file's name. */
  public String kind() {
    return isCredit() ? "credit-note" : "invoice";
  }

  static Optional<Invoice> of(Tx tx, ContractBook contracts, String number) {
    return Statements.find(tx, number).map(statement -> of(tx, contracts, statement));
  }

  private static Invoice of(Tx tx, ContractBook contracts, Statement statement) {
    InvoiceFacts facts =
        statement
            .invoice()
            .orElseThrow(
                () ->
                    new BillingException(
                        "statement: %s was made before it was kept who bills whom (expected: a later one)"
                            .formatted(statement.number())));
    int after = Closes.of(tx, statement.month()).after();
    LineFacts records = new LineFacts(tx, statement, after);
    List<InvoiceLine> lines =
        statement.lines().stream()
            .filter(line -> !line.type().isCounted()) // statements of before have some
            .map(line -> InvoiceLine.of(line, records.of(line), contracts))
            .toList();
    return new Invoice(statement, facts, period(tx, statement, after), lines);
  }

  private static Period period(Tx tx, Statement statement, int after) {
    int first =
        tx.session()
            .createSelectionQuery(
                "select coalesce(min(billingMonth), :month) from LedgerRow where facility = :facility"
                    + " and billingMonth > :after and billingMonth <= :month",
                Integer.class)
            .setParameter("facility", statement.facility())
            .setParameter("after", after)
            .setParameter("month", LedgerMapping.monthNumber(statement.month()))
            .getSingleResult();
    YearMonth from = LedgerMapping.month(first);
    return new Period(from.atDay(1), statement.month().atEndOfMonth());
  }
}
