package org.hokan.archive.billing;

import java.time.LocalDate;

/**
 * Who bills whom and until when, as it was when the month was closed.
 *
 * @param provider the provider's name
 * @param registrationNumber of the issuer of qualified invoices; may be empty
 * @param address the provider's; may be empty
 * @param recipient the facility's name in its contract
 * @param issued the day of the close in the facility's time zone
 * @param due until when it is to be paid
 * @param seal the seal over what it bills
 */
public record InvoiceFacts(
    String provider,
    String registrationNumber,
    String address,
    String recipient,
    LocalDate issued,
    LocalDate due,
    long seal) {

  CanonicalForm addTo(CanonicalForm form) {
    return form.field("provider", provider)
        .field("registrationNumber", registrationNumber)
        .field("address", address)
        .field("recipient", recipient)
        .field("issued", issued)
        .field("due", due)
        .field("seal", seal);
  }
}
