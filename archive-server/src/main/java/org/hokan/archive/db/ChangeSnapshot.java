package org.hokan.archive.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All rows of the journaled tables at one instant; others go on meanwhile. One thread. */
public final class ChangeSnapshot implements AutoCloseable {
  /** {@code org.h2.engine.Constants.TRANSACTION_SNAPSHOT}. */
  private static final int SNAPSHOT = 6;

  private static final int FETCH = 500;

  private final Connection connection;
  private final List<String> tables;
  private final long number;

  private ChangeSnapshot(Connection connection, List<String> tables, long number) {
    this.connection = connection;
    this.tables = tables;
    this.number = number;
  }

  /** Closes the connection with the snapshot, or when there is none. */
  static ChangeSnapshot open(Connection connection, List<String> tables, long number)
      throws SQLException {
    try {
      connection.setTransactionIsolation(SNAPSHOT);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set lazy_query_execution 1");
        // The first statement fixes what this transaction sees.
        statement.execute("select number from change_position");
      }
      return new ChangeSnapshot(connection, tables, number);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Of the latest change that it shows. */
  public long number() {
    return number;
  }

  /**
   * Each row as an insert.
   *
   * @param row takes it as {@link Change#json}
   */
  public void forEach(Consumer<String> row) {
    try {
      for (String table : tables) {
        RowForm form = RowForm.of(connection, table);
        try (Statement statement = connection.createStatement()) {
          statement.setFetchSize(FETCH);
          try (ResultSet rows = statement.executeQuery("select * from " + table)) {
            while (rows.next()) {
              row.accept(form.json("insert", values(rows, form.columns().size())));
            }
          }
        }
      }
    } catch (SQLException e) {
      throw DatabaseException.of(new IllegalStateException(e));
    }
  }

  private static @Nullable Object[] values(ResultSet row, int count) throws SQLException {
    @Nullable Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = row.getObject(i + 1);
    }
    return values;
  }

  @Override
  public void close() {
    try (connection) {
      connection.rollback();
      try (Statement statement = connection.createStatement()) {
        statement.execute("set lazy_query_execution 0");
      }
      connection.rollback();
    } catch (SQLException e) {
      throw DatabaseException.of(new IllegalStateException(e));
    }
  }
}
