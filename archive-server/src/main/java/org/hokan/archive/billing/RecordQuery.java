package org.hokan.archive.billing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;

/** Reads records in pages, each record with the number of the statement that bills it. */
final class RecordQuery {
  private final Tx tx;

  RecordQuery(Tx tx) {
    this.tx = tx;
  }

  /** One page, by number. */
  List<BilledRecord> page(RecordFilter filter) {
    List<LedgerRow> rows = rows(filter);
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
