package org.hokan.archive.billing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.hokan.archive.db.Tx;
import org.joda.money.CurrencyUnit;

/** A row of {@code billing_statement_tax}: inserted, never changed. */
@Entity(name = "StatementTaxRow")
@Table(name = "billing_statement_tax")
@IdClass(StatementTaxRow.Key.class)
@Journaled
@Immutable
class StatementTaxRow {
  @Id long place;
  @Id BigDecimal rate;
  BigDecimal net;
  BigDecimal tax;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate or of()
  StatementTaxRow() {}

  /** A statement and a rate. */
  record Key(long place, BigDecimal rate) implements Serializable {}

  static StatementTaxRow of(long place, TaxLine line) {
    StatementTaxRow row = new StatementTaxRow();
    row.place = place;
    row.rate = line.percent();
    row.net = line.net().getAmount();
    row.tax = line.tax().getAmount();
    return row;
  }

  TaxLine line(CurrencyUnit currency) {
    return new TaxLine(
        LedgerMapping.percent(rate),
        LedgerMapping.money(currency, net),
        LedgerMapping.money(currency, tax));
  }

  /** The statements of these rows, each with its tax. */
  static List<Statement> statements(Tx tx, List<StatementRow> rows) {
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
    return rows.stream()
        .map(row -> row.statement(taxes.getOrDefault(row.place, List.of())))
        .toList();
  }
}
