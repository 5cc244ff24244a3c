package org.hokan.archive.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {
  @TempDir private Path folder;

  @Test
  void aDatabaseOfAnEarlierReleaseGetsAlsoMigrationsWithLowerNumbersThanItsLast()
      throws IOException, URISyntaxException {
    JdbcDataSource earlier = new JdbcDataSource();
    earlier.setUrl("jdbc:h2:file:" + folder.resolve("earlier"));
    int applied = flyway(earlier, migrationsBut("V111")).migrate().migrationsExecuted;
    Opening.migrate(earlier, DatabaseKind.H2);
    Flyway now = flyway(earlier, migrationsBut("none"));
    assertThat(now.info().pending()).isEmpty();
    assertThat(now.info().applied()).hasSize(applied + 1);
  }

  private static Flyway flyway(JdbcDataSource database, Path migrations) {
    return Flyway.configure()
        .dataSource(database)
        .locations("filesystem:" + migrations)
        .outOfOrder(true)
        .load();
  }

  private Path migrationsBut(String left) throws IOException, URISyntaxException {
    Path copy = Files.createDirectories(folder.resolve("but-" + left));
    for (String each : List.of("schema/common", DatabaseKind.H2.migrations())) {
      URL found = MigrationTest.class.getClassLoader().getResource(each);
      try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(found).toURI()))) {
        for (Path file :
            files.filter(file -> !file.getFileName().toString().startsWith(left)).toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    }
    return copy;
  }
}
