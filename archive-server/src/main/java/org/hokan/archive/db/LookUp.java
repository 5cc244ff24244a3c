package org.hokan.archive.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One query, kept prepared on a few connections: without a session, a transaction of its own and
 * the work of parsing, a look-up by a unique index takes a tenth of the time. Sees what was
 * committed before it was asked. Thread-safe.
 */
public final class LookUp {
  private static final Logger LOG = LoggerFactory.getLogger(LookUp.class);

  /** One of so many connections may be kept for it. */
  static final int SHARE = 4;

  private final DataSource pool;
  private final String sql;
  private final int most;
  private final Queue<Prepared> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger kept = new AtomicInteger();
  private volatile boolean closed;

  LookUp(DataSource pool, String sql, int most) {
    this.pool = pool;
    this.sql = sql;
    this.most = most;
  }

  /** A connection and the statement on it. */
  private record Prepared(Connection connection, PreparedStatement statement) {
    Optional<String> ask(String... values) throws SQLException {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /**
   * The first column of the first row; empty without one.
   *
   * @param values of the query's parameters, in order
   */
  public Optional<String> first(String... values) {
    try {
      Prepared known = idle.poll();
      if (known != null) {
        kept.decrementAndGet();
        try {
          return ask(known, values);
        } catch (SQLException e) {
          LOG.debug("a kept connection failed; another one is asked", e);
        }
      }
      return ask(prepare(), values);
    } catch (SQLException e) {
      throw DatabaseException.of(e);
    }
  }

  private Optional<String> ask(Prepared prepared, String... values) throws SQLException {
    boolean done = false;
    try {
      Optional<String> answer = prepared.ask(values);
      done = true;
      return answer;
    } finally {
      if (done) {
        keep(prepared);
      } else {
        end(prepared);
      }
    }
  }

  private Prepared prepare() throws SQLException {
    Connection connection = pool.getConnection();
    try {
      connection.setAutoCommit(true);
      return new Prepared(connection, connection.prepareStatement(sql));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void keep(Prepared prepared) {
    if (kept.incrementAndGet() > most) {
      kept.decrementAndGet();
      end(prepared);
      return;
    }
    idle.add(prepared);
    if (closed) {
      close();
    }
  }

  private static void end(Prepared prepared) {
    try (Connection connection = prepared.connection()) {
      prepared.statement().close();
      LOG.trace("connection {} is given back", connection);
    } catch (SQLException e) {
      LOG.debug("connection cannot be given back in order", e);
    }
  }

  void close() {
    closed = true;
    for (@Nullable Prepared each = idle.poll(); each != null; each = idle.poll()) {
      kept.decrementAndGet();
      end(each);
    }
  }
}
