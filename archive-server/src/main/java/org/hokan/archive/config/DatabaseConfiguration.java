package org.hokan.archive.config;

import java.util.Optional;

/**
 * Section {@code database}.
 *
 * @param url empty: an embedded database in the data directory
 */
public record DatabaseConfiguration(
    Optional<String> url, String user, String password, int poolSize) {

  static DatabaseConfiguration of(Values values) {
    return new DatabaseConfiguration(
        Optional.of(values.get(Keys.DATABASE_URL)).filter(url -> !url.isEmpty()),
        values.get(Keys.DATABASE_USER),
        values.get(Keys.DATABASE_PASSWORD),
        values.get(Keys.DATABASE_POOL_SIZE));
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return "DatabaseConfiguration[url=%s, user=%s, poolSize=%d]"
        .formatted(url.isPresent() ? "********" : "", user, poolSize);
  }
}
