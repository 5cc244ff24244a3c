package org.hokan.archive.contract;

import java.util.regex.Pattern;

/**
 * Who agrees: the names of the provider and the facility as they stand on paper.
 *
 * @param facilityAddress on one line, for invoices; may be empty
 * @param facilityElectronicAddress where the facility gets electronic invoices: a scheme of four
 *     digits, a colon and an identifier, such as {@code 0188:7000012050002}; may be empty
 */
public record Parties(
    String provider, String facility, String facilityAddress, String facilityElectronicAddress) {
  private static final Pattern ELECTRONIC = Pattern.compile("[0-9]{4}:[A-Za-z0-9._:-]{1,50}|");

  public Parties {
    Limits.text("parties.provider", provider, 200);
    Limits.text("parties.facility", facility, 200);
    if (!facilityAddress.isEmpty()) {
      Limits.text("parties.facilityAddress", facilityAddress, 400);
    }
    if (!ELECTRONIC.matcher(facilityElectronicAddress).matches()) {
      throw new IllegalArgumentException(
          "parties.facilityElectronicAddress: %d characters (expected: such as 0188:7000012050002)"
              .formatted(facilityElectronicAddress.length()));
    }
  }

  /** Names only. */
  public Parties(String provider, String facility) {
    this(provider, facility, "", "");
  }
}
