package org.hokan.archive.contract;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * When a backup is made.
 *
 * @param at the hour and minute of a nightly one, in the facility's time zone; empty for the others
 */
public record BackupTiming(Kind kind, Optional<LocalTime> at) {
  /** With each image, when the examination ends, or once a night. */
  public enum Kind {
    IMMEDIATE,
    PER_EXAM,
    NIGHTLY
  }

  /** With each image. */
  public static final BackupTiming IMMEDIATE = new BackupTiming(Kind.IMMEDIATE, Optional.empty());

  public BackupTiming {
    if ((kind == Kind.NIGHTLY) != at.isPresent()) {
      throw new IllegalArgumentException(
          "timing: %s %s time (expected: a time with NIGHTLY, and only there)"
              .formatted(kind, at.isPresent() ? "with a" : "without a"));
    }
  }

  /** Reads {@code IMMEDIATE}, {@code PER_EXAM} or {@code NIGHTLY 02:00}. */
  static BackupTiming parse(String text) {
    String[] words = text.strip().split(" +", 2);
    try {
      Kind kind = Kind.valueOf(words[0]);
      return new BackupTiming(
          kind, words.length == 2 ? Optional.of(LocalTime.parse(words[1])) : Optional.empty());
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IllegalArgumentException(
          "timing: '%s' (expected: IMMEDIATE, PER_EXAM, or NIGHTLY with its hour, such as NIGHTLY 02:00)"
              .formatted(text.length() > 40 ? text.substring(0, 40) + "..." : text),
          e);
    }
  }

  @Override
  public String toString() {
    return kind + at.map(time -> " " + time).orElse("");
  }
}
