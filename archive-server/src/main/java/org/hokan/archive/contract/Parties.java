package org.hokan.archive.contract;

/** Who agrees: the names of the provider and the facility as they stand on paper. */
public record Parties(String provider, String facility) {
  public Parties {
    Limits.text("parties.provider", provider, 200);
    Limits.text("parties.facility", facility, 200);
  }
}
