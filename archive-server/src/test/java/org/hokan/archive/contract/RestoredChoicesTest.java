package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.hokan.archive.db.ChangeLoader;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Choices of before it was written down whose word they are, migrated and restored. */
class RestoredChoicesTest {
  private static final String NOON = "2026-05-01 12:00:00+00";
  private static final String LATER = "2026-06-01 12:00:00+00";

  @TempDir private Path folder;

  /** A row as it was then. */
  private record Old(int id, boolean chosen, String rule, String at, String by) {
    String sql() {
      return ("insert into contract_backup_choice values (%d, 'demo-1', 'PATIENT', 'P%d', %s,"
              + " date '2026-05-01', '%s', timestamp with time zone '%s', '%s')")
          .formatted(id, id, chosen, rule, at, by);
    }

    String json() {
      return ("{\"insert\":\"contract_backup_choice\",\"row\":{\"id\":%d,\"contract\":\"demo-1\","
              + "\"unit\":\"PATIENT\",\"object_key\":\"P%d\",\"chosen\":%s,"
              + "\"from_day\":\"2026-05-01\",\"rule_name\":\"%s\",\"made_at\":\"%s\","
              + "\"made_by\":\"%s\"}}")
          .formatted(id, id, chosen, rule, at, by);
    }
  }

  private static final List<Old> ROWS =
      List.of(
          new Old(1, true, "", NOON, "node"),
          new Old(2, true, "", NOON, "sato"),
          new Old(3, true, "", LATER, "sato"),
          new Old(4, true, "", NOON, "suzuki"),
          new Old(5, false, "", NOON, "sato"),
          new Old(6, true, "ENDO1/stills@1", LATER, "node"),
          new Old(7, false, "", LATER, "node"));

  private static final String STEP =
      "insert into contract_step values"
          + " (1, 'demo-1', 'demo', 1, 'ACCEPT', 1, 'FACILITY', 'Sato', null, '',"
          + " timestamp with time zone '%s', 'sato')".formatted(NOON);
  private static final String STEP_CHANGE =
      "{\"insert\":\"contract_step\",\"row\":{\"id\":1,\"contract\":\"demo-1\",\"facility\":\"demo\","
          + "\"number\":1,\"action\":\"ACCEPT\",\"version\":1,\"side\":\"FACILITY\","
          + "\"signed_by\":\"Sato\",\"on_day\":null,\"note\":\"\",\"made_at\":\"%s\","
              .formatted(NOON)
          + "\"made_by\":\"sato\"}}";

  @Test
  void aJournalOfBeforeTellsApartWhoseWordAChoiceIsAsTheMigrationDoes() throws SQLException {
    List<String> changes = new ArrayList<>(ROWS.stream().map(Old::json).toList());
    changes.add(STEP_CHANGE); // a snapshot has the tables in any order
    try (Database restored = open("restored");
        Database migrated = migrated()) {
      load(restored, changes);
      assertThat(voices(restored))
          .isEqualTo(voices(migrated))
          .containsExactly(
              "AGREEMENT", "AGREEMENT", "PERSON", "PERSON", "PERSON", "RULE", "PERSON");
    }
  }

  @Test
  void aJournalThatSaysWhoseWordAChoiceIsIsTakenAtItsWord() {
    String said = ROWS.get(0).json().replace("}}", ",\"said_in\":\"PERSON\"}}");
    try (Database database = open("said")) {
      load(database, List.of(said));
      assertThat(voices(database)).containsExactly("PERSON");
    }
  }

  private Database open(String name) {
    return Database.open(DatabaseSettings.h2(folder.resolve(name)), Contracts.entities());
  }

  private static void load(Database database, List<String> changes) {
    try (ChangeLoader loader = database.changes().loader()) {
      changes.forEach(loader::apply);
      loader.mark();
      loader.commit("journal", 1, "0");
    }
  }

  private static List<String> voices(Database database) {
    return database.read(
        tx ->
            tx.session()
                .createNativeQuery(
                    "select said_in from contract_backup_choice order by id", String.class)
                .getResultList());
  }

  private Database migrated() throws SQLException {
    DatabaseSettings settings = DatabaseSettings.h2(folder.resolve("migrated"));
    JdbcDataSource before = new JdbcDataSource();
    before.setUrl(settings.url());
    before.setUser(settings.user());
    Flyway.configure()
        .dataSource(before)
        .locations("classpath:schema/common", "classpath:schema/h2")
        .target("035")
        .load()
        .migrate();
    try (Connection connection = before.getConnection();
        Statement statement = connection.createStatement()) {
      for (Old row : ROWS) {
        statement.execute(row.sql());
      }
      statement.execute(STEP);
    }
    return open("migrated");
  }
}
