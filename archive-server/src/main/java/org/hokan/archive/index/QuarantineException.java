package org.hokan.archive.index;

/**
 * A decision about an object in quarantine that cannot be carried out; the message says why,
 * without patient data.
 */
public final class QuarantineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean missing;

  QuarantineException(boolean missing, String message) {
    super(message);
    this.missing = missing;
  }

  /** Whether there is no such object, or no longer. */
  public boolean isMissing() {
    return missing;
  }
}
