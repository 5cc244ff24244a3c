package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.util.Optional;
import org.joda.money.CurrencyUnit;

/**
 * Records that differ in nothing that a line of a statement says, and what they add up to. Each
 * correction is a group of its own; what was destroyed counts no images.
 *
 * @param first number of the first record
 * @param last number of the last one; others can stand between them
 */
record RecordGroup(
    Key key,
    long records,
    long quantity,
    long images,
    long bytes,
    BigDecimal amount,
    long first,
    long last) {

  /**
   * What a line says of them.
   *
   * @param object the backup object; empty: several
   * @param item of a correction its number
   */
  record Key(
      String facility,
      String currency,
      String contract,
      RecordType type,
      String unit,
      String object,
      String item,
      BigDecimal unitRate,
      Optional<BigDecimal> taxRate) {
    Key {
      unitRate = unitRate.stripTrailingZeros();
    }

    /** Under which statement of a month they stand; sorts by facility. */
    String bill() {
      return bill(facility, currency);
    }

    static String bill(String facility, String currency) {
      return facility + "/" + currency;
    }

    Key of(String one) {
      return new Key(facility, currency, contract, type, unit, one, item, unitRate, taxRate);
    }
  }

  /** One record. */
  static RecordGroup of(LedgerRow row) {
    boolean single = row.type == RecordType.ADJUSTMENT;
    boolean taken = row.type == RecordType.DELETION;
    Key key =
        new Key(
            row.facility,
            row.currency,
            row.contractId,
            row.type,
            row.unit == null ? "" : row.unit.name(),
            "",
            single ? String.valueOf(row.number) : row.item == null ? "" : row.item,
            single ? row.amount : row.unitRate == null ? BigDecimal.ZERO : row.unitRate,
            Optional.ofNullable(row.taxRate).map(LedgerMapping::percent));
    return new RecordGroup(
        key,
        1,
        single ? 1 : quantity(row),
        taken || row.images == null ? 0 : row.images,
        taken || row.bytes == null ? 0 : row.bytes,
        row.amount,
        row.number,
        row.number);
  }

  private static long quantity(LedgerRow row) {
    if (row.quantity != null) {
      return row.quantity;
    }
    return row.points == null || row.periods == null || row.units == null
        ? 0
        : (long) row.points * row.periods * row.units;
  }

  /** Both together. */
  RecordGroup and(RecordGroup other) {
    return new RecordGroup(
        key,
        records + other.records,
        quantity + other.quantity,
        images + other.images,
        bytes + other.bytes,
        amount.add(other.amount),
        Math.min(first, other.first),
        Math.max(last, other.last));
  }

  /** The same as being about one backup object. */
  RecordGroup of(String object) {
    return new RecordGroup(key.of(object), records, quantity, images, bytes, amount, first, last);
  }

  StatementLine line(int number) {
    CurrencyUnit money = CurrencyUnit.of(key.currency());
    return new StatementLine(
        number,
        key.contract(),
        key.type(),
        key.unit(),
        key.object(),
        key.item(),
        LedgerMapping.money(money, key.unitRate()),
        quantity,
        records,
        LedgerMapping.money(money, amount),
        key.taxRate());
  }
}
