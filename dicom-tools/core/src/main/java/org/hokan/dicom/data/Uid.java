package org.hokan.dicom.data;

import java.math.BigInteger;
import java.util.UUID;

/**
 * A unique identifier: 1 to 64 digits and dots (PS3.5 §9.1).
 *
 * <p>Leading zeros and empty components, which the standard forbids and real objects have, are let
 * through: a UID is an opaque key here, compared by its characters. Immutable.
 */
public record Uid(String value) implements Comparable<Uid> {

  /** Most characters of one (PS3.5 §9.1). */
  public static final int MAX_LENGTH = 64;

  /** Refuses everything that could not stand in a UI value. */
  public Uid {
    if (!isUid(value)) {
      throw new IllegalArgumentException(
          "UID: %s (expected: 1 to 64 characters 0-9 and '.'; PS3.5 §9.1)"
              .formatted(value.length() > MAX_LENGTH ? value.length() + " characters" : value));
    }
  }

  /** The UID with these characters. */
  public static Uid of(String value) {
    return new Uid(value);
  }

  /** The UID that stands for a UUID: 2.25 and the UUID as a decimal number (PS3.5 §B.2). */
  public static Uid of(UUID uuid) {
    return new Uid("2.25." + new BigInteger(uuid.toString().replace("-", ""), 16));
  }

  /** Whether {@link #of(String)} takes this text. */
  public static boolean isUid(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Uid other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
