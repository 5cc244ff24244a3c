package org.hokan.archive.storage;

import java.util.regex.Pattern;

/**
 * What shares packs: the objects of one facility in one storage class. Each shelf has at most one
 * pack open for appending. Both names become folder names on the volume.
 *
 * @param facility the facility's code
 * @param storageClass for instance ECONOMY, DELUXE or QUARANTINE
 */
public record Shelf(String facility, String storageClass) implements Comparable<Shelf> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public Shelf {
    check("facility", facility);
    check("storageClass", storageClass);
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  private static void check(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: 1 to 64 letters, digits, '.', '_' or '-', a letter or digit first)"
              .formatted(what, name));
    }
  }

  @Override
  public int compareTo(Shelf other) {
    int byFacility = facility.compareTo(other.facility);
    return byFacility != 0 ? byFacility : storageClass.compareTo(other.storageClass);
  }

  @Override
  public String toString() {
    return facility + "/" + storageClass;
  }
}
