package org.hokan.archive.compression;

/** What comes back from a smaller form is not what was received. */
final class NotGivenBack extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotGivenBack(String found, String expected) {
    super(
        "what comes back has SHA-256 %s (expected: %s, as it came); nothing was changed"
            .formatted(found, expected));
  }
}
