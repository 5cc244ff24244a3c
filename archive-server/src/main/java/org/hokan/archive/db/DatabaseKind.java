package org.hokan.archive.db;

/** The databases that the node runs on; their few differences are asked for here. */
public enum DatabaseKind {
  /** Embedded, in a file of the data folder. */
  H2("H2", "schema/h2"),
  /** Shared by any number of nodes. */
  POSTGRESQL("PostgreSQL", "schema/postgresql");

  private final String productName;
  private final String migrations;

  DatabaseKind(String productName, String migrations) {
    this.productName = productName;
    this.migrations = migrations;
  }

  /** As JDBC drivers say it. */
  String productName() {
    return productName;
  }

  /** Class path folder of the migrations that only this database gets. */
  String migrations() {
    return migrations;
  }

  static DatabaseKind of(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return H2;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return POSTGRESQL;
    }
    throw new IllegalArgumentException(
        "database url: \"%s\" (expected: jdbc:h2:... or jdbc:postgresql:...)"
            .formatted(url.replaceAll("[?;].*", "")));
  }
}
