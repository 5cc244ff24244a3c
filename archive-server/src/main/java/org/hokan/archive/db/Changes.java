package org.hokan.archive.db;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;

/**
 * The changes of an embedded database's journaled tables, for whoever keeps them elsewhere. {@link
 * #keepIn} comes before anybody works on the database, and {@link #loader} before that.
 */
public final class Changes {
  private final HikariDataSource pool;
  private final Lock writing;
  private final List<JournaledTable> tables;
  private final List<String> allTables;
  private final Outbox outbox;

  Changes(HikariDataSource pool, Lock writing, List<Class<?>> entities) {
    this.pool = pool;
    this.writing = writing;
    this.tables = JournaledTable.of(entities);
    this.allTables = JournaledTable.names(entities);
    this.outbox = new Outbox(pool);
  }

  Outbox outbox() {
    return outbox;
  }

  /** Names of the tables. */
  public List<String> tables() {
    return tables.stream().map(JournaledTable::name).toList();
  }

  /** Whether rows of the index follow from rows of one of these tables. */
  public boolean shapeIndex(List<String> names) {
    return tables.stream().anyMatch(table -> table.shapesIndex() && names.contains(table.name()));
  }

  /** What the schema is at: the migrations that were applied. */
  public String schema() {
    return with(
        statement ->
            text(
                statement,
                "select coalesce(listagg(\"version\", ',') within group (order by \"version\"), '')"
                    + " from \"flyway_schema_history\" where \"version\" is not null"));
  }

  /**
   * Looks whether every entity has its table.
   *
   * @throws DamagedDatabaseException when one has gone though the migrations made it
   */
  public void checkTables() {
    List<String> missing = new ArrayList<>(allTables);
    with(
        statement -> {
          try (ResultSet there =
              statement.executeQuery("select lower(table_name) from information_schema.tables")) {
            while (there.next()) {
              missing.remove(there.getString(1));
            }
          }
          return true;
        });
    if (!missing.isEmpty()) {
      throw new DamagedDatabaseException(
          "database: without the tables %s (expected: all that were made)".formatted(missing));
    }
  }

  /** The columns of a table's primary key. */
  public List<String> keyOf(String table) {
    return with(
        statement ->
            RowForm.of(statement.getConnection(), table).columns().stream()
                .filter(RowForm.Column::key)
                .map(RowForm.Column::name)
                .toList());
  }

  /** Rows of all journaled tables; a database that was just made has very few. */
  public long rows() {
    return with(
        statement -> {
          long rows = 0;
          for (JournaledTable table : tables) {
            rows += Long.parseLong(text(statement, "select count(*) from " + table.name()));
          }
          return rows;
        });
  }

  public ChangePosition position() {
    return with(
        statement -> {
          try (ResultSet row =
              statement.executeQuery(
                  "select database_id, number, hash,"
                      + " greatest(number, coalesce((select max(id) from change_outbox), 0))"
                      + " from change_position")) {
            row.next();
            return new ChangePosition(
                row.getString(1), row.getLong(2), row.getString(3), row.getLong(4));
          }
        });
  }

  /** For putting rows back; changes are not captured until {@link #keepIn}. */
  public ChangeLoader loader() {
    with(
        statement -> {
          for (JournaledTable table : tables) {
            statement.execute("drop trigger if exists " + table.trigger());
          }
          statement.execute("delete from change_outbox");
          statement.getConnection().commit();
          return true;
        });
    try {
      return new ChangeLoader(pool.getConnection(), tables);
    } catch (SQLException e) {
      throw DatabaseException.of(new IllegalStateException(e));
    }
  }

  /**
   * From now on every change goes to this log, forced ones before they are answered.
   *
   * @param number the latest change that it has; what is beyond goes there first
   */
  public void keepIn(ChangeLog log, long number) {
    long last = position().last();
    with(
        statement -> {
          for (JournaledTable table : tables) {
            statement.execute(
                "create trigger if not exists %s after insert, update, delete on %s for each row call '%s'"
                    .formatted(table.trigger(), table.name(), ChangeCapture.class.getName()));
            goOnBehind(statement, table);
          }
          statement.execute(
              "alter table change_outbox alter column id restart with "
                  + (Math.max(number, last) + 1));
          statement.getConnection().commit();
          return true;
        });
    outbox.attach(log, number);
    outbox.flush();
  }

  /** A restored table is ahead of its sequence. */
  private static void goOnBehind(Statement statement, JournaledTable table) throws SQLException {
    if (!table.sequence().isEmpty()) {
      String sql =
          "select base_value, increment, (select coalesce(max(id), 0) from %s)"
              + " from information_schema.sequences where sequence_name = upper('%s')";
      long next;
      try (ResultSet row = statement.executeQuery(sql.formatted(table.name(), table.sequence()))) {
        row.next();
        // Hibernate takes the numbers below the sequence's value, down to the one before.
        next = row.getLong(3) + 1 + row.getLong(2);
        if (row.getLong(1) >= next || row.getLong(3) == 0) {
          return;
        }
      }
      statement.execute("alter sequence %s restart with %d".formatted(table.sequence(), next));
    }
  }

  /** Sends to the log what unforced transactions changed. */
  public void flush() {
    outbox.flush();
  }

  /** Number of the latest change that the log has. */
  public long kept() {
    return outbox.kept();
  }

  /**
   * All rows as they are now, once the log has all changes up to now.
   *
   * @param instant runs meanwhile: the log gets nothing until it returns
   */
  public ChangeSnapshot snapshot(Runnable instant) {
    writing.lock();
    try {
      outbox.flush();
      instant.run();
      List<String> tables = tables();
      return ChangeSnapshot.open(pool.getConnection(), tables, outbox.kept());
    } catch (SQLException e) {
      throw DatabaseException.of(new IllegalStateException(e));
    } finally {
      writing.unlock();
    }
  }

  /**
   * Forgets changes that the log has.
   *
   * @param number the latest of them
   * @param hash the log's at that number
   */
  public void forget(String databaseId, long number, String hash) {
    writing.lock();
    try {
      with(
          statement -> {
            statement.execute("delete from change_outbox where id <= " + number);
            try (var position =
                statement
                    .getConnection()
                    .prepareStatement(
                        "update change_position set database_id = ?, number = ?, hash = ?")) {
              position.setString(1, databaseId);
              position.setLong(2, number);
              position.setString(3, hash);
              position.executeUpdate();
            }
            statement.getConnection().commit();
            return true;
          });
    } finally {
      writing.unlock();
    }
  }

  /** Work on a connection of its own. */
  private interface Work<T> {
    T on(Statement statement) throws SQLException;
  }

  private <T> T with(Work<T> work) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      try {
        return work.on(statement);
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw DatabaseException.of(new IllegalStateException(e));
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new DamagedDatabaseException(
            "database: no row for '%s' (expected: one, which migrations made)".formatted(sql));
      }
      return String.valueOf(row.getString(1));
    }
  }
}
