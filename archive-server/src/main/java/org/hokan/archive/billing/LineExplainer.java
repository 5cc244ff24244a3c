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
  private static final String NONE = " and 1 = 0";

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

  /** Why the corrections on a statement were made, by the number of their record. */
  Map<String, String> reasons(Statement statement) {
    Map<String, String> reasons = new HashMap<>();
    List<Long> corrections =
        statement.lines().stream()
            .filter(line -> line.type() == RecordType.ADJUSTMENT)
            .map(line -> Long.valueOf(line.item()))
            .toList();
    for (int from = 0; from < corrections.size(); from += Ledger.PAGE) {
      tx.session()
          .createSelectionQuery(
              "select number, coalesce(reason, '') from LedgerRow where number in (:numbers)",
              Object[].class)
          .setParameterList(
              "numbers",
              corrections.subList(from, Math.min(corrections.size(), from + Ledger.PAGE)))
          .getResultList()
          .forEach(row -> reasons.put(String.valueOf(row[0]), (String) row[1]));
    }
    return reasons;
  }

  private static Optional<StatementLine> line(Statement statement, int line) {
    return statement.lines().stream().filter(l -> l.line() == line).findFirst();
  }

  private LineExplanation.Part part(BillingRecord record, long after, int most) {
    Map<String, Object> values = new HashMap<>(Map.of("facility", record.facility()));
    Reference refersTo = new References(tx, record.facility()).of(record);
    String where = " where facility = :facility" + studies(record, refersTo, values);
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
    return new LineExplanation.Part(
        record, refersTo, studies, Ledger.whole(sums[0]), Ledger.whole(sums[1]));
  }

  /**
   * Which STUDY records a record is for: those of its object, up to the close that bills it. What
   * compression saves is that of SAVING records. A correction is for those of what it corrects.
   */
  private String studies(BillingRecord record, Map<String, Object> values) {
    return studies(record, new References(tx, record.facility()).of(record), values);
  }

  private String studies(BillingRecord record, Reference refersTo, Map<String, Object> values) {
    if (record.entry() instanceof BillingEntry.Adjustment) {
      return corrected(record, refersTo, values);
    }
    Optional<YearMonth> kept = KeptRecorder.monthOf(record);
    if (kept.isPresent()) {
      return keptAtTheEnd(record, kept.get(), values);
    }
    return " and study is not null" + studiesOf(record, values);
  }

  private String corrected(
      BillingRecord correction, Reference reference, Map<String, Object> values) {
    References references = new References(tx, correction.facility());
    if (reference.namesRecord()) {
      return references.record(reference).map(found -> studies(found, values)).orElse(NONE);
    }
    return references
        .statement(reference)
        .flatMap(
            statement ->
                reference.line() == 0
                    ? Optional.of(ofStatement(statement, values))
                    : References.line(statement, reference)
                        .map(
                            line ->
                                ofLine(
                                    new LineRecords(tx, statement, line),
                                    line,
                                    correction,
                                    values)))
        .orElse(NONE);
  }

  /** What it counts. */
  private String ofStatement(Statement statement, Map<String, Object> values) {
    values.put("before", Closes.of(tx, statement.month()).after());
    values.put("until", LedgerMapping.monthNumber(statement.month()));
    return " and study is not null and billingMonth > :before and billingMonth <= :until";
  }

  /** Numbers fall from one correction to what it corrects, so that this ends. */
  private String ofLine(
      LineRecords records,
      StatementLine line,
      BillingRecord correction,
      Map<String, Object> values) {
    Optional<BillingRecord> last =
        records.last().map(LedgerMapping::record).filter(r -> r.number() < correction.number());
    boolean isOfAll =
        line.type() == RecordType.ADJUSTMENT
            || line.unit().equals(BackupUnit.FACILITY.name())
            || last.flatMap(KeptRecorder::monthOf).isPresent();
    if (last.isEmpty() || isOfAll) {
      return last.map(record -> studies(record, values)).orElse(NONE);
    }
    values.put("until", LedgerMapping.monthNumber(billed(last.get())));
    return " and study is not null and billingMonth <= :until" + records.ofObjects(values);
  }

  /** Of a month that was closed early also what came in the rest of it and is of the next one. */
  private String keptAtTheEnd(BillingRecord record, YearMonth month, Map<String, Object> values) {
    values.put("until", earlier(record.month(), month));
    values.put("closed", LedgerMapping.monthNumber(record.month()));
    values.put("end", KeptRecorder.endOf(month, contracts.zoneOf(record.facility())));
    values.put("saving", RecordType.SAVING);
    String type = record.type() == RecordType.COMPRESSION ? "type = :saving" : "study is not null";
    return " and %s and (billingMonth <= :until or billingMonth <= :closed%s)"
        .formatted(type, KeptRecorder.CAME_BEFORE);
  }

  private String studiesOf(BillingRecord record, Map<String, Object> values) {
    BillingEntry entry = record.entry();
    if (entry instanceof BillingEntry.PeriodCharge charge) {
      values.put("until", earlier(billed(record), YearMonth.from(charge.period().until())));
      if (charge.unit() == BackupUnit.FACILITY) {
        return " and billingMonth <= :until";
      }
      values.put("object", charge.object());
      String column = charge.unit() == BackupUnit.PATIENT ? "patient" : "study";
      return " and billingMonth <= :until and %s = :object".formatted(column);
    }
    if (entry instanceof BillingEntry.Item item) {
      if (item.object().equals(record.facility())) {
        return NONE; // done for the facility, and to no study
      }
      values.put("object", item.object());
      return " and (study = :object or patient = concat('P', :object))"; // a Patient ID's key
    }
    if (entry instanceof BillingEntry.Study study) { // that a correction names
      values.put("object", study.studyInstanceUid());
      return " and study = :object";
    }
    return NONE;
  }

  /** The month whose close bills a record: a later one than its own where both came at once. */
  private YearMonth billed(BillingRecord record) {
    return Closes.of(tx, record.month()).covering().map(CloseRow::yearMonth).orElse(record.month());
  }

  private static int earlier(YearMonth one, YearMonth other) {
    return LedgerMapping.monthNumber(one.isBefore(other) ? one : other);
  }

  private SelectionQuery<LedgerRow> query(String text, Map<String, Object> values) {
    SelectionQuery<LedgerRow> query = tx.session().createSelectionQuery(text, LedgerRow.class);
    values.forEach(query::setParameter);
    return query;
  }
}
