package org.hokan.archive.billing;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** A row of {@code billing_statement_line}: inserted, never changed. */
@Entity(name = "StatementLineRow")
@Table(name = "billing_statement_line")
@IdClass(StatementLineRow.Key.class)
@Journaled
@Immutable
class StatementLineRow {
  @Id long place;
  @Id int line;
  String contractId;

  @Enumerated(EnumType.STRING)
  RecordType type;

  String unit;
  @Nullable String objectKey;
  String item;
  BigDecimal unitRate;
  long quantity;
  long records;
  BigDecimal amount;
  @Nullable BigDecimal taxRate;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate or of()
  StatementLineRow() {}

  /** A statement and a line of it. */
  record Key(long place, int line) implements Serializable {}

  static StatementLineRow of(long place, StatementLine line) {
    StatementLineRow row = new StatementLineRow();
    row.place = place;
    row.line = line.line();
    row.contractId = line.contract();
    row.type = line.type();
    row.unit = line.unit();
    row.objectKey = line.object().isEmpty() ? null : line.object();
    row.item = line.item();
    row.unitRate = line.unitRate().getAmount();
    row.quantity = line.quantity();
    row.records = line.records();
    row.amount = line.amount().getAmount();
    row.taxRate = line.taxRate().orElse(null);
    return row;
  }

  StatementLine line(CurrencyUnit currency) {
    return new StatementLine(
        line,
        contractId,
        type,
        unit,
        objectKey == null ? "" : objectKey,
        item,
        LedgerMapping.money(currency, unitRate),
        quantity,
        records,
        LedgerMapping.money(currency, amount),
        Optional.ofNullable(taxRate).map(LedgerMapping::percent));
  }
}
