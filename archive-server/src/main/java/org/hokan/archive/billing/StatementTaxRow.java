package org.hokan.archive.billing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
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
}
