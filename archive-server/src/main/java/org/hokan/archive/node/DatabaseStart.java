package org.hokan.archive.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.db.Changes;
import org.hokan.archive.db.Damage;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.journal.Journal;
import org.hokan.archive.journal.JournalException;
import org.hokan.archive.journal.Journals;
import org.hokan.archive.storage.PackStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the embedded database. One that is lost, damaged or older than its journal is made anew or
 * brought up to date first; a file that is replaced is put aside, never deleted. What contradicts
 * itself is left as it is, and the message says what to do.
 */
final class DatabaseStart {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseStart.class);
  private static final String FILE = "hokan.mv.db";
  private static final String RESTORING = "restoring";
  private static final String DAMAGED = "damaged";
  private static final long COMPACT_AFTER_BYTES = 32L << 20;

  /** A larger journal is compared by {@code hokan restore} only: a start must not take long. */
  private static final long COMPARE_AT_START_BYTES = 4L << 20;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final DatabaseSettings settings;
  private final List<Class<?>> entities;
  private final PackStore store;
  private final Journals journals;
  private final Clock clock;
  private final RestoreChoice choice;
  private final List<String> events = new ArrayList<>();
  private boolean indexIsStale;
  private boolean wasOlder;

  DatabaseStart(
      DatabaseSettings settings,
      Path folder,
      List<Class<?>> entities,
      PackStore store,
      RestoreChoice choice,
      Clock clock) {
    this.settings = settings;
    this.folder = folder;
    this.entities = entities;
    this.store = store;
    this.journals = new Journals(store.beside(Journal.FOLDER));
    this.choice = choice;
    this.clock = clock;
  }

  /** What was done, for log, audit trail and people; empty when nothing had to be. */
  List<String> events() {
    return List.copyOf(events);
  }

  /** Whether the index does not follow from what came back, and is to be made anew. */
  boolean indexIsStale() {
    return indexIsStale;
  }

  /** Whether it was brought up to its journal. */
  boolean wasOlder() {
    return wasOlder;
  }

  Journal journal(Database database) {
    database.whenDamaged(() -> rememberDamage(folder));
    Journal journal =
        Journal.start(
            database.changes(), () -> store.beside(Journal.FOLDER), clock, COMPACT_AFTER_BYTES);
    boolean done = false;
    try {
      journal.compare(choice.thorough() ? Long.MAX_VALUE : COMPARE_AT_START_BYTES);
      done = true;
      return journal;
    } finally {
      if (!done) {
        journal.close();
      }
    }
  }

  /** Work that opens the rooms; once more when it meets damage, from a database made anew. */
  interface Attempt<T> {
    T run() throws IOException;
  }

  static <T> T retrying(Configuration configuration, Attempt<T> attempt) throws IOException {
    try {
      return attempt.run();
    } catch (RuntimeException e) {
      if (configuration.database().url().isPresent() || !Damage.isIn(e)) {
        throw e;
      }
      LOG.error("database: is damaged: {}", e.getMessage());
      LOG.debug("database: is damaged", e);
      rememberDamage(Settings.databaseFolder(configuration));
      return attempt.run();
    }
  }

  Database open() throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of(".mv.db", ".trace.db")) {
      Files.deleteIfExists(folder.resolve(RESTORING + name));
    }
    if (Files.exists(folder.resolve(FILE))) {
      if (choice.anew()) {
        requireJournal("asked to make the database anew");
        putAside("replaced");
      } else if (Files.exists(folder.resolve(DAMAGED))) {
        requireJournal("the database is damaged: the node met it when it ran last");
        putAside(DAMAGED);
      } else {
        return openPresent();
      }
    }
    return lost("the database " + folder.resolve(FILE) + " is not there");
  }

  private Database openPresent() throws IOException {
    Database database;
    try {
      database = Database.open(settings, entities);
    } catch (RuntimeException e) {
      if (!Damage.isIn(e)) {
        throw e;
      }
      return damaged(e);
    }
    Optional<String> wrong;
    try {
      wrong = caughtUp(database);
    } catch (RuntimeException e) {
      close(database);
      if (!Damage.isIn(e)) {
        throw e;
      }
      return damaged(e);
    }
    if (wrong.isEmpty()) {
      return database;
    }
    close(database);
    putAside("older");
    return lost(wrong.get());
  }

  private Database damaged(RuntimeException failure) throws IOException {
    LOG.error("database: damaged: {}", failure.getClass().getSimpleName());
    LOG.debug("database: damaged", failure);
    requireJournal("the database %s is damaged".formatted(folder.resolve(FILE)));
    putAside(DAMAGED);
    return lost("the database was damaged");
  }

  /** One that is replaced may be too damaged to be closed in order. */
  private static void close(Database database) {
    try {
      database.close();
    } catch (RuntimeException e) {
      LOG.warn("database: not closed in order: {}", e.getClass().getSimpleName());
    }
  }

  /** Empty when it can be used; else why it is to be made anew. */
  private Optional<String> caughtUp(Database database) {
    Changes changes = database.changes();
    changes.checkTables();
    String id = changes.position().databaseId();
    if (!journals.databases().contains(id) && changes.rows() <= 1 && holdsSomething()) {
      return Optional.of("the database is empty, and the volumes are not");
    }
    Journals.Standing standing;
    try {
      standing = journals.catchUp(changes);
    } catch (JournalException e) {
      throw new NodeException(
          e.getMessage()
              + ". Nothing was changed. To go on with what the journal has: bin/hokan restore --anew"
              + " (the present database is put aside). To go on with the present database: move the"
              + " journal's folder away",
          e);
    }
    return switch (standing.state()) {
      case CURRENT -> Optional.empty();
      case FOLLOWED -> {
        wasOlder = true;
        indexIsStale = changes.shapeIndex(standing.tables());
        tell("the database was older than its journal, and was brought up to it");
        yield Optional.empty();
      }
      case TOO_OLD -> Optional.of("the database is older than the beginning of its journal");
    };
  }

  private boolean holdsSomething() {
    return !journals.databases().isEmpty() || !store.packs().isEmpty();
  }

  /** A new database: from the journal, or an empty one when there is nothing on the volumes. */
  private Database lost(String why) throws IOException {
    // It told of a file that is not there any more.
    Files.deleteIfExists(folder.resolve(DAMAGED));
    List<String> databases = journals.databases();
    if (choice.packsOnly()) {
      tell(why + "; an empty one was begun, as asked; the index is made of the packs");
      return Database.open(settings, entities);
    }
    if (databases.isEmpty()) {
      if (!store.packs().isEmpty()) {
        throw new NodeException(
            ("%s, and no volume has a journal to make it from, but there are packs with objects."
                    + " Nothing was changed. Put the database or the folder '%s' of a volume back;"
                    + " or, if neither is left, begin with the objects alone: bin/hokan restore"
                    + " --packs-only, then admit the facilities again under the same codes")
                .formatted(why, Journal.FOLDER),
            null);
      }
      return Database.open(settings, entities);
    }
    String id = needed(databases, why);
    LOG.warn("database: {}; it is made anew from the journal", why);
    restore(id);
    Database database = Database.open(settings, entities);
    tell(
        "%s; it was made anew from the journal, up to change %d"
            .formatted(why, database.changes().position().number()));
    return database;
  }

  /** Before a file is put aside: there is something to make another one from, or none is wanted. */
  private void requireJournal(String why) {
    if (!choice.packsOnly()) {
      needed(journals.databases(), why);
    }
  }

  /** The database whose journal is to be used. */
  private String needed(List<String> databases, String why) {
    Optional<String> chosen = choice.database();
    if (chosen.isPresent() && databases.contains(chosen.get())) {
      return chosen.get();
    }
    if (databases.size() == 1 && chosen.isEmpty()) {
      return databases.get(0);
    }
    throw new NodeException(
        databases.isEmpty()
            ? why
                + ", and no volume has a journal to make it from (expected: one). Nothing was"
                + " changed. Put the database or the journal back from a backup"
            : ("%s, and the volumes have journals of %d databases: %s (expected: one). Nothing was"
                    + " changed. Say which: bin/hokan restore --database ID")
                .formatted(why, databases.size(), String.join(", ", databases)),
        null);
  }

  private void restore(String id) throws IOException {
    JournalException failure = null;
    for (Journals.Source source : journals.sources(id)) {
      DatabaseSettings fresh =
          DatabaseSettings.h2(folder.resolve(RESTORING)).withPoolSize(settings.poolSize());
      Path made = folder.resolve(RESTORING + ".mv.db");
      Files.deleteIfExists(made);
      try (Database database = Database.open(fresh, entities)) {
        long rows = source.restore(database.changes());
        LOG.info("database: {} rows and changes read from {}", rows, source);
        failure = null;
      } catch (JournalException e) {
        LOG.error("database: {}", e.getMessage());
        failure = e;
      }
      if (failure == null) {
        force(made);
        Files.move(made, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        force(folder);
        return;
      }
    }
    throw new NodeException(
        "the database cannot be made from the journal: %s. Put the journal's folder back from a second copy or a backup"
            .formatted(failure == null ? "it is damaged; see the log" : failure.getMessage()),
        failure);
  }

  private void putAside(String why) throws IOException {
    Path aside = folder.resolve(why + "-" + STAMP.format(clock.instant()));
    Files.createDirectories(aside);
    for (String name : List.of(FILE, "hokan.trace.db")) {
      if (Files.exists(folder.resolve(name))) {
        Files.move(folder.resolve(name), aside.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    force(folder);
    tell("the database file was put aside in " + aside);
  }

  /** So that the next start makes the database anew. */
  static void rememberDamage(Path folder) {
    try {
      Files.writeString(
          folder.resolve(DAMAGED), "the node met damage in the database file; see its log\n");
    } catch (IOException e) {
      LOG.error("database: its damage cannot be remembered: {}", e.getMessage());
    }
  }

  private void tell(String event) {
    LOG.warn("database: {}", event);
    events.add(event);
  }

  private static void force(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
