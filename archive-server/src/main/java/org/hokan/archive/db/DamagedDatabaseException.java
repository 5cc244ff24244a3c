package org.hokan.archive.db;

/** The database is readable, but holds something else than was written. */
public final class DamagedDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DamagedDatabaseException(String message) {
    super(message);
  }

  public DamagedDatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
