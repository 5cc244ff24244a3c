package org.hokan.archive.db;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels statements that nobody waits for any more: one look at all of them twice a second, so
 * that a statement that ends before wakes no thread. Thread-safe.
 */
final class StatementWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatementWatch.class);
  private static final long INTERVAL_MILLIS = 500;

  private final Set<Watched> running = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService looker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "database-watch");
            thread.setDaemon(true);
            return thread;
          });

  StatementWatch() {
    looker.scheduleWithFixedDelay(
        () -> running.forEach(Watched::look),
        INTERVAL_MILLIS,
        INTERVAL_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /** A statement that is looked at until this is closed; after it, it is not cancelled. */
  final class Watched implements AutoCloseable {
    private final Statement statement;
    private final BooleanSupplier stop;

    private Watched(Statement statement, BooleanSupplier stop) {
      this.statement = statement;
      this.stop = stop;
    }

    private synchronized void look() {
      try {
        if (running.contains(this) && stop.getAsBoolean()) {
          statement.cancel();
        }
      } catch (SQLException e) {
        LOG.warn("database: a statement cannot be cancelled, SQL state {}", e.getSQLState());
      } catch (RuntimeException | Error e) { // otherwise none would ever be looked at again
        LOG.error("database: whether anybody waits for a statement cannot be told", e);
      }
    }

    @Override
    public synchronized void close() {
      running.remove(this);
    }
  }

  /**
   * Looks at a statement from now on.
   *
   * @param stop asked about twice a second; true: the statement is cancelled
   */
  Watched watch(Statement statement, BooleanSupplier stop) {
    Watched watched = new Watched(statement, stop);
    running.add(watched);
    return watched;
  }

  @Override
  public void close() {
    looker.shutdownNow();
  }
}
