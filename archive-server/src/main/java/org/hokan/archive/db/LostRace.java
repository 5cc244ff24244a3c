package org.hokan.archive.db;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What made a transaction fail, as far as running it again may help. */
enum LostRace {
  NONE,
  /** Another transaction inserted the same unique key first. */
  DUPLICATE_KEY,
  /** Deadlock, serialization failure, concurrent update or lock timeout. */
  COLLISION;

  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * 40001 serialization and H2's deadlock, 40P01 PostgreSQL's deadlock, 55P03 and HYT00 lock
   * timeouts, 90131 H2's concurrent update.
   */
  private static final Set<String> COLLISIONS = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

  static LostRace of(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && e.getSQLState() != null) {
        LostRace race = ofState(e);
        if (race != NONE) {
          return race;
        }
      }
    }
    return NONE;
  }

  private static LostRace ofState(SQLException failure) {
    for (@Nullable SQLException e = failure; e != null; e = e.getNextException()) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        return DUPLICATE_KEY;
      }
      if (e.getSQLState() != null && COLLISIONS.contains(e.getSQLState())) {
        return COLLISION;
      }
    }
    return NONE;
  }
}
