package org.hokan.archive.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.hokan.archive.db.ChangeLoader;
import org.hokan.archive.db.ChangePosition;
import org.hokan.archive.db.Changes;
import org.hokan.archive.storage.SideFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What volumes hold of journals, and the database that is made from it. */
public final class Journals {
  private static final Logger LOG = LoggerFactory.getLogger(Journals.class);
  private static final int COMMIT_EVERY = 5_000;

  private final List<SideFolder> folders;

  public Journals(List<SideFolder> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * The databases of which there is a journal, damaged or not; one as a rule, none on a new node.
   */
  public List<String> databases() {
    TreeSet<String> found = new TreeSet<>();
    for (SideFolder folder : folders) {
      try {
        for (String database : folder.list("")) {
          if (!new History(folder, database).numbers(Header.Kind.SNAPSHOT).isEmpty()) {
            found.add(database);
          }
        }
      } catch (IOException e) {
        LOG.error("Journal in {}: cannot be listed: {}", folder, e.getMessage());
      }
    }
    return List.copyOf(found);
  }

  /** How far a database's journal reaches on the volume where it reaches farthest. */
  public Optional<Extent> extent(String database) {
    return histories(database).stream()
        .map(Journals::extent)
        .flatMap(Optional::stream)
        .max(Comparator.comparingLong(Extent::number));
  }

  /** Empty when there is none, or none that can be gone on with; the log says why. */
  static Optional<Extent> extent(History history) {
    try {
      return history.extent();
    } catch (IOException | JournalDamage e) {
      LOG.error(
          "Journal in {} of database {}: {}", history.folder(), history.database(), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The journals of a database, that which reaches farthest first; a copy that is damaged where it
   * is read gives way to the next.
   */
  private List<History> histories(String database) {
    List<History> all = new ArrayList<>();
    folders.forEach(folder -> all.add(new History(folder, database)));
    return all;
  }

  /** Where a database can be made from, the one that reaches farthest first. */
  public List<Source> sources(String database) {
    List<Source> sources = new ArrayList<>();
    for (History history : histories(database)) {
      extent(history).ifPresent(extent -> sources.add(new Source(history, extent)));
    }
    sources.sort(Comparator.comparingLong((Source s) -> s.extent().number()).reversed());
    return sources;
  }

  /** A database's journal on one volume. */
  public static final class Source {
    private final History history;
    private final Extent extent;

    Source(History history, Extent extent) {
      this.history = history;
      this.extent = extent;
    }

    public Extent extent() {
      return extent;
    }

    /**
     * Puts all rows into a database that was just made.
     *
     * @return how many changes and rows were read
     * @throws JournalException when the journal is damaged
     */
    public long restore(Changes fresh) {
      try (ChangeLoader loader = fresh.loader()) {
        Loading loading = new Loading(loader, history.database(), true);
        history.read(Optional.empty(), loading);
        loading.end();
        return loading.count;
      } catch (IOException | JournalDamage | IllegalArgumentException e) {
        throw new JournalException(
            "journal in %s: %s".formatted(history.folder(), e.getMessage()), e);
      }
    }

    @Override
    public String toString() {
      return history.folder() + ", up to change " + extent.number();
    }
  }

  /**
   * How a database stands to its journal, after {@link #catchUp}.
   *
   * @param tables whose rows were changed
   */
  public record Standing(State state, List<String> tables) {
    /** What was found. */
    public enum State {
      /** It has all that the journal has. */
      CURRENT,
      /** It was older, and has all now. */
      FOLLOWED,
      /** It is older than the journal's beginning: it is to be made anew. */
      TOO_OLD
    }
  }

  /**
   * Brings a database that is older than its journal up to it.
   *
   * @throws JournalException when it cannot be: it went another way, or the journal is damaged
   */
  public Standing catchUp(Changes changes) {
    ChangePosition position = changes.position();
    List<Source> ahead = new ArrayList<>(sources(position.databaseId()));
    ahead.removeIf(source -> source.extent().number() <= position.last());
    RuntimeException failure = null;
    for (Source source : ahead) {
      LOG.warn(
          "database: older than its journal: ends with change {}, the journal with {}",
          position.last(),
          source.extent().number());
      try {
        return new Standing(
            Standing.State.FOLLOWED, follow(changes, source.history, changes.position()));
      } catch (History.TooOld e) {
        return new Standing(Standing.State.TOO_OLD, List.of());
      } catch (IOException | JournalDamage | IllegalArgumentException e) {
        LOG.error("Journal in {}: {}", source.history.folder(), e.getMessage());
        failure = new JournalException(source + ": " + e.getMessage(), e);
      } catch (History.Diverged e) {
        failure =
            new JournalException(
                "database: went another way than the journal in %s: %s (expected: one history)"
                    .formatted(source.history.folder(), e.getMessage()),
                e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return new Standing(Standing.State.CURRENT, List.of());
  }

  private static List<String> follow(Changes changes, History history, ChangePosition position)
      throws IOException {
    try (ChangeLoader loader = changes.loader()) {
      Loading loading = new Loading(loader, position.databaseId(), false);
      history.read(Optional.of(new History.Place(position.number(), position.hash())), loading);
      loading.end();
      return loader.changed();
    }
  }

  /** Commits now and then, always between two transactions, or anywhere in a snapshot. */
  private static final class Loading implements ChangeVisitor {
    private final ChangeLoader loader;
    private final String database;
    private boolean inSnapshot;
    private long count;
    private long uncommitted;
    private History.Place place = new History.Place(0, Chain.START);

    Loading(ChangeLoader loader, String database, boolean fresh) {
      this.loader = loader;
      this.database = database;
      this.inSnapshot = fresh;
    }

    @Override
    public void change(String json) {
      loader.apply(json);
      count++;
      uncommitted++;
      if (inSnapshot && uncommitted > COMMIT_EVERY) {
        loader.mark();
        end();
      }
    }

    @Override
    public void commit(long number, String hash) {
      inSnapshot = false;
      place = new History.Place(number, hash);
      loader.mark();
      if (uncommitted > COMMIT_EVERY) {
        end();
      }
    }

    void end() {
      loader.commit(database, place.number(), place.hash());
      uncommitted = 0;
    }
  }
}
