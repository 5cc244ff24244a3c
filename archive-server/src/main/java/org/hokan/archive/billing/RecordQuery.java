package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
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
  List<BilledRecord> ofStudy(String facility, String study, ZoneId zone, int most) {
    List<LedgerRow> arrived =
        tx.session()
            .createSelectionQuery(
                "from LedgerRow where facility = :facility and study = :study order by number",
                LedgerRow.class)
            .setParameter("facility", facility)
            .setParameter("study", study)
            .setMaxResults(most)
            .getResultList();
    List<LedgerRow> rows = new ArrayList<>(arrived);
    rows.addAll(charged(facility, study, arrived, firstDay(arrived, zone), most));
    rows.sort(Comparator.comparingLong(row -> row.number));
    return billed(rows);
  }

  private List<LedgerRow> charged(
      String facility, String study, List<LedgerRow> arrived, LocalDate first, int most) {
    Set<String> objects = new HashSet<>(Set.of(study));
    Set<String> billed = new HashSet<>(Set.of(study));
    for (LedgerRow row : arrived) {
      String patient = requireNonNull(row.patient);
      objects.add(patient);
      billed.add(BackupUnit.PATIENT.called(patient));
    }
    return tx.session()
        .createSelectionQuery(
            "from LedgerRow where facility = :facility and (objectKey in (:objects)"
                + " or (objectKey in (:billed) and type in (:services))"
                + " or (objectKey = :facility and type = :period and periodUntil >= :first))"
                + " order by number",
            LedgerRow.class)
        .setParameter("facility", facility)
        .setParameterList("objects", objects)
        .setParameterList("billed", billed)
        .setParameterList("services", Stream.of(ServiceKind.values()).map(RecordType::of).toList())
        .setParameter("period", RecordType.PERIOD)
        .setParameter("first", first)
        .setMaxResults(most)
        .getResultList();
  }

  private static LocalDate firstDay(List<LedgerRow> arrived, ZoneId zone) {
    return arrived.stream()
        .map(row -> LocalDate.ofInstant(requireNonNull(row.firstArrival), zone))
        .min(Comparator.naturalOrder())
        .orElse(LocalDate.MAX.withYear(9999));
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
