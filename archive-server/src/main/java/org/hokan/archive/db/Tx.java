package org.hokan.archive.db;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.StatelessSession;

/**
 * One running transaction. Valid only inside the work that {@link Database} called with it, on that
 * thread.
 */
public final class Tx {
  private final StatelessSession session;
  private final DatabaseKind kind;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Tx(StatelessSession session, DatabaseKind kind) {
    this.session = session;
    this.kind = kind;
  }

  /**
   * For rooms with tables only. The transaction is ended by {@link Database}, never through the
   * session.
   */
  public StatelessSession session() {
    return session;
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
}
