package org.hokan.archive.db;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels statements that nobody waits for any more. Thread-safe. */
final class StatementWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatementWatch.class);

  /** Nearly every statement has ended before it is looked at the first time. */
  private static final long INTERVAL_MILLIS = 500;

  private final ScheduledThreadPoolExecutor looker =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "database-watch");
            thread.setDaemon(true);
            return thread;
          });

  StatementWatch() {
    looker.setRemoveOnCancelPolicy(true);
  }

  /** A statement that is looked at until this is closed. */
  interface Watched extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Looks at a statement from now on.
   *
   * @param stop asked twice a second; true: the statement is cancelled
   */
  Watched watch(Statement statement, BooleanSupplier stop) {
    Future<?> looking =
        looker.scheduleWithFixedDelay(
            () -> look(statement, stop), INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    return () -> looking.cancel(false);
  }

  private static void look(Statement statement, BooleanSupplier stop) {
    if (stop.getAsBoolean()) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        LOG.warn("database: a statement cannot be cancelled, SQL state {}", e.getSQLState());
      }
    }
  }

  @Override
  public void close() {
    looker.shutdownNow();
  }
}
