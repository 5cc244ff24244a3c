package org.hokan.archive.db;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2's file holds what is in it, and not every page that was ever written. */
class FileRoomTest {
  private static final int COMMITS = 3_000;
  private static final int TIDY = 100;

  @TempDir Path folder;

  @Test
  void theFileDoesNotGrowWithEachSmallCommit() throws IOException {
    long left = sizeAfterCommits("left", COMMITS + 1);
    long tidied = sizeAfterCommits("tidied", TIDY);
    assertThat(tidied).isLessThan(left / 3);
  }

  /** Rows under random keys, one in each commit, as images come that are far between. */
  private long sizeAfterCommits(String name, int tidyEvery) throws IOException {
    DatabaseSettings usual = DatabaseSettings.h2(folder.resolve(name));
    // H2 keeps replaced parts for a while for the case of a power loss; not in this test.
    DatabaseSettings settings =
        new DatabaseSettings(
            usual.url() + ";RETENTION_TIME=0", usual.user(), usual.password(), usual.poolSize());
    try (Database database = Database.open(settings, List.of(Row.class))) {
      database.run(
          tx ->
              tx.session()
                  .createNativeMutationQuery("create table keyed (name varchar(80) primary key)")
                  .executeUpdate());
      for (int i = 1; i <= COMMITS; i++) {
        Row row = new Row("%064x".formatted((i * 0x9E3779B97F4A7C15L) >>> 1));
        database.run(tx -> tx.session().insert(row));
        if (i % tidyEvery == 0) {
          database.tidy();
        }
      }
      assertThat(database.read(FileRoomTest::rows)).isEqualTo(COMMITS);
      return Files.size(folder.resolve(name + ".mv.db"));
    }
  }

  private static long rows(Tx tx) {
    return tx.session()
        .createSelectionQuery("select count(*) from Keyed", Long.class)
        .getSingleResult();
  }

  @Entity(name = "Keyed")
  @Table(name = "keyed")
  static class Row {
    @Id String name;

    Row() {
      this("");
    }

    Row(String name) {
      this.name = name;
    }
  }
}
