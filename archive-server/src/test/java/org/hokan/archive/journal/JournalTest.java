package org.hokan.archive.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hokan.archive.db.Change;
import org.hokan.archive.db.ChangeLogException;
import org.hokan.archive.db.DamagedDatabaseException;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.SideFolder;
import org.hokan.archive.storage.StorageSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database, its journal on two volumes, and what comes back when either fails. */
class JournalTest {
  private static final long NEVER = Long.MAX_VALUE / 2;

  @TempDir private Path folder;

  private PackStore store;
  private List<Faults> volumes;
  private Database database;
  private Journal journal;
  private final List<String> additions = new ArrayList<>();
  private int made;

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
    database = fresh();
    journal = start(NEVER);
  }

  @AfterEach
  void close() {
    journal.close();
    database.close();
    store.close();
  }

  private Database fresh() {
    Database made =
        Database.open(
            DatabaseSettings.h2(folder.resolve("database" + this.made++)).withPoolSize(4),
            List.of(Thing.class));
    made.run(
        tx -> {
          for (String sql :
              List.of(
                  "create table if not exists thing (id bigint primary key, name varchar(100) unique,"
                      + " on_day date, happened timestamp(6) with time zone, price numeric(20, 4),"
                      + " good boolean not null, bytes varbinary(100), number integer not null)",
                  "create sequence if not exists thing_seq start with 1 increment by 10")) {
            tx.session().createNativeMutationQuery(sql).executeUpdate();
          }
          additions.forEach(sql -> tx.session().createNativeMutationQuery(sql).executeUpdate());
        });
    return made;
  }

  private Journal start(long compactAfterBytes) {
    return Journal.start(
        database.changes(), () -> List.copyOf(volumes), Clock.systemUTC(), compactAfterBytes);
  }

  private void put(long id) {
    database.runForced(tx -> tx.session().insert(new Thing(id, "thing " + id)));
  }

  private static List<String> rows(Database database) {
    return database.read(
        tx ->
            tx.session()
                .createNativeQuery(
                    "select id || '|' || coalesce(name, '-') || '|' || coalesce(cast(on_day as varchar), '-')"
                        + " || '|' || coalesce(cast(happened as varchar), '-') || '|'"
                        + " || coalesce(cast(price as varchar), '-') || '|' || good || '|'"
                        + " || coalesce(rawtohex(bytes), '-') || '|' || number from thing order by id",
                    String.class)
                .getResultList());
  }

  /** What a new database gets from the volume whose journal reaches farthest. */
  private List<String> restored(SideFolder... from) {
    List<SideFolder> folders = from.length == 0 ? List.copyOf(volumes) : List.of(from);
    Journals journals = new Journals(folders);
    String id = journals.databases().get(0);
    try (Database other = fresh()) {
      JournalException failure = null;
      for (Journals.Source source : journals.sources(id)) {
        try {
          source.restore(other.changes());
          return rows(other);
        } catch (JournalException e) {
          failure = e;
        }
      }
      throw failure == null ? new JournalException("no source") : failure;
    }
  }

  @Test
  void afterAnErrorAmidALongKeepNothingIsAppendedBehindItsLines() {
    put(1);
    Iterator<Change> failing =
        Stream.concat(
                LongStream.rangeClosed(2, 20)
                    .mapToObj(n -> new Change(n, "1", "{\"x\":\"" + "y".repeat(1 << 17) + "\"}")),
                Stream.of(new Change(21, "1", "{}"))
                    .map(
                        last -> {
                          throw new AssertionError("as the test wants");
                        }))
            .map(Change.class::cast)
            .iterator();
    assertThatThrownBy(() -> journal.keep(failing)).isInstanceOf(AssertionError.class);
    assertThat(volumes).allMatch(volume -> volume.open() == 0);
    put(2);
    assertThat(restored()).isEqualTo(rows(database)).hasSize(2);
  }

  @Test
  void aTransactionOfMoreThanAFileComesBackWhole() {
    put(1);
    database.runForced(
        tx -> {
          for (long from = 2; from < 30_000; from += 1000) {
            tx.session()
                .insertMultiple(
                    LongStream.range(from, from + 1000).mapToObj(JournalTest::wide).toList());
          }
        });
    put(100_000);
    assertThat(restored()).isEqualTo(rows(database));
  }

  private static Thing wide(long id) {
    Thing thing = new Thing(id, "thing " + id + " " + "=".repeat(70));
    thing.bytes = new byte[100];
    return thing;
  }

  @Test
  void rowsOfAllTypesComeBackAsTheyWere() {
    database.runForced(
        tx -> {
          Thing full = new Thing(1, "Ångström \"quoted\" \\ \n 山田");
          full.onDay = LocalDate.of(2024, 2, 29);
          full.happened = Instant.parse("2026-11-26T00:00:00.000001Z");
          full.price = new BigDecimal("1000000000000.5000");
          full.good = true;
          full.bytes = new byte[] {0, -1, 127};
          full.number = -7;
          tx.session().insert(full);
          tx.session().insert(new Thing(2, null));
          tx.session().insert(new Thing(3, "goes"));
        });
    database.runForced(
        tx -> {
          tx.session()
              .createMutationQuery("update Thing set number = 8 where id = 2")
              .executeUpdate();
          tx.session().createMutationQuery("delete from Thing where id = 3").executeUpdate();
        });
    assertThat(restored()).isEqualTo(rows(database)).hasSize(2);
  }

  @Test
  void aForcedChangeIsOnEveryVolumeBeforeItIsAnswered() {
    put(1);
    for (Faults volume : volumes) {
      int before = volume.forces();
      assertThat(restored(volume)).hasSize(1);
      assertThat(before).as("forced").isPositive();
    }
  }

  @Test
  void anUnforcedChangeFollowsWithTheNextTick() {
    database.run(tx -> tx.session().insert(new Thing(1, "soon")));
    assertThat(restored()).isEmpty();
    journal.tick();
    assertThat(restored()).hasSize(1);
  }

  @Test
  void nothingOfARolledBackTransactionIsInIt() {
    assertThatThrownBy(
            () ->
                database.runForced(
                    tx -> {
                      tx.session().insert(new Thing(1, "no"));
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    put(2);
    assertThat(restored()).isEqualTo(rows(database)).hasSize(1);
  }

  @Test
  void whateverFailsOnBothVolumesNothingIsAcknowledgedUnprotected() {
    long id = 1;
    for (int n = 1; n < 8; n++) {
      List<Long> acknowledged = new ArrayList<>();
      for (Faults volume : volumes) {
        volume.failAt(n);
      }
      for (int i = 0; i < 6; i++) {
        try {
          put(id);
          acknowledged.add(id);
        } catch (ChangeLogException e) {
          assertThat(e.getMessage()).contains("journal");
        }
        id++;
      }
      assertThat(acknowledged).as("operation %d", n).isNotEmpty();
      List<String> back = restored();
      for (long one : acknowledged) {
        assertThat(back).anyMatch(row -> row.startsWith(one + "|"));
      }
    }
    journal.tick();
    assertThat(restored()).isEqualTo(rows(database));
  }

  @Test
  void aSnapshotThatCannotBeBegunSpoilsNoChangeThatFollows() {
    put(1);
    for (int n = 1; n < 8; n++) {
      journal.close();
      journal = start(1);
      for (int i = 0; i < 5; i++) {
        count();
      }
      for (Faults volume : volumes) {
        volume.failAt(n);
      }
      journal.tick();
      for (Faults volume : volumes) {
        volume.failAt(0);
      }
      count();
      assertThat(restored()).as("operation %d", n).isEqualTo(rows(database));
    }
  }

  /** A clock that fails once when it is told to, and can be set forward. */
  private static final class FailingClock extends Clock {
    private Instant now = Instant.parse("2026-11-26T00:00:00Z");
    private int failAt;

    @Override
    public Instant instant() {
      if (--failAt == 0) {
        throw new IllegalStateException("the clock fails, as the test wants");
      }
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return java.time.ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  @Test
  void aSnapshotThatEndsInTheMiddleLeavesNothingOpenAndIsMadeLater() {
    FailingClock clock = new FailingClock();
    put(1);
    journal.close();
    journal = Journal.start(database.changes(), () -> List.copyOf(volumes), clock, 1);
    for (int i = 0; i < 5; i++) {
      count();
    }
    List<Integer> open = volumes.stream().map(Faults::open).toList();
    clock.failAt = 2;
    assertThatThrownBy(journal::tick).hasMessageContaining("as the test wants");
    assertThat(volumes.stream().map(Faults::open)).isEqualTo(open);
    assertThat(restored()).isEqualTo(rows(database));

    clock.now = clock.now.plusSeconds(61);
    int forces = volumes.get(0).forces();
    journal.tick();
    assertThat(volumes.get(0).forces()).as("a snapshot was made").isGreaterThan(forces);
    assertThat(volumes.stream().map(Faults::open)).isEqualTo(open);
    assertThat(restored()).isEqualTo(rows(database));
  }

  private void count() {
    database.runForced(
        tx ->
            tx.session()
                .createNativeMutationQuery("update thing set number = number + 1")
                .executeUpdate());
  }

  @Test
  void oneVolumeIsEnoughAndTheOtherGetsASnapshotWhenItIsBack() {
    put(1);
    volumes.get(0).breaks(true);
    put(2);
    put(3);
    assertThat(journal.status().isProtecting()).isTrue();
    assertThat(journal.status().isComplete()).isFalse();
    volumes.get(0).breaks(false);
    journal.tick();
    assertThat(journal.status().isComplete()).isTrue();
    put(4);
    assertThat(restored(volumes.get(0))).isEqualTo(rows(database)).hasSize(4);
    assertThat(restored(volumes.get(1))).isEqualTo(rows(database));
  }

  @Test
  void aVolumeThatWasAwayAtTheStartHasAllOnceItIsBack() {
    List<Faults> all = volumes;
    journal.close();
    volumes = all.subList(0, 1);
    journal = start(NEVER);
    put(1);
    volumes = all;
    journal.tick();
    assertThat(journal.status().isComplete()).isTrue();
    assertThat(journal.status().volumes()).hasSize(2);
    put(2);
    assertThat(restored(all.get(1))).isEqualTo(rows(database)).hasSize(2);
  }

  @Test
  void aVolumeThatIsBackAndTakesNoSnapshotIsToldOf() {
    List<Faults> all = volumes;
    journal.close();
    volumes = all.subList(0, 1);
    journal = start(NEVER);
    all.get(1).breaks(true);
    volumes = all;
    journal.tick();
    assertThat(journal.status().isProtecting()).isTrue();
    assertThat(journal.status().isComplete()).isFalse();
    assertThat(journal.status().detail()).contains("not on volume " + all.get(1).volume());
  }

  @Test
  void aChangeIsRefusedWhileNoVolumeTakesTheJournal() {
    put(1);
    volumes.forEach(volume -> volume.breaks(true));
    assertThatThrownBy(() -> put(2)).isInstanceOf(ChangeLogException.class);
    assertThatThrownBy(() -> put(3))
        .isInstanceOf(ChangeLogException.class)
        .hasMessageContaining("refused");
    assertThat(rows(database)).as("the first was made, the second not").hasSize(2);
    volumes.forEach(volume -> volume.breaks(false));
    put(4);
    assertThat(restored()).isEqualTo(rows(database)).hasSize(3);
  }

  @Test
  void cutAnywhereItGivesWholeTransactionsFromTheBeginning() throws IOException {
    for (int id = 0; id < 10; id++) {
      long first = id * 2L;
      database.runForced(
          tx -> {
            tx.session().insert(new Thing(first, "thing " + first));
            tx.session().insert(new Thing(first + 1, "thing " + (first + 1)));
          });
    }
    Path file = changesFile("one");
    byte[] whole = Files.readAllBytes(file);
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 8; i++) {
      int length = random.nextInt(whole.length);
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      List<String> back = restored(volumes.get(0));
      assertThat(back.size() % 2).as("seed %d, cut at %d", seed, length).isZero();
      assertThat(back).isEqualTo(rows(database).subList(0, back.size()));
    }
  }

  @Test
  void damageInTheMiddleIsNotTakenForTheEndAndTheOtherVolumeIsUsed() throws IOException {
    for (int id = 0; id < 10; id++) {
      put(id);
    }
    Path file = changesFile("one");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("thing 4", "thing 5"));
    assertThatThrownBy(() -> restored(volumes.get(0))).isInstanceOf(JournalException.class);
    assertThat(restored()).isEqualTo(rows(database));
  }

  private Path changesFile(String volume) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(volume).resolve(Journal.FOLDER))) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("changes-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void itsSizeIsInProportionToWhatIsKept() throws IOException {
    journal.close();
    journal = start(10_000);
    put(1);
    long changed = 0;
    for (int i = 0; i < 200; i++) {
      int value = i;
      database.runForced(
          tx ->
              tx.session()
                  .createMutationQuery("update Thing set number = :value where id = 1")
                  .setParameter("value", value)
                  .executeUpdate());
      changed += 300;
      if (i % 10 == 0) {
        journal.tick();
      }
    }
    journal.tick();
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder.resolve("one").resolve(Journal.FOLDER))) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
      }
    }
    assertThat(bytes).isLessThan(20_000).isLessThan(changed);
    assertThat(restored()).isEqualTo(rows(database)).hasSize(1);
  }

  @Test
  void aNewLifeOfTheNodeGoesOnBehindTheOldOne() {
    for (int life = 0; life < 3; life++) {
      long unforced = 100 + life;
      put(life);
      database.run(tx -> tx.session().insert(new Thing(unforced, null)));
      journal.close();
      journal = start(NEVER);
    }
    assertThat(restored(volumes.get(0))).isEqualTo(rows(database));
    assertThat(restored(volumes.get(1))).isEqualTo(rows(database));
  }

  @Test
  void aDatabaseThatGainedAColumnSinceEqualsItsJournalAsLongAsTheColumnHasNoValue() {
    put(1);
    put(2);
    sql("alter table thing add column later varchar(10)");
    startAgain();
    journal.compare(NEVER);

    sql("update thing set later = 'x' where id = 2");
    assertThatThrownBy(() -> journal.compare(NEVER))
        .isInstanceOf(DamagedDatabaseException.class)
        .hasMessageContaining("thing=1");
    journal.tick();
    journal.compare(NEVER);
  }

  @Test
  void whatAJournalFromBeforeAColumnWasAddedLacksIsWhatTheSchemaGivesIt() {
    put(1);
    put(2);
    sql("update thing set number = 5 where id = 2");
    journal.tick();
    List<String> before = rows(database);
    additions.add(
        "alter table thing add column if not exists said_in varchar(9) default 'x' not null");

    assertThat(restored()).isEqualTo(before);
    try (Database older = fresh()) {
      older.run(tx -> tx.session().insert(new Thing(2, "another")));
      Journals journals = new Journals(List.copyOf(volumes));
      journals.sources(journals.databases().get(0)).get(0).restore(older.changes());
      assertThat(rows(older)).as("a row that was there").isEqualTo(before);
    }
  }

  private void startAgain() {
    journal.close();
    database.close();
    made = 0;
    database = fresh();
    journal = start(NEVER);
  }

  private void sql(String statement) {
    database.run(tx -> tx.session().createNativeMutationQuery(statement).executeUpdate());
  }

  @Test
  void everyLineIsTextThatPeopleCanRead() throws IOException {
    put(1);
    TreeSet<String> kinds =
        Files.readAllLines(changesFile("one"), StandardCharsets.UTF_8).stream()
            .map(line -> line.replaceAll("\\{\"(n\":\\d+,\")?(\\w+)\".*", "$2"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(kinds).containsExactly("commit", "insert", "journal");
  }
}
