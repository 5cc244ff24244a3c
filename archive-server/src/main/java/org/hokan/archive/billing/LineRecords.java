package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.db.Tx;

/** The records that a statement's line sums up. */
final class LineRecords {
  private static final String FACTS =
      "select min(periodFrom), max(periodUntil), min(billingMonth), max(billingMonth), count(*),"
          + " count(days), min(days), max(days), min(periodDays), max(periodDays),"
          + " min(contractVersion), max(contractVersion), coalesce(min(reason), '') from LedgerRow";

  /** Periods of a line that are told one by one. */
  private static final int MOST_SPANS = 3;

  private final Tx tx;
  private final Statement statement;
  private final StatementLine line;
  private final Map<String, Object> values = new HashMap<>();
  private final String where;

  LineRecords(Tx tx, Statement statement, StatementLine line) {
    this.tx = tx;
    this.statement = statement;
    this.line = line;
    this.where = where();
  }

  /** Those with a higher number, by number. */
  List<LedgerRow> page(long after, int most) {
    SelectionQuery<LedgerRow> query =
        tx.session()
            .createSelectionQuery(
                "from LedgerRow" + where + " and number > :number order by number",
                LedgerRow.class);
    values.forEach(query::setParameter);
    return query.setParameter("number", after).setMaxResults(most).getResultList();
  }

  /**
   * What they have in common.
   *
   * @param reason why a correction was made; empty for others
   * @param spans the days that they are for, in their order; of very many from the first to the
   *     last; those of the months that bill them where they have none of their own; none of a
   *     correction
   * @param firstVersion the earliest version of their contract
   * @param lastVersion the latest version of their contract
   */
  record Facts(String reason, List<InvoiceLine.Span> spans, int firstVersion, int lastVersion) {}

  Facts facts() {
    SelectionQuery<Object[]> query =
        tx.session().createSelectionQuery(FACTS + where, Object[].class);
    values.forEach(query::setParameter);
    Object[] row = query.getSingleResult();
    if (Ledger.whole(row[4]) == 0) {
      throw new BillingException(
          "statement %s: line %d has no records (expected: some)"
              .formatted(statement.number(), line.line()));
    }
    return new Facts(
        String.valueOf(row[12]),
        spans(row),
        (int) Ledger.whole(row[10]),
        (int) Ledger.whole(row[11]));
  }

  private List<InvoiceLine.Span> spans(Object[] row) {
    if (line.type() == RecordType.ADJUSTMENT) {
      return List.of();
    }
    if (line.type() != RecordType.PERIOD) {
      Period months = new Period(month(row[2]).atDay(1), month(row[3]).atEndOfMonth());
      return List.of(new InvoiceLine.Span(months, Optional.empty()));
    }
    if (Ledger.whole(row[4]) <= MOST_SPANS) {
      return page(0, MOST_SPANS).stream()
          .map(LedgerMapping::record)
          .map(record -> InvoiceLine.Span.of((BillingEntry.PeriodCharge) record.entry()))
          .distinct()
          .sorted(Comparator.comparing(span -> span.days().from()))
          .toList();
    }
    Period all = new Period((LocalDate) requireNonNull(row[0]), (LocalDate) requireNonNull(row[1]));
    return List.of(new InvoiceLine.Span(all, part(row)));
  }

  private static YearMonth month(Object number) {
    return LedgerMapping.month((int) Ledger.whole(number));
  }

  private static Optional<BillingEntry.Part> part(Object[] row) {
    boolean alike =
        Ledger.whole(row[4]) == Ledger.whole(row[5])
            && row[6].equals(row[7])
            && row[8].equals(row[9]);
    return alike
        ? Optional.of(new BillingEntry.Part((int) Ledger.whole(row[6]), (int) Ledger.whole(row[8])))
        : Optional.empty();
  }

  private String where() {
    Closes closes = Closes.of(tx, statement.month());
    StringBuilder text =
        new StringBuilder(
            " where facility = :facility and billingMonth > :after"
                + " and billingMonth <= :until and type = :type and contractId = :contract"
                + " and currency = :currency");
    values.put("facility", statement.facility());
    values.put("after", closes.after());
    values.put("until", LedgerMapping.monthNumber(statement.month()));
    values.put("type", line.type());
    values.put("contract", line.contract());
    values.put("currency", statement.net().getCurrencyUnit().getCode());
    if (line.type() == RecordType.ADJUSTMENT) {
      with(text, "number", Long.valueOf(line.item()));
    } else {
      with(text, "unitRate", line.unitRate().getAmount());
      withUnitOrItem(text);
    }
    if (line.taxRate().isPresent()) {
      with(text, "taxRate", line.taxRate().get());
    } else {
      text.append(" and taxRate is null");
    }
    return text.toString();
  }

  private void withUnitOrItem(StringBuilder text) {
    if (line.unit().isEmpty()) {
      with(text, "item", line.item());
      return;
    }
    with(text, "unit", BackupUnit.valueOf(line.unit()));
    if (!line.object().isEmpty()) {
      with(text, "objectKey", line.object());
    }
  }

  private void with(StringBuilder text, String field, Object value) {
    text.append(" and %1$s = :line_%1$s".formatted(field));
    values.put("line_" + field, value);
  }
}
