package org.hokan.archive.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Hands committed changes to the log. Only whole transactions are seen here, as only one writes at
 * a time. Thread-safe.
 */
final class Outbox {
  private static final int PAGE = 500;
  private static final String NEXT =
      "select id, tx, change from change_outbox where id > ? order by id limit " + PAGE;

  private final DataSource pool;
  private final ReentrantLock flushing = new ReentrantLock(true);
  private volatile @Nullable ChangeLog log;
  private volatile boolean failed;
  private volatile long kept;

  Outbox(DataSource pool) {
    this.pool = pool;
  }

  /**
   * Hands over from now on.
   *
   * @param number the latest change that the log has
   */
  void attach(ChangeLog changeLog, long number) {
    kept = number;
    log = changeLog;
  }

  /** Number of the latest change that the log has. */
  long kept() {
    return kept;
  }

  /** Refuses a change that could not be protected; tries again first. */
  void check() {
    if (failed) {
      flush(false);
    }
  }

  /** Returns when the log has all that is committed; at once when there is no log. */
  void flush() {
    flush(true);
  }

  private void flush(boolean made) {
    ChangeLog to = log;
    if (to == null) {
      return;
    }
    flushing.lock();
    try (Connection connection = pool.getConnection()) {
      Pending pending = new Pending(connection, kept);
      if (pending.hasNext()) {
        to.keep(pending);
      }
      kept = pending.last;
      failed = false;
      connection.rollback();
    } catch (RuntimeException | SQLException e) {
      failed = true;
      throw new ChangeLogException(made, e);
    } finally {
      flushing.unlock();
    }
  }

  /** Page by page. */
  private static final class Pending implements Iterator<Change> {
    private final Connection connection;
    private final Deque<Change> page = new ArrayDeque<>();
    private long last;
    private boolean ended;

    Pending(Connection connection, long after) {
      this.connection = connection;
      this.last = after;
    }

    @Override
    public boolean hasNext() {
      if (page.isEmpty() && !ended) {
        read();
      }
      return !page.isEmpty();
    }

    @Override
    public Change next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Change change = page.removeFirst();
      last = change.number();
      return change;
    }

    private void read() {
      try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
        statement.setLong(1, last);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            page.add(new Change(rows.getLong(1), rows.getString(2), rows.getString(3)));
          }
        }
        ended = page.size() < PAGE;
      } catch (SQLException e) {
        throw DatabaseException.of(new IllegalStateException("outbox: cannot be read", e));
      }
    }
  }
}
