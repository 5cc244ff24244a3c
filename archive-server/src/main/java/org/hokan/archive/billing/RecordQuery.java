package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.db.Tx;
import org.joda.money.CurrencyUnit;

/** Reads records in pages, each record with the number of the statement that bills it. */
final class RecordQuery {
  private final Tx tx;

  RecordQuery(Tx tx) {
    this.tx = tx;
  }

  /** One page, by number. */
  List<BilledRecord> page(RecordFilter filter) {
    return billed(rows(filter));
  }

  /**
   * What is recorded of a study, and charged for it, for its patient, or for the facility since.
   *
   * @param zone the facility's
   */
  StudyCharges ofStudy(String facility, String study, ZoneId zone, int most) {
    Map<String, Object> values = new HashMap<>(Map.of("facility", facility, "study", study));
    String where = ofStudy(values, zone);
    SelectionQuery<LedgerRow> first =
        tx.session().createSelectionQuery(where + " order by number", LedgerRow.class);
    values.forEach(first::setParameter);
    SelectionQuery<Object[]> sums =
        tx.session()
            .createSelectionQuery(
                "select currency, count(*), sum(amount) "
                    + where
                    + " group by currency order by currency",
                Object[].class);
    values.forEach(sums::setParameter);
    List<Object[]> all = sums.getResultList();
    return new StudyCharges(
        billed(first.setMaxResults(most).getResultList()),
        all.stream().mapToLong(row -> (Long) row[1]).sum(),
        all.stream()
            .map(row -> LedgerMapping.money(CurrencyUnit.of((String) row[0]), (BigDecimal) row[2]))
            .toList());
  }

  /** Asks first whose it is, and since when. */
  private String ofStudy(Map<String, Object> values, ZoneId zone) {
    SelectionQuery<Object[]> arrived =
        tx.session()
            .createSelectionQuery(
                "select patient, min(firstArrival) from LedgerRow where facility = :facility"
                    + " and study = :study group by patient",
                Object[].class);
    values.forEach(arrived::setParameter);
    Set<String> objects = new HashSet<>(Set.of((String) values.get("study")));
    Set<String> billed = new HashSet<>(objects);
    LocalDate day = LocalDate.MAX.withYear(9999);
    for (Object[] row : arrived.getResultList()) {
      String patient = (String) row[0];
      objects.add(patient);
      billed.add(BackupUnit.PATIENT.called(patient));
      LocalDate came = LocalDate.ofInstant((Instant) row[1], zone);
      day = came.isBefore(day) ? came : day;
    }
    Set<String> keys = new HashSet<>(billed);
    keys.addAll(objects);
    keys.add((String) values.get("facility"));
    values.put("keys", keys);
    values.put("objects", objects);
    values.put("billed", billed);
    values.put("services", Stream.of(ServiceKind.values()).map(RecordType::of).toList());
    values.put("period", RecordType.PERIOD);
    values.put("first", day);
    // Apart, for no index serves an "or" over two columns.
    return "from LedgerRow where number in (select s.number from LedgerRow s"
        + " where s.facility = :facility and s.study = :study"
        + " union select o.number from LedgerRow o"
        + " where o.facility = :facility and o.objectKey in (:keys) and (o.objectKey in (:objects)"
        + " or (o.objectKey in (:billed) and o.type in (:services))"
        + " or (o.objectKey = :facility and o.type = :period and o.periodUntil >= :first)))";
  }

  private List<BilledRecord> billed(List<LedgerRow> rows) {
    Map<Integer, Closes> closes = new HashMap<>();
    Map<Integer, Map<String, String>> statements = new HashMap<>();
    return rows.stream()
        .map(LedgerMapping::record)
        .map(record -> new BilledRecord(record, statement(record, closes, statements)))
        .toList();
  }

  private List<LedgerRow> rows(RecordFilter filter) {
    Map<String, Object> values = new HashMap<>(Map.of("number", filter.after()));
    StringBuilder where = new StringBuilder("from LedgerRow where number > :number");
    filter
        .month()
        .map(month -> Closes.of(tx, month))
        .ifPresent(
            closes -> {
              where.append(" and billingMonth > :after and billingMonth <= :month");
              values.put("after", closes.after());
              values.put("month", LedgerMapping.monthNumber(closes.month()));
            });
    filter
        .facility()
        .ifPresent(
            code -> {
              where.append(" and facility = :facility");
              values.put("facility", code);
            });
    filter
        .type()
        .ifPresent(
            type -> {
              where.append(" and type = :type");
              values.put("type", type);
            });
    SelectionQuery<LedgerRow> query =
        tx.session().createSelectionQuery(where + " order by number", LedgerRow.class);
    values.forEach(query::setParameter);
    return query.setMaxResults(filter.most()).getResultList();
  }

  private String statement(
      BillingRecord record,
      Map<Integer, Closes> closes,
      Map<Integer, Map<String, String>> statements) {
    Closes close =
        closes.computeIfAbsent(
            LedgerMapping.monthNumber(record.month()), n -> Closes.of(tx, record.month()));
    String key = key(record.facility(), record.amount().getCurrencyUnit().getCode());
    return close
        .covering()
        .map(row -> statements.computeIfAbsent(row.billingMonth, this::numbers))
        .map(numbers -> numbers.getOrDefault(key, ""))
        .orElse("");
  }

  private Map<String, String> numbers(int month) {
    return tx
        .session()
        .createSelectionQuery("from StatementRow where billingMonth = :month", StatementRow.class)
        .setParameter("month", month)
        .getResultList()
        .stream()
        .collect(Collectors.toMap(row -> key(row.facility, row.currency), row -> row.number));
  }

  private static String key(String facility, String currency) {
    return facility + "/" + currency;
  }
}
