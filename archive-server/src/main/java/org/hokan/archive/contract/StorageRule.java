package org.hokan.archive.contract;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One version of a storage rule: a condition on what an application entity sends, and what is done
 * when it holds. Immutable; a change makes a new version and the old one is kept.
 *
 * @param ae the AE title of the sender
 * @param name its name, unique for the AE: letters, digits, {@code . _ -}, at most 64
 * @param version counts the versions, from 1; 0: not kept yet
 * @param when the condition in CEL; {@code true} always holds
 * @param then what is done
 * @param order where it stands among the AE's rules; the lowest that matches decides
 * @param removed whether this version took the rule out of use
 * @param changedAt when this version was made
 * @param changedBy who made this version
 */
public record StorageRule(
    String ae,
    String name,
    int version,
    String when,
    Actions then,
    int order,
    boolean removed,
    Instant changedAt,
    String changedBy) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int LAST_ORDER = 1_000_000;

  public StorageRule {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "rule name: %d characters (expected: 1 to 64 letters, digits and . _ -, the first a letter"
                  .formatted(name.length())
              + " or digit)");
    }
    if (order < 0 || order > LAST_ORDER) {
      throw new IllegalArgumentException(
          "rule %s: order: %d (expected: 0 to %d)".formatted(name, order, LAST_ORDER));
    }
    if (when.isBlank()) {
      throw new IllegalArgumentException(
          "rule %s: when is empty (expected: a condition in CEL, or true)".formatted(name));
    }
    if (version < 0) {
      throw new IllegalArgumentException("version: %d (expected: >= 0)".formatted(version));
    }
  }

  /** A rule that is not kept yet. */
  public static StorageRule of(String ae, String name, String when, Actions then, int order) {
    return new StorageRule(ae, name, 0, when, then, order, false, Instant.EPOCH, "");
  }
}
