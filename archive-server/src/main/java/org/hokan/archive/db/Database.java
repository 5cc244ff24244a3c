package org.hokan.archive.db;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's database: an H2 file or a PostgreSQL that several nodes share.
 *
 * <p>Work runs in one READ COMMITTED transaction each; an exception out of the work rolls it back.
 * Work that writes is <b>run again from its start</b>, at most {@value #ATTEMPTS} times in all,
 * when it lost a race: a deadlock, a serialization failure, a lock timeout, or a row that another
 * transaction inserted first (unique key). So the work must look before it inserts, and change
 * nothing outside the database except through {@link Tx#afterCommit}. Whoever still collides at the
 * last attempt gets {@link DuplicateKeyException}, or the database's own exception.
 *
 * <p>What {@link #write} commits outlives the process. What {@link #writeForced} commits, and
 * everything before it, outlives a power loss, and the loss of the database when its {@link
 * #changes} are kept somewhere. On H2 one transaction writes at a time. Thread-safe.
 */
public final class Database implements AutoCloseable {
  static final int ATTEMPTS = 8;
  private static final int STEPS = 4;
  private static final long FIRST_PAUSE_NANOS = 2_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final DatabaseKind kind;
  private final HikariDataSource pool;
  private final SessionFactory sessions;
  private final ConcurrentMap<String, LookUp> lookUps = new ConcurrentHashMap<>();

  /**
   * Of H2: held by the one transaction that writes. H2 saves its maps one after the other, so what
   * it saves while another transaction writes can hold a row without its undo entry, or an index
   * entry without its row; after a kill these stay.
   */
  private final ReentrantLock writing = new ReentrantLock(true);

  private final StatementWatch watch = new StatementWatch();
  private final Changes changes;
  private final FileRoom room;
  private final Semaphore searching;
  private volatile boolean damaged;
  private volatile Runnable whenDamaged = () -> {};
  private final CompletableFuture<Boolean> selfClosed = new CompletableFuture<>();

  private Database(
      DatabaseKind kind, HikariDataSource pool, SessionFactory sessions, List<Class<?>> entities) {
    this.kind = kind;
    this.pool = pool;
    this.sessions = sessions;
    this.changes = new Changes(pool, writing, entities);
    this.room = new FileRoom(pool);
    this.searching = new Semaphore(Math.max(1, pool.getMaximumPoolSize() / 2), true);
  }

  /**
   * Connects, migrates the schema, and meanwhile prepares the mapping, which takes longest.
   *
   * @param entities annotated classes of all rooms; package-private ones are fine
   */
  public static Database open(DatabaseSettings settings, List<Class<?>> entities) {
    HikariDataSource pool = Opening.pool(settings);
    CompletableFuture<SessionFactory> sessions =
        CompletableFuture.supplyAsync(() -> Opening.sessions(pool, settings.kind(), entities));
    try {
      Opening.migrate(pool, settings.kind());
      return new Database(settings.kind(), pool, sessions.join(), entities);
    } catch (RuntimeException e) {
      closeAfterFailure(sessions, pool);
      throw e instanceof CompletionException && e.getCause() instanceof RuntimeException cause
          ? cause
          : e;
    }
  }

  private static void closeAfterFailure(
      CompletableFuture<SessionFactory> sessions, HikariDataSource pool) {
    try {
      sessions.join().close();
    } catch (CompletionException e) {
      LOG.debug("mapping was not prepared", e.getCause());
    } finally {
      pool.close();
    }
  }

  /** Reads in one transaction; nothing that the work writes through the session is kept. */
  public <T> T read(Function<Tx, T> work) {
    try {
      return readOn(work);
    } catch (RuntimeException e) {
      notice(e);
      throw DatabaseException.of(e);
    } catch (SQLException e) {
      notice(e);
      throw DatabaseException.of(new Tx.SqlFailure(e));
    }
  }

  /** As {@link #read}, for reads that may last: half of the connections stay free of them. */
  public <T> T search(Function<Tx, T> work) {
    searching.acquireUninterruptibly();
    try {
      return read(work);
    } finally {
      searching.release();
    }
  }

  private <T> T readOn(Function<Tx, T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Tx tx = new Tx(connection, sessions, kind, watch);
      try {
        return work.apply(tx);
      } finally {
        tx.endReading();
      }
    }
  }

  /**
   * A statement kept prepared, for the look-up that each arriving object costs; the same one for
   * the same text.
   *
   * @param sql a query whose first column is a text
   */
  public LookUp lookUp(String sql) {
    return lookUps.computeIfAbsent(
        sql, text -> new LookUp(pool, text, pool.getMaximumPoolSize() / LookUp.SHARE));
  }

  /**
   * Whether H2 met something in its file that it did not write there. Then the database is to be
   * made anew at the next start.
   */
  public boolean isDamaged() {
    return damaged;
  }

  private void notice(Exception failure) {
    if (kind == DatabaseKind.H2 && !damaged && Damage.isIn(failure)) {
      damaged = true;
      LOG.error(
          "database: damaged: {} (expected: a file as it was written); stop the node and start it"
              + " again: it is made anew",
          failure.getClass().getSimpleName());
      whenDamaged.run();
    }
    if (kind == DatabaseKind.H2 && SelfClosed.isIn(failure)) {
      selfClosed.complete(true);
    }
  }

  /**
   * To be run once, on the thread that meets it, when H2 has closed the database by itself: its
   * file could not be written. Nothing can be read or written in this process any more.
   */
  public void whenSelfClosed(Runnable action) {
    selfClosed.thenRun(action);
  }

  /** To be run when damage is met, on the thread that meets it. */
  public void whenDamaged(Runnable action) {
    whenDamaged = action;
  }

  /**
   * Writes in one transaction, for what can be made anew: rows of the index, what follows from
   * them.
   */
  public <T> T write(Function<Tx, T> work) {
    return repeated(work, false);
  }

  /** As {@link #write}, for work with no answer. */
  public void run(Consumer<Tx> work) {
    write(answerNothing(work));
  }

  /**
   * Writes in one transaction that is forced to the device before this returns. For whatever a
   * person is told is done: contracts, closed months, admissions. Changes of journaled tables are
   * in the log before this returns.
   *
   * @throws ChangeLogException when the log cannot be written: then nothing is changed, or, at its
   *     first failure, what is changed stays changed and the log gets it later
   */
  public <T> T writeForced(Function<Tx, T> work) {
    changes.outbox().check();
    return repeated(work, true);
  }

  /** As {@link #writeForced}, for work with no answer. */
  public void runForced(Consumer<Tx> work) {
    writeForced(answerNothing(work));
  }

  public DatabaseKind kind() {
    return kind;
  }

  /** Of H2 only: the changes of journaled tables, to be kept elsewhere. */
  public Changes changes() {
    if (kind != DatabaseKind.H2) {
      throw new IllegalStateException(
          "changes: %s (expected: H2; others have their own means)".formatted(kind));
    }
    return changes;
  }

  /**
   * Gives room in H2's file back that many small commits left behind, in short steps between which
   * others write; to be called every few seconds. Elsewhere nothing.
   */
  public void tidy() {
    if (kind == DatabaseKind.H2) {
      for (int step = 0; step < STEPS && tidyAlone(); step++) {
        // Until there is nothing to move; what is left waits for the next call.
      }
    }
  }

  private boolean tidyAlone() {
    writing.lock();
    try {
      return room.step();
    } catch (RuntimeException e) {
      notice(e);
      throw DatabaseException.of(e);
    } catch (SQLException e) {
      notice(e);
      throw DatabaseException.of(new Tx.SqlFailure(e));
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() {
    lookUps.values().forEach(LookUp::close);
    watch.close();
    try {
      sessions.close();
    } finally {
      if (kind == DatabaseKind.H2 && !pool.isClosed()) {
        checkpoint();
      }
      pool.close();
    }
  }

  private static Function<Tx, Boolean> answerNothing(Consumer<Tx> work) {
    return tx -> {
      work.accept(tx);
      return true;
    };
  }

  private <T> T repeated(Function<Tx, T> work, boolean forced) {
    Done<T> done = untilCommitted(work, forced);
    try {
      if (forced) {
        changes.outbox().flush();
      }
    } finally {
      // It takes effect also when it could not be protected yet.
      done.tx().committed();
    }
    return done.answer();
  }

  private <T> Done<T> untilCommitted(Function<Tx, T> work, boolean forced) {
    for (int attempt = 1; ; attempt++) {
      try {
        return kind == DatabaseKind.H2 ? alone(work, forced) : once(work, forced);
      } catch (RuntimeException e) {
        notice(e);
        LostRace race = LostRace.of(e);
        if (race == LostRace.NONE || attempt == ATTEMPTS) {
          throw DatabaseException.of(e);
        }
        LOG.debug("transaction lost a race ({}), attempt {} of {}", race, attempt, ATTEMPTS);
        pause(attempt);
      }
    }
  }

  private <T> Done<T> alone(Function<Tx, T> work, boolean forced) {
    writing.lock();
    try {
      return once(work, forced);
    } finally {
      writing.unlock();
    }
  }

  /** A committed transaction and what its work answered. */
  private record Done<T>(Tx tx, T answer) {}

  private <T> Done<T> once(Function<Tx, T> work, boolean forced) {
    Done<T> done;
    try (Connection connection = pool.getConnection()) {
      done = committed(new Tx(connection, sessions, kind, watch), work, forced);
    } catch (SQLException e) {
      throw new Tx.SqlFailure(e);
    }
    if (forced && kind == DatabaseKind.H2) {
      checkpoint();
    }
    return done;
  }

  private <T> Done<T> committed(Tx tx, Function<Tx, T> work, boolean forced) throws SQLException {
    try {
      if (forced && kind == DatabaseKind.POSTGRESQL) {
        tx.sql(Database::forceThisCommit);
      }
      Done<T> done = new Done<>(tx, work.apply(tx));
      tx.commit();
      return done;
    } catch (SQLException | RuntimeException | Error e) {
      rollback(tx, e);
      throw e;
    } finally {
      tx.end();
    }
  }

  private static boolean forceThisCommit(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("set local synchronous_commit = on");
    }
  }

  /** H2 writes commits to its file but never forces them; this does. */
  private void checkpoint() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("checkpoint sync");
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("database: could not be forced to disk", e);
    }
  }

  private static void rollback(Tx tx, Throwable cause) {
    try {
      tx.rollback();
    } catch (SQLException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static void pause(int attempt) {
    long longest = FIRST_PAUSE_NANOS << Math.min(attempt, 6);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
  }
}
