package org.hokan.archive.billing;

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
    List<StatementRow> rows =
        tx.session()
            .createSelectionQuery("from StatementRow where number = :number", StatementRow.class)
            .setParameter("number", number)
            .getResultList();
    return of(tx, rows).stream().findFirst();
  }

  /** The statements of these rows, each with its tax and lines. */
  static List<Statement> of(Tx tx, List<StatementRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<Long, List<StatementTaxRow>> taxes = new TreeMap<>();
    tx.session()
        .createSelectionQuery(
            "from StatementTaxRow where place between :first and :last order by place, rate",
            StatementTaxRow.class)
        .setParameter("first", rows.stream().mapToLong(row -> row.place).min().getAsLong())
        .setParameter("last", rows.stream().mapToLong(row -> row.place).max().getAsLong())
        .getResultList()
        .forEach(row -> taxes.computeIfAbsent(row.place, p -> new ArrayList<>()).add(row));
    Map<Long, List<StatementLineRow>> lines = new TreeMap<>();
    tx.session()
        .createSelectionQuery(
            "from StatementLineRow where place between :first and :last order by place, line",
            StatementLineRow.class)
        .setParameter("first", rows.stream().mapToLong(row -> row.place).min().getAsLong())
        .setParameter("last", rows.stream().mapToLong(row -> row.place).max().getAsLong())
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
