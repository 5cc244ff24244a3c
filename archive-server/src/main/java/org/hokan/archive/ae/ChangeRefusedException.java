package org.hokan.archive.ae;

/** A change that somebody asked for and that cannot be made; the message says why. */
public final class ChangeRefusedException extends RuntimeException {
  /** What kind of answer it is, so that a door can choose its status. */
  public enum Reason {
    /** What should be changed does not exist. */
    NOT_FOUND,
    /** What should be added exists already. */
    EXISTS,
    /** Something else stands on it, or stands in its way. */
    CONFLICT,
    /** Somebody else changed it since it was read; read again. */
    CHANGED_MEANWHILE,
    /** What was asked for makes no sense. */
    INVALID
  }

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public ChangeRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
