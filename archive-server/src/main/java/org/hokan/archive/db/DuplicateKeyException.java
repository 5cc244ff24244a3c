package org.hokan.archive.db;

/** The work inserted a row whose unique key another row has, also when it was run again. */
public final class DuplicateKeyException extends DatabaseException {
  private static final long serialVersionUID = 1;

  DuplicateKeyException(Throwable origin) {
    super("database: a row with the same unique key exists already", origin);
  }
}
