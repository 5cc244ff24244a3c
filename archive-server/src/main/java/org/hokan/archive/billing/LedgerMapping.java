package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Between records and their rows. */
final class LedgerMapping {
  private LedgerMapping() {}

  static LedgerRow row(BillingRecord record) {
    LedgerRow row = new LedgerRow();
    row.number = record.number();
    row.type = record.type();
    row.billingMonth = monthNumber(record.month());
    row.facility = record.facility();
    row.contractId = record.clause().contract();
    row.contractVersion = record.clause().version();
    row.currency = record.amount().getCurrencyUnit().getCode();
    row.amount = record.amount().getAmount();
    row.recordedAt = record.recorded().at();
    row.recordedBy = record.recorded().by();
    row.previousHash = record.recorded().previousHash();
    row.hash = record.recorded().hash();
    row.taxRate = record.taxRate().orElse(null);
    fill(row, record.entry());
    return row;
  }

  private static void fill(LedgerRow row, BillingEntry entry) {
    if (entry instanceof BillingEntry.Study study) {
      fillStudy(row, study);
    } else if (entry instanceof BillingEntry.PeriodCharge charge) {
      fillCharge(row, charge);
    } else if (entry instanceof BillingEntry.Item item) {
      fillItem(row, item);
    } else if (entry instanceof BillingEntry.Adjustment adjustment) {
      row.reason = adjustment.reason();
      row.reference = adjustment.reference();
    }
  }

  private static void fillStudy(LedgerRow row, BillingEntry.Study study) {
    row.study = study.studyInstanceUid();
    row.patient = study.patient();
    row.images = study.images();
    row.bytes = study.bytes();
    row.firstArrival = study.first();
    row.lastArrival = study.last();
    row.ae = study.ae();
    row.ruleName = study.rule();
    row.refersTo = study.refersTo();
  }

  private static void fillCharge(LedgerRow row, BillingEntry.PeriodCharge charge) {
    row.unit = charge.unit();
    row.objectKey = charge.object();
    row.periodFrom = charge.period().from();
    row.periodUntil = charge.period().until();
    row.points = charge.points();
    row.periods = charge.periods();
    row.units = charge.units();
    row.unitRate = charge.unitRate().getAmount();
    row.days = charge.part().map(BillingEntry.Part::days).orElse(null);
    row.periodDays = charge.part().map(BillingEntry.Part::ofDays).orElse(null);
  }

  private static void fillItem(LedgerRow row, BillingEntry.Item item) {
    row.item = item.name();
    row.objectKey = item.object();
    row.quantity = item.quantity();
    row.unitRate = item.unitPrice().getAmount();
    row.fact = item.fact();
  }

  static BillingRecord record(LedgerRow row) {
    CurrencyUnit currency = CurrencyUnit.of(row.currency);
    return new BillingRecord(
        row.number,
        month(row.billingMonth),
        row.facility,
        new ContractClause(row.contractId, row.contractVersion),
        entry(row, currency),
        money(currency, row.amount),
        Optional.ofNullable(row.taxRate).map(LedgerMapping::percent),
        new Recorded(row.recordedAt, row.recordedBy, row.previousHash, row.hash));
  }

  private static BillingEntry entry(LedgerRow row, CurrencyUnit currency) {
    return switch (row.type) {
      case STUDY, DELETION ->
          new BillingEntry.Study(
              requireNonNull(row.study),
              requireNonNull(row.patient),
              requireNonNull(row.images),
              requireNonNull(row.bytes),
              requireNonNull(row.firstArrival),
              requireNonNull(row.lastArrival),
              requireNonNull(row.ae),
              requireNonNull(row.ruleName),
              requireNonNull(row.refersTo));
      case PERIOD ->
          new BillingEntry.PeriodCharge(
              requireNonNull(row.unit),
              requireNonNull(row.objectKey),
              new Period(requireNonNull(row.periodFrom), requireNonNull(row.periodUntil)),
              requireNonNull(row.points),
              requireNonNull(row.periods),
              requireNonNull(row.units),
              money(currency, requireNonNull(row.unitRate)),
              Optional.ofNullable(row.days)
                  .map(days -> new BillingEntry.Part(days, requireNonNull(row.periodDays))));
      case SAVING,
          COMPRESSION,
          STORAGE,
          OVERAGE,
          COPY,
          RETRIEVAL,
          MEDIA,
          PROCESSING,
          PRINT,
          ALBUM_BLOCK ->
          new BillingEntry.Item(
              row.type,
              requireNonNull(row.item),
              requireNonNull(row.objectKey),
              requireNonNull(row.quantity),
              money(currency, requireNonNull(row.unitRate)),
              requireNonNull(row.fact));
      case ADJUSTMENT ->
          new BillingEntry.Adjustment(requireNonNull(row.reason), requireNonNull(row.reference));
    };
  }

  /** The columns hold more decimals than most currencies have; those are zeros. */
  static Money money(CurrencyUnit currency, BigDecimal amount) {
    return Money.of(currency, amount.stripTrailingZeros());
  }

  /** A rate as it was before the column gave it more decimals: 10, not 10.000. */
  static BigDecimal percent(BigDecimal rate) {
    BigDecimal plain = rate.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  static int monthNumber(YearMonth month) {
    return month.getYear() * 100 + month.getMonthValue();
  }

  static YearMonth month(int number) {
    return YearMonth.of(number / 100, number % 100);
  }
}
