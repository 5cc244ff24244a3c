package org.hokan.archive.billing;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hokan.archive.db.Tx;

/** Reads statements. */
final class Statements {
  private Statements() {}

  static Optional<Statement> find(Tx tx, String number) {
    return of(tx, rows(tx, number)).stream().findFirst();
  }

  static long count(Tx tx, YearMonth month) {
    return tx.session()
        .createSelectionQuery(
            "select count(*) from StatementRow where billingMonth = :month", Long.class)
        .setParameter("month", LedgerMapping.monthNumber(month))
        .getSingleResult();
  }

  static List<Statement> list(Tx tx, StatementFilter filter) {
    Optional<StatementRow> after = filter.after().map(number -> row(tx, number));
    return of(
        tx,
        tx.session()
            .createSelectionQuery(
                "from StatementRow where (:month = 0 or billingMonth = :month)"
                    + " and (:facility = '' or facility = :facility)"
                    + " and (billingMonth < :before or billingMonth = :before and place > :after)"
                    + " order by billingMonth desc, place",
                StatementRow.class)
            .setParameter("month", filter.month().map(LedgerMapping::monthNumber).orElse(0))
            .setParameter("facility", filter.facility().orElse(""))
            .setParameter("before", after.map(row -> row.billingMonth).orElse(Integer.MAX_VALUE))
            .setParameter("after", after.map(row -> row.place).orElse(0L))
            .setMaxResults(filter.most())
            .getResultList());
  }

  private static StatementRow row(Tx tx, String number) {
    return rows(tx, number).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new BillingException(
                    "after: '%s' (expected: the number of a statement)".formatted(number)));
  }

  private static List<StatementRow> rows(Tx tx, String number) {
    return tx.session()
        .createSelectionQuery("from StatementRow where number = :number", StatementRow.class)
        .setParameter("number", number)
        .getResultList();
  }

  /** The statements of these rows, each with its tax and lines. */
  static List<Statement> of(Tx tx, List<StatementRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Long> places = rows.stream().map(row -> row.place).toList();
    Map<Long, List<StatementTaxRow>> taxes = new TreeMap<>();
    tx.session()
        .createSelectionQuery(
            "from StatementTaxRow where place in :places order by place, rate",
            StatementTaxRow.class)
        .setParameter("places", places)
        .getResultList()
        .forEach(row -> taxes.computeIfAbsent(row.place, p -> new ArrayList<>()).add(row));
    Map<Long, List<StatementLineRow>> lines = new TreeMap<>();
    tx.session()
        .createSelectionQuery(
            "from StatementLineRow where place in :places order by place, line",
            StatementLineRow.class)
        .setParameter("places", places)
        .getResultList()
        .forEach(row -> lines.computeIfAbsent(row.place, p -> new ArrayList<>()).add(row));
    return rows.stream()
        .map(
            row ->
                row.statement(
                    taxes.getOrDefault(row.place, List.of()),
                    lines.getOrDefault(row.place, List.of())))
        .toList();
  }
}
