package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.db.Derived;
import org.hokan.archive.db.Journaled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of every table somebody has decided whether it can be made anew. */
class JournaledTablesTest {
  /**
   * Of the database itself; and a count of changes, which begins anew with a new database.
   * Hibernate's own, made beside the migrations, would stand in their way. The guard is always
   * empty.
   */
  private static final Set<String> WITHOUT_ENTITY =
      Set.of(
          "flyway_schema_history",
          "change_outbox",
          "change_position",
          "ae_revision",
          "billing_guard");

  @Test
  void everyEntityIsJournaledOrDerived() {
    assertThat(Rooms.tables())
        .allSatisfy(
            entity ->
                assertThat(
                        entity.isAnnotationPresent(Journaled.class)
                            ^ entity.isAnnotationPresent(Derived.class))
                    .as("%s is either @Journaled or @Derived", entity.getSimpleName())
                    .isTrue());
  }

  @Test
  void everyTableHasAnEntity(@TempDir Path folder) {
    Set<String> known =
        Rooms.tables().stream()
            .map(entity -> entity.getAnnotation(Table.class).name())
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(WITHOUT_ENTITY);
    try (Database database =
        Database.open(DatabaseSettings.h2(folder.resolve("database")), Rooms.tables())) {
      List<String> tables =
          database.read(
              tx ->
                  tx.session()
                      .createNativeQuery(
                          "select lower(table_name) from information_schema.tables"
                              + " where table_schema = 'PUBLIC'",
                          String.class)
                      .getResultList());
      assertThat(known).containsAll(tables);
    }
  }
}
