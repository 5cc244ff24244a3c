package org.hokan.archive.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.hokan.archive.db.Change;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseException;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.SideFolder;
import org.hokan.archive.storage.StorageSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that the journal takes, it gives back; one that it could not is refused before. */
class JournalLimitTest {
  /** What a line holds besides the bytes of the row, at most. */
  private static final int REST = 1000;

  @TempDir private Path folder;

  private Database database(String name) {
    Database database =
        Database.open(
            DatabaseSettings.h2(folder.resolve(name)).withPoolSize(2), List.of(Thing.class));
    database.run(
        tx -> {
          for (String sql :
              List.of(
                  "create table thing (id bigint primary key, name varchar(100) unique, on_day"
                      + " date, happened timestamp(6) with time zone, price numeric(20, 4), good"
                      + " boolean not null, bytes bytea, number integer not null)",
                  "create sequence thing_seq start with 1 increment by 10")) {
            tx.session().createNativeMutationQuery(sql).executeUpdate();
          }
        });
    return database;
  }

  private static void put(Database database, long id, int bytes) {
    Thing thing = new Thing(id, "thing " + id);
    thing.bytes = new byte[bytes];
    database.runForced(tx -> tx.session().insert(thing));
  }

  private static List<String> lengths(Database database) {
    return database.read(
        tx ->
            tx.session()
                .createNativeQuery(
                    "select id || ' ' || octet_length(bytes) from thing order by id", String.class)
                .getResultList());
  }

  @Test
  void theLongestRowComesBackAndALongerOneIsRefusedWithoutATrace() {
    int longest = (Change.LONGEST - REST) / 2; // two digits each
    try (PackStore store =
        PackStore.open(
            StorageSettings.builder(folder).minimumFreeSpace(0).build(), Clock.systemUTC())) {
      List<SideFolder> volumes = store.beside(Journal.FOLDER);
      try (Database database = database("one");
          Journal journal =
              Journal.start(database.changes(), () -> volumes, Clock.systemUTC(), Long.MAX_VALUE)) {
        assertThat(journal.status()).isNotNull();
        put(database, 1, longest);
        assertThatThrownBy(() -> put(database, 2, longest + REST))
            .isInstanceOf(DatabaseException.class);
        put(database, 3, 10);
        assertThat(lengths(database)).containsExactly("1 " + longest, "3 10");
      }
      Journals journals = new Journals(volumes);
      try (Database other = database("two")) {
        journals.sources(journals.databases().get(0)).get(0).restore(other.changes());
        assertThat(lengths(other)).containsExactly("1 " + longest, "3 10");
      }
    }
  }
}
