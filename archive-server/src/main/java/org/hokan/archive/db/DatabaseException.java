package org.hokan.archive.db;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The database refused a statement. Says the SQL state only: databases put the values of the row,
 * maybe a patient's, into their own messages, so neither such a message nor the exception that
 * carries it is kept; where it came from is in the stack trace.
 */
public sealed class DatabaseException extends RuntimeException
    permits DuplicateKeyException, StatementStoppedException {
  private static final long serialVersionUID = 1;

  /** In both databases. */
  private static final String CANCELLED = "57014";

  private final boolean damage;
  private final String sqlState;

  DatabaseException(String message, Throwable origin) {
    super(message, null, false, true);
    damage = Damage.isIn(origin);
    SQLException cause = sqlCause(origin);
    sqlState = cause == null ? "" : String.valueOf(cause.getSQLState());
    setStackTrace(origin.getStackTrace());
  }

  /**
   * Whether it said no to what it was given: to data (SQLSTATE class 22), against a constraint (23)
   * or beyond a limit of its own (54, such as a key too long for an index). A full disk, a lock
   * that was not got, and the like say nothing of the data.
   */
  public boolean isOfTheData() {
    return Stream.of("22", "23", "54").anyMatch(sqlState::startsWith);
  }

  boolean isDamage() {
    return damage;
  }

  /** The failure as it may leave this room: unchanged unless a database's message is in it. */
  static RuntimeException of(RuntimeException failure) {
    SQLException cause = sqlCause(failure);
    if (cause == null) {
      return failure;
    }
    if (CANCELLED.equals(cause.getSQLState())) {
      return new StatementStoppedException(failure);
    }
    return LostRace.of(failure) == LostRace.DUPLICATE_KEY
        ? new DuplicateKeyException(failure)
        : new DatabaseException(
            "database: %s, SQL state %s, code %d"
                .formatted(
                    failure.getClass().getSimpleName(), cause.getSQLState(), cause.getErrorCode()),
            failure);
  }

  /** What a statement of our own met. */
  static DatabaseException of(SQLException failure) {
    return new DatabaseException(
        "database: SQL state %s, code %d".formatted(failure.getSQLState(), failure.getErrorCode()),
        failure);
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e) {
        return e;
      }
    }
    return null;
  }
}
