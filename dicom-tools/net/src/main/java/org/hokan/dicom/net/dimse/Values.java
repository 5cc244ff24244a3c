package org.hokan.dicom.net.dimse;

import java.util.OptionalInt;

/** The checks that the records of this package share. */
final class Values {
  static final int MAX_US = 0xFFFF;
  static final int MAX_AE_LENGTH = 16;

  private Values() {}

  static void us(String name, int value) {
    if (value < 0 || value > MAX_US) {
      throw new IllegalArgumentException(
          "%s: %d (expected: 0 to 65535, VR US; PS3.5 §6.2)".formatted(name, value));
    }
  }

  static void us(String name, OptionalInt value) {
    if (value.isPresent()) {
      us(name, value.getAsInt());
    }
  }

  static void aeTitle(String name, String title) {
    if (!isAeTitle(title)) {
      throw new IllegalArgumentException(
          "%s: %d characters (expected: 1 to 16 of the default repertoire, no backslash or control"
                  .formatted(name, title.length())
              + " character, not only spaces; PS3.5 §6.2)");
    }
  }

  static boolean isAeTitle(String title) {
    return !title.isBlank()
        && title.length() <= MAX_AE_LENGTH
        && title.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '\\');
  }
}
