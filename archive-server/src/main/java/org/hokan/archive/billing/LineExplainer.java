package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.db.Tx;

/** Leads from a statement's line to its records, and from those to the studies they charge. */
final class LineExplainer {
  private static final int MOST_STUDIES = 100;

  private final Tx tx;

  LineExplainer(Tx tx) {
    this.tx = tx;
  }

  Optional<LineExplanation> explain(String number, int line, long after, int most) {
    Optional<Statement> statement = Statements.find(tx, number);
    return statement
        .flatMap(s -> s.lines().stream().filter(l -> l.line() == line).findFirst())
        .map(l -> explain(statement.orElseThrow(), l, after, most));
  }

  private LineExplanation explain(Statement statement, StatementLine line, long after, int most) {
    return new LineExplanation(
        statement,
        line,
        new LineRecords(tx, statement, line)
            .page(after, most).stream().map(LedgerMapping::record).map(this::part).toList());
  }

  private LineExplanation.Part part(BillingRecord record) {
    Map<String, Object> values = new HashMap<>(Map.of("facility", record.facility()));
    String where = " where facility = :facility" + studies(record, values);
    List<BillingRecord> studies =
        query("from LedgerRow" + where + " order by number", values)
            .setMaxResults(MOST_STUDIES)
            .getResultList()
            .stream()
            .map(LedgerMapping::record)
            .toList();
    SelectionQuery<Long> sum =
        tx.session()
            .createSelectionQuery(
                "select coalesce(sum(images), 0) from LedgerRow" + where, Long.class);
    values.forEach(sum::setParameter);
    return new LineExplanation.Part(record, studies, requireNonNull(sum.getSingleResult()));
  }

  /**
   * Which STUDY records a record is for: those of its object, up to the month that it is in. What
   * compression saves is that of SAVING records.
   */
  private static String studies(BillingRecord record, Map<String, Object> values) {
    if (record.type() == RecordType.COMPRESSION) {
      values.put("until", until(record, record.month()));
      values.put("saving", RecordType.SAVING);
      return " and type = :saving and billingMonth <= :until";
    }
    return " and study is not null" + studiesOf(record, values);
  }

  private static String studiesOf(BillingRecord record, Map<String, Object> values) {
    BillingEntry entry = record.entry();
    if (entry instanceof BillingEntry.PeriodCharge charge) {
      values.put("until", until(record, YearMonth.from(charge.period().until())));
      if (charge.unit() == BackupUnit.FACILITY) {
        return " and billingMonth <= :until";
      }
      values.put("object", charge.object());
      String column = charge.unit() == BackupUnit.PATIENT ? "patient" : "study";
      return " and billingMonth <= :until and %s = :object".formatted(column);
    }
    if (entry instanceof BillingEntry.Item item) {
      if (item.object().equals(record.facility())) {
        values.put("until", until(record, record.month()));
        return " and billingMonth <= :until";
      }
      values.put("object", item.object());
      return " and (study = :object or patient = concat('P', :object))"; // a Patient ID's key
    }
    return " and 1 = 0";
  }

  private static int until(BillingRecord record, YearMonth month) {
    YearMonth last = month.isAfter(record.month()) ? record.month() : month;
    return LedgerMapping.monthNumber(last);
  }

  private SelectionQuery<LedgerRow> query(String text, Map<String, Object> values) {
    SelectionQuery<LedgerRow> query = tx.session().createSelectionQuery(text, LedgerRow.class);
    values.forEach(query::setParameter);
    return query;
  }
}
