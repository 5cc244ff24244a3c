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
  private final ContractBook contracts;

  LineExplainer(Tx tx, ContractBook contracts) {
    this.tx = tx;
    this.contracts = contracts;
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
  private String studies(BillingRecord record, Map<String, Object> values) {
    Optional<YearMonth> kept = KeptRecorder.monthOf(record);
    if (kept.isPresent()) {
      return keptAtTheEnd(record, kept.get(), values);
    }
    return " and study is not null" + studiesOf(record, values);
  }

  /** Of a month that was closed early also what came in the rest of it and is of the next one. */
  private String keptAtTheEnd(BillingRecord record, YearMonth month, Map<String, Object> values) {
    values.put("until", until(record, month));
    values.put("closed", LedgerMapping.monthNumber(record.month()));
    values.put("end", KeptRecorder.endOf(month, contracts.zoneOf(record.facility())));
    values.put("saving", RecordType.SAVING);
    String type = record.type() == RecordType.COMPRESSION ? "type = :saving" : "study is not null";
    return " and %s and (billingMonth <= :until or billingMonth <= :closed%s)"
        .formatted(type, KeptRecorder.CAME_BEFORE);
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
