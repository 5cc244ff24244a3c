package org.hokan.archive.db;

import java.sql.SQLException;

/** What leaves the database's room when a statement fails. */
public final class TestFailures {
  private TestFailures() {}

  public static RuntimeException ofDatabase(String sqlState) {
    return DatabaseException.of(
        new IllegalStateException(new SQLException("as the test wants", sqlState)));
  }
}
