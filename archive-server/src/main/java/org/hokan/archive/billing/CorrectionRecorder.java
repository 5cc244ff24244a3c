package org.hokan.archive.billing;

import static java.util.stream.Collectors.joining;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.db.Tx;
import org.joda.money.CurrencyUnit;

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

  /**
   * Refused when its month has the same one, unless that is said to be meant; when it refers to
   * what is not there; and in a currency that neither the contract has nor what it refers to.
   */
  BillingRecord record(Correction correction, boolean again, String who) {
    Optional<CurrencyUnit> referred =
        new References(tx, correction.facility()).require(correction.reference());
    requireCurrency(correction, referred);
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

  /** A statement has one currency: in another one, nothing that is due is ever set off. */
  private void requireCurrency(Correction correction, Optional<CurrencyUnit> referred) {
    CurrencyUnit currency = correction.amount().getCurrencyUnit();
    String contract = correction.clause().contract();
    Set<CurrencyUnit> agreed =
        contract.isEmpty()
            ? contracts.currencies(correction.facility())
            : contracts.agreed(contract).map(ContractBook::currencies).orElse(Set.of());
    boolean known = agreed.isEmpty() || agreed.contains(currency);
    if (!known && !referred.equals(Optional.of(currency))) {
      throw new BillingException(
          "currency: %s of %s (expected: %s, as %s has)"
              .formatted(
                  currency,
                  correction.amount(),
                  agreed.stream().map(CurrencyUnit::getCode).sorted().collect(joining(" or ")),
                  contract.isEmpty()
                      ? "a contract of facility " + correction.facility()
                      : "contract " + contract));
    }
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
