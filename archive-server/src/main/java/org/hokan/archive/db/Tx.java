package org.hokan.archive.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * One running transaction. Valid only inside the work that {@link Database} called with it, on that
 * thread.
 *
 * <p>Two ways lead to the database: {@link #session}, which maps rows to entities, and {@link #sql}
 * for the statements that run for every query or image, where the mapping would cost more than the
 * database itself. A session is opened when it is first asked for.
 */
public final class Tx {
  private final Connection connection;
  private final SessionFactory sessions;
  private final DatabaseKind kind;
  private final StatementWatch watch;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private @Nullable StatelessSession session;

  Tx(Connection connection, SessionFactory sessions, DatabaseKind kind, StatementWatch watch) {
    this.watch = watch;
    this.connection = connection;
    this.sessions = sessions;
    this.kind = kind;
  }

  /** Work with plain statements. */
  @FunctionalInterface
  public interface SqlWork<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * For rooms with tables only. The transaction is ended by {@link Database}, never through the
   * session.
   */
  public StatelessSession session() {
    StatelessSession opened = session;
    if (opened == null) {
      opened = sessions.openStatelessSession(connection);
      session = opened;
      opened.beginTransaction();
    }
    return opened;
  }

  /**
   * Runs plain SQL in this transaction; for rooms with tables only. The transaction is ended by
   * {@link Database}, never on the connection. In {@link Database#read} it must only read.
   */
  public <T> T sql(SqlWork<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /**
   * Reads rows as long as somebody waits for them.
   *
   * @param stop asked now and then, on another thread; true: nobody does
   * @throws StatementStoppedException out of {@link Database}, when it was stopped
   */
  public <T> List<T> list(Sql sql, Sql.RowReader<T> reader, BooleanSupplier stop) {
    return sql(
        on -> {
          try (PreparedStatement statement = sql.prepare(on);
              StatementWatch.Watched watched = watch.watch(statement, stop)) {
            return Sql.list(statement, reader);
          }
        });
  }

  /** For the rare statement that the two databases spell differently. */
  public DatabaseKind kind() {
    return kind;
  }

  /**
   * Runs {@code action} once the transaction is committed (and forced, if it was to be), on the
   * same thread; never when it is rolled back. For refreshing snapshots in memory.
   */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }

  void commit() throws SQLException {
    if (session == null) {
      connection.commit();
    } else {
      session.getTransaction().commit();
    }
  }

  void rollback() throws SQLException {
    if (session == null) {
      connection.rollback();
      return;
    }
    Transaction transaction = session.getTransaction();
    if (transaction.isActive()) {
      transaction.rollback();
    }
  }

  /**
   * Ends a transaction that only reads. Where no session was opened it is committed, for a rollback
   * makes H2 forget the connection's prepared statements, and preparing costs more than running.
   */
  void endReading() throws SQLException {
    if (session == null) {
      connection.commit();
      return;
    }
    try {
      rollback();
    } finally {
      end();
    }
  }

  /** Lets go of the session; the connection is its owner's. */
  void end() {
    if (session != null) {
      session.close();
    }
  }

  /** Carries a failure out of the work; {@link DatabaseException} says what may be said of it. */
  static final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    SqlFailure(SQLException cause) {
      super(cause);
    }
  }
}
