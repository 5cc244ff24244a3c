package org.hokan.archive.db;

/** Tells tests when another transaction has come as far as it can. */
public final class LockWaits {
  private LockWaits() {}

  /** Whether another waits for this one. On H2 one writes at a time: there it waits, or will. */
  public static boolean anotherWaitsFor(Database database, Tx tx) {
    return database.kind() == DatabaseKind.H2
        || tx.session()
            .createNativeQuery(
                "select exists(select 1 from pg_locks"
                    + " where not granted and pg_backend_pid() = any(pg_blocking_pids(pid)))",
                Boolean.class)
            .getSingleResult();
  }
}
