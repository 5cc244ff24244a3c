package org.hokan.archive.billing;

import java.util.regex.Pattern;

/**
 * Who bills, as it stands on invoices.
 *
 * @param name the provider's name; at most 200 characters
 * @param registrationNumber of the issuer of qualified invoices in Japan, T and 13 digits; may be
 *     empty
 * @param address on one line; may be empty, at most 400 characters
 * @param electronicAddress where electronic invoices come from, a scheme of four digits, a colon
 *     and an identifier; empty: the registration number under Japan's scheme for it
 * @param bank the account to pay to, on one line; may be empty, at most 400 characters
 * @param paymentDays after how many days a statement is due
 */
public record Issuer(
    String name,
    String registrationNumber,
    String address,
    String electronicAddress,
    String bank,
    int paymentDays) {
  /** A scheme of four digits and an identifier. */
  private static final Pattern ELECTRONIC = Pattern.compile("[0-9]{4}:[A-Za-z0-9._:-]{1,50}|");

  private static final Pattern NUMBER = Pattern.compile("T[0-9]{13}|");

  /** Japan's scheme of registered issuers of qualified invoices, in the list that Peppol uses. */
  private static final String REGISTERED = "0221:";

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_ADDRESS = 400;
  private static final int MOST_DAYS = 365;

  public Issuer {
    Ledger.requireLength("provider", name, LONGEST_NAME);
    if (!NUMBER.matcher(registrationNumber).matches()) {
      throw new IllegalArgumentException(
          "registration number: %d characters (expected: T and 13 digits)"
              .formatted(registrationNumber.length()));
    }
    if (address.length() > LONGEST_ADDRESS) {
      throw new IllegalArgumentException(
          "address: %d characters (expected: at most %d)"
              .formatted(address.length(), LONGEST_ADDRESS));
    }
    if (!ELECTRONIC.matcher(electronicAddress).matches()) {
      throw new IllegalArgumentException(
          "electronic address: %d characters (expected: such as 0221:T1234567890123)"
              .formatted(electronicAddress.length()));
    }
    if (bank.length() > LONGEST_ADDRESS) {
      throw new IllegalArgumentException(
          "bank: %d characters (expected: at most %d)".formatted(bank.length(), LONGEST_ADDRESS));
    }
    if (paymentDays < 0 || paymentDays > MOST_DAYS) {
      throw new IllegalArgumentException(
          "payment days: %d (expected: 0 to %d)".formatted(paymentDays, MOST_DAYS));
    }
  }

  /** As it stands on an invoice. */
  InvoiceParty party() {
    String number = registrationNumber.isEmpty() ? "" : REGISTERED + registrationNumber;
    return new InvoiceParty(
        name, address, electronicAddress.isEmpty() ? number : electronicAddress);
  }

  /** One with a name only, paid within 30 days. */
  public static Issuer named(String name) {
    return new Issuer(name, "", "", "", "", 30);
  }
}
