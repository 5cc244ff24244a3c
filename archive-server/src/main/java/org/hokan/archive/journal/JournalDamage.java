package org.hokan.archive.journal;

/** A journal's file is not as it was written, before its end. */
final class JournalDamage extends RuntimeException {
  private static final long serialVersionUID = 1;

  JournalDamage(String file, String what) {
    super("journal %s: %s".formatted(file, what));
  }
}
