package org.hokan.archive.billing;

import java.util.regex.Pattern;

/**
 * Who bills, as it stands on invoices.
 *
 * @param name the provider's name; at most 200 characters
 * @param registrationNumber of the issuer of qualified invoices in Japan, T and 13 digits; may be
 *     empty
 * @param address on one line; may be empty, at most 400 characters
 * @param paymentDays after how many days a statement is due
 */
public record Issuer(String name, String registrationNumber, String address, int paymentDays) {
  private static final Pattern NUMBER = Pattern.compile("T[0-9]{13}|");
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
    if (paymentDays < 0 || paymentDays > MOST_DAYS) {
      throw new IllegalArgumentException(
          "payment days: %d (expected: 0 to %d)".formatted(paymentDays, MOST_DAYS));
    }
  }

  /** One with a name only, paid within 30 days. */
  public static Issuer named(String name) {
    return new Issuer(name, "", "", 30);
  }
}
