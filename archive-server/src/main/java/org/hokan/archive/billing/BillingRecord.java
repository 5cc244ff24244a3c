package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Optional;
import org.joda.money.Money;

/**
 * One line of the ledger. Never changes and never goes.
 *
 * @param number its place in the ledger, from 1 without gaps
 * @param month the month whose close bills it
 * @param facility the facility's code
 * @param clause the contract that explains it
 * @param entry what it says
 * @param amount what it costs; zero for a {@link RecordType#STUDY} record
 * @param taxRate the tax that is added to it on the statement, in percent; empty: none
 * @param recorded when, by whom, and its place in the chain
 */
public record BillingRecord(
    long number,
    YearMonth month,
    String facility,
    ContractClause clause,
    BillingEntry entry,
    Money amount,
    Optional<BigDecimal> taxRate,
    Recorded recorded) {

  public RecordType type() {
    return entry.type();
  }

  /** The same in another month's bill. */
  BillingRecord in(YearMonth other) {
    return new BillingRecord(number, other, facility, clause, entry, amount, taxRate, recorded);
  }

  /** The hash that this content must have. */
  String expectedHash() {
    return canonical().sha256();
  }

  /** The text that its hash is over. */
  String form() {
    return canonical().toString();
  }

  private CanonicalForm canonical() {
    CanonicalForm form =
        new CanonicalForm()
            .field("number", number)
            .field("type", type())
            .field("month", month)
            .field("facility", facility)
            .field("contract", clause.contract())
            .field("contractVersion", clause.version());
    entry.addTo(form).field("amount", amount);
    taxRate.ifPresent(rate -> form.field("taxRate", rate.toPlainString()));
    return form.field("recordedAt", recorded.at())
        .field("recordedBy", recorded.by())
        .field("previous", recorded.previousHash());
  }

  /** The same record with the hash that its content and the hash before it give. */
  BillingRecord sealed() {
    Recorded complete =
        new Recorded(recorded.at(), recorded.by(), recorded.previousHash(), expectedHash());
    return new BillingRecord(number, month, facility, clause, entry, amount, taxRate, complete);
  }
}
