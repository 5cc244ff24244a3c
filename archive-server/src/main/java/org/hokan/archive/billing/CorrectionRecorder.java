package org.hokan.archive.billing;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.db.Tx;

/** Records what is corrected by hand, and asks when it looks like something said twice. */
final class CorrectionRecorder {
  private final Tx tx;
  private final Appender appender;
  private final ContractBook contracts;
  private final Tax tariff;

  /**
   * For one transaction.
   *
   * @param tariff the tax of corrections that name no contract
   */
  CorrectionRecorder(Tx tx, Appender appender, ContractBook contracts, Tax tariff) {
    this.tx = tx;
    this.appender = appender;
    this.contracts = contracts;
    this.tariff = tariff;
  }

  /** Refused when its month has the same one, unless that is said to be meant. */
  BillingRecord record(Correction correction, boolean again, String who) {
    LocalDate day = LocalDate.ofInstant(appender.now(), contracts.zoneOf(correction.facility()));
    YearMonth month = appender.head().openMonth(YearMonth.from(day));
    Optional<Long> same = again ? Optional.empty() : same(correction, month);
    if (same.isPresent()) {
      throw new BillingException(
          "correction: record %d of %s gives %s the same %s for the same reason and reference (expected: another, or that it is meant once more: --yes; by REST again: true)"
              .formatted(same.get(), month, correction.facility(), correction.amount()));
    }
    Tax usual = tariff.in(correction.amount().getCurrencyUnit());
    return appender.append(
        month,
        new Appender.Owner(correction.facility(), correction.clause()),
        new Appender.Charge(
            entry(correction),
            correction.amount(),
            ConsumptionTax.rate(contracts.tax(correction.clause(), usual), day)),
        who);
  }

  private static BillingEntry.Adjustment entry(Correction correction) {
    return new BillingEntry.Adjustment(correction.reason(), correction.reference());
  }

  private Optional<Long> same(Correction correction, YearMonth month) {
    return tx
        .session()
        .createSelectionQuery(
            "from LedgerRow where facility = :facility and type = :type"
                + " and billingMonth = :month order by number",
            LedgerRow.class)
        .setParameter("facility", correction.facility())
        .setParameter("type", RecordType.ADJUSTMENT)
        .setParameter("month", LedgerMapping.monthNumber(month))
        .getResultList()
        .stream()
        .map(LedgerMapping::record)
        .filter(record -> record.amount().equals(correction.amount()))
        .filter(record -> record.entry().equals(entry(correction)))
        .map(BillingRecord::number)
        .findFirst();
  }
}
