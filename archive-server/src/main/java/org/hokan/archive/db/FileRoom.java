package org.hokan.archive.db;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/**
 * The room in H2's file. Each commit writes the pages that it changed anew, together; what is still
 * used of such a part after most of it was written anew keeps all of the part. H2 would move it
 * away in the background, which is switched off (see {@link DatabaseSettings}): so we do, while
 * nothing else writes.
 */
final class FileRoom {
  /** Of the bytes of all parts, in percent: above it nothing is moved. */
  private static final int FILLED = 50;

  /** What one step moves at most: some milliseconds, in which nobody writes. */
  private static final int STEP = 4 << 20;

  private final DataSource pool;

  FileRoom(DataSource pool) {
    this.pool = pool;
  }

  /** Moves what is used of parts that are mostly not; whether there was something to move. */
  boolean step() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
      return session.getDatabase().getStore().getMvStore().getFileStore().compact(FILLED, STEP);
    }
  }
}
