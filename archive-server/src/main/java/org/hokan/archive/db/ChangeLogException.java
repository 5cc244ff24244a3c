package org.hokan.archive.db;

/**
 * A change is made but not protected against the loss of the database, or was refused because it
 * could not be protected.
 */
public final class ChangeLogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean made;

  ChangeLogException(boolean made, Throwable cause) {
    super(
        "change: %s: %s"
            .formatted(
                made
                    ? "made, but not protected yet, for the journal cannot be written"
                    : "refused, for earlier ones could not be kept in the journal",
                cause.getMessage()),
        cause);
    this.made = made;
  }

  /** Whether the change is in the database all the same, and must not be made once more. */
  public boolean isMade() {
    return made;
  }
}
