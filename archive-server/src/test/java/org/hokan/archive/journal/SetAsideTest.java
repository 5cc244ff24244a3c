package org.hokan.archive.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files of a volume's journal that cannot be gone on with. */
class SetAsideTest {
  private static final long NEVER = Long.MAX_VALUE / 2;

  @TempDir private Path folder;

  private PackStore store;
  private List<Faults> volumes;
  private Database database;
  private Journal journal;

  @BeforeEach
  void open() {
    store =
        PackStore.open(
            StorageSettings.builder(folder)
                .volumes(List.of(folder.resolve("one"), folder.resolve("two")))
                .minimumFreeSpace(0)
                .build(),
            Clock.systemUTC());
    volumes = store.beside(Journal.FOLDER).stream().map(Faults::new).toList();
    database = Database.open(DatabaseSettings.h2(folder.resolve("database")), List.of(Thing.class));
    for (String sql :
        List.of(
            "create table thing (id bigint primary key, name varchar(100) unique, on_day date,"
                + " happened timestamp(6) with time zone, price numeric(20, 4),"
                + " good boolean not null, bytes varbinary(100), number integer not null)",
            "create sequence thing_seq start with 1 increment by 10")) {
      database.run(tx -> tx.session().createNativeMutationQuery(sql).executeUpdate());
    }
    journal = start();
  }

  @AfterEach
  void close() {
    journal.close();
    database.close();
    store.close();
  }

  private Journal start() {
    return Journal.start(database.changes(), () -> List.copyOf(volumes), Clock.systemUTC(), NEVER);
  }

  private void put(long id) {
    database.runForced(tx -> tx.session().insert(new Thing(id, "thing " + id)));
  }

  /** The first volume misses a change and gets a snapshot. */
  private void missesOne(long id) {
    volumes.get(0).breaks(true);
    put(id);
    volumes.get(0).breaks(false);
    journal.tick();
    assertThat(journal.status().isComplete()).isTrue();
  }

  /** Of the first volume's journal. */
  private List<Path> files(String prefix) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("one").resolve(Journal.FOLDER))) {
      return all.filter(Files::isRegularFile)
          .filter(path -> path.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  /** It is found damaged by the next life. */
  private void damage(String text, String other) throws IOException {
    journal.close();
    Path changes = files("changes-").get(0);
    Files.writeString(changes, Files.readString(changes).replace(text, other));
    journal = start();
  }

  @Test
  void aVolumeThatMissedSomethingAgainAndAgainKeepsNothingOfBefore() throws IOException {
    put(1);
    for (long id = 2; id < 6; id++) {
      missesOne(id);
      assertThat(files("")).as("snapshot and changes").hasSize(2);
    }
  }

  @Test
  void whatASnapshotThatDidNotEndLeftBehindGoesWithTheNextOne() throws IOException {
    put(1);
    volumes.get(0).breaks(true);
    put(2);
    volumes.get(0).breaks(false);
    volumes.get(0).failAt(5);
    journal.tick();
    assertThat(files("replaced-")).isNotEmpty();
    journal.close();

    journal = start();

    assertThat(journal.status().isComplete()).isTrue();
    assertThat(files("replaced-")).isEmpty();
    assertThat(files("snapshot-")).hasSize(1);
  }

  @Test
  void whatIsFoundAndDoesNotAgreeWithTheDatabaseIsNeverRemoved() throws IOException {
    put(1);
    put(2);
    damage("thing 1", "thing 5");
    List<Path> aside = files("aside-");
    assertThat(aside).hasSize(2);
    assertThat(files("aside-changes-").get(0)).content().contains("thing 5");

    missesOne(3);
    put(4);
    damage("thing 4", "thing 6");

    assertThat(files("aside-")).containsAll(aside).hasSize(4);
    assertThat(files("aside-changes-").get(0)).content().contains("thing 5");
  }
}
