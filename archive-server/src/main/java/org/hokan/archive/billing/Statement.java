package org.hokan.archive.billing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * A facility's closed month: the sum of its billing records. Never changes.
 *
 * @param number the statement's number, unique on the node, such as {@code 202611-0001}
 * @param month the month that was closed
 * @param facility the facility's code
 * @param records how many billing records it sums up
 * @param images how many images arrived, by its STUDY records
 * @param bytes how many bytes arrived, by its STUDY records
 * @param net the sum of its records' amounts
 * @param taxes the tax on them, by rate; records without a rate are not taxed
 * @param lines what the sum is made of; none on statements of before there were lines
 * @param invoice who bills whom; none on statements of before it was kept
 * @param chargedUntil the last day that it charges for, where the facility's month had not ended
 *     when its close was begun; none where it had, and on statements of before it was kept
 * @param closedAt when the month was closed
 * @param closedBy who closed it
 * @param previousHash the hash of the statement before it on the node
 * @param hash SHA-256 over this statement's canonical form, in hexadecimal digits
 */
public record Statement(
    String number,
    YearMonth month,
    String facility,
    long records,
    long images,
    long bytes,
    Money net,
    List<TaxLine> taxes,
    List<StatementLine> lines,
    Optional<InvoiceFacts> invoice,
    Optional<LocalDate> chargedUntil,
    Instant closedAt,
    String closedBy,
    String previousHash,
    String hash) {

  /** The same statement with the hash that its content and the hash before it give. */
  Statement sealed() {
    return new Statement(
        number,
        month,
        facility,
        records,
        images,
        bytes,
        net,
        taxes,
        lines,
        invoice,
        chargedUntil,
        closedAt,
        closedBy,
        previousHash,
        expectedHash());
  }

  /** What is to be paid: the sum of its records and the tax on them. */
  public Money total() {
    return taxes.stream().map(TaxLine::tax).reduce(net, Money::plus);
  }

  /**
   * The day up to which it charges, when its month had not ended then: what came or fell due later
   * in it is billed later. Of a statement from before that was kept, the day on which it was made.
   */
  public Optional<LocalDate> closedEarly() {
    return chargedUntil.or(
        () -> invoice.map(InvoiceFacts::issued).filter(day -> !day.isAfter(month.atEndOfMonth())));
  }

  /** The hash that this content must have. */
  String expectedHash() {
    CanonicalForm form =
        new CanonicalForm()
            .field("number", number)
            .field("month", month)
            .field("facility", facility)
            .field("records", records)
            .field("images", images)
            .field("bytes", bytes)
            .field("total", net); // its name when there was no tax
    for (TaxLine line : taxes) {
      form.field("taxRate", line.percent().toPlainString())
          .field("taxNet", line.net())
          .field("tax", line.tax());
    }
    lines.forEach(line -> line.addTo(form));
    invoice.ifPresent(facts -> facts.addTo(form));
    chargedUntil.ifPresent(day -> form.field("chargedUntil", day));
    return form.field("closedAt", closedAt)
        .field("closedBy", closedBy)
        .field("previous", previousHash)
        .sha256();
  }
}
