package org.hokan.archive.db;

/** The statement was cancelled, since nobody waited for it any more. */
public final class StatementStoppedException extends DatabaseException {
  private static final long serialVersionUID = 1;

  StatementStoppedException(Throwable origin) {
    super("database: the statement was stopped", origin);
  }
}
