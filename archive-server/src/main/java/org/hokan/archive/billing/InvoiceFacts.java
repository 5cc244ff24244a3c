package org.hokan.archive.billing;

import java.time.LocalDate;

/**
 * Who bills whom and until when, as it was when the month was closed.
 *
 * @param provider who bills
 * @param registrationNumber the provider's, of the issuer of qualified invoices; may be empty
 * @param bank the account to pay to, on one line; may be empty
 * @param recipient the facility, as its contract names it
 * @param issued the day of the close in the facility's time zone
 * @param due until when it is to be paid
 * @param seal the seal over what it bills
 */
public record InvoiceFacts(
    InvoiceParty provider,
    String registrationNumber,
    String bank,
    InvoiceParty recipient,
    LocalDate issued,
    LocalDate due,
    SealMark seal) {

  /** Fields that came later have no line when they are empty: older statements keep their hash. */
  CanonicalForm addTo(CanonicalForm form) {
    form.field("provider", provider.name())
        .field("registrationNumber", registrationNumber)
        .field("address", provider.address())
        .field("recipient", recipient.name())
        .field("issued", issued)
        .field("due", due)
        .field("seal", seal.number());
    addIfAny(form, "electronicAddress", provider.electronicAddress());
    addIfAny(form, "bank", bank);
    addIfAny(form, "recipientAddress", recipient.address());
    addIfAny(form, "recipientElectronicAddress", recipient.electronicAddress());
    addIfAny(form, "sealRoot", seal.root());
    return form;
  }

  private static void addIfAny(CanonicalForm form, String name, String value) {
    if (!value.isEmpty()) {
      form.field(name, value);
    }
  }
}
