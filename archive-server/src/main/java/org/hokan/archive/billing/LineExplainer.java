package org.hokan.archive.billing;

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

  /** A page of the line's records, each with the first of its studies. */
  Optional<LineExplanation> explain(String number, int line, long after, int most) {
    return Statements.find(tx, number)
        .flatMap(
            statement ->
                line(statement, line)
                    .map(
                        l ->
                            new LineExplanation(
                                statement,
                                l,
                                new LineRecords(tx, statement, l)
                                    .page(after, most).stream()
                                        .map(LedgerMapping::record)
                                        .map(record -> part(record, 0, MOST_STUDIES))
                                        .toList())));
  }

  /** One of the line's records with a page of its studies. */
  Optional<LineExplanation> explainRecord(
      String number, int line, long record, long after, int most) {
    return Statements.find(tx, number)
        .flatMap(
            statement ->
                line(statement, line)
                    .flatMap(
                        l ->
                            new LineRecords(tx, statement, l)
                                .page(record - 1, 1).stream()
                                    .map(LedgerMapping::record)
                                    .filter(found -> found.number() == record)
                                    .map(found -> List.of(part(found, after, most)))
                                    .map(parts -> new LineExplanation(statement, l, parts))
                                    .findFirst()));
  }

  private static Optional<StatementLine> line(Statement statement, int line) {
    return statement.lines().stream().filter(l -> l.line() == line).findFirst();
  }

  private LineExplanation.Part part(BillingRecord record, long after, int most) {
    Map<String, Object> values = new HashMap<>(Map.of("facility", record.facility()));
    String where = " where facility = :facility" + studies(record, values);
    List<BillingRecord> studies =
        query("from LedgerRow" + where + " and number > " + after + " order by number", values)
            .setMaxResults(most)
            .getResultList()
            .stream()
            .map(LedgerMapping::record)
            .toList();
    SelectionQuery<Object[]> all =
        tx.session()
            .createSelectionQuery(
                "select count(*), coalesce(sum(images), 0) from LedgerRow" + where, Object[].class);
    values.forEach(all::setParameter);
    Object[] sums = all.getSingleResult();
    return new LineExplanation.Part(record, studies, Ledger.whole(sums[0]), Ledger.whole(sums[1]));
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
