package org.hokan.archive.db;

import java.nio.file.Path;

/**
 * Where the database is and how many connections the node may hold.
 *
 * @param url JDBC URL of an H2 file or a PostgreSQL database
 * @param poolSize most connections at once
 */
public record DatabaseSettings(String url, String user, String password, int poolSize) {
  private static final int DEFAULT_POOL_SIZE = 16;

  /**
   * H2 never waits longer than 20 s for a lock, writes each commit to its file at once, for a
   * writer in the background would save what a transaction has half done (see {@link Database}),
   * and is closed by us, in order, not by a hook of its own.
   */
  private static final String H2_OPTIONS =
      ";WRITE_DELAY=0;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=65536;QUERY_CACHE_SIZE=128";

  public DatabaseSettings {
    DatabaseKind.of(url);
    if (poolSize < 2) {
      throw new IllegalArgumentException("database pool: %d (expected: >= 2)".formatted(poolSize));
    }
  }

  /**
   * An embedded database in one file.
   *
   * @param file without the ending {@code .mv.db}, which H2 adds
   */
  public static DatabaseSettings h2(Path file) {
    return new DatabaseSettings(
        "jdbc:h2:file:" + file.toAbsolutePath() + H2_OPTIONS, "sa", "", DEFAULT_POOL_SIZE);
  }

  public static DatabaseSettings postgresql(String url, String user, String password) {
    return new DatabaseSettings(url, user, password, DEFAULT_POOL_SIZE);
  }

  public DatabaseKind kind() {
    return DatabaseKind.of(url);
  }

  public DatabaseSettings withPoolSize(int connections) {
    return new DatabaseSettings(url, user, password, connections);
  }

  /** Without the password, and without the URL's options, which may hold one. */
  @Override
  public String toString() {
    return "DatabaseSettings[%s, user=%s, pool=%d]"
        .formatted(url.replaceAll("[?;].*", ""), user, poolSize);
  }
}
