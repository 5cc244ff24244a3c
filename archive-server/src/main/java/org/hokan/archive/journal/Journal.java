package org.hokan.archive.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.hokan.archive.db.Change;
import org.hokan.archive.db.ChangeLog;
import org.hokan.archive.db.ChangePosition;
import org.hokan.archive.db.ChangeSnapshot;
import org.hokan.archive.db.Changes;
import org.hokan.archive.db.DamagedDatabaseException;
import org.hokan.archive.storage.SideFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of the running node's database, on every volume.
 *
 * <p>A change is kept once it is forced on at least one volume that has all changes before it. A
 * volume that missed some gets a snapshot, one that was away at the start when it is back, and so
 * does one whose files of changes have outgrown their snapshot, so that size and restore stay in
 * proportion to what is kept. Thread-safe.
 */
public final class Journal implements ChangeLog, AutoCloseable {
  /** The folder beside the packs. */
  public static final String FOLDER = "journal";

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int CHUNK = 1 << 20;
  private static final long LONGEST_FILE = 8L << 20;
  private static final int MOST_FILES = 100;

  /** After a snapshot that no volume took, or that did not end. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Changes changes;
  private final Clock clock;
  private final long compactAfterBytes;
  private final String database;
  private final Supplier<List<SideFolder>> folders;

  /** One for each volume that was there since the start; grows while this is held. */
  private final List<VolumeWriter> writers = new CopyOnWriteArrayList<>();

  private volatile History.Place place;
  private String schema = "";
  private long forgotten;

  /** Held while one is taken; two at once would begin the same file of changes twice. */
  private final ReentrantLock snapshots = new ReentrantLock();

  private Instant nextSnapshot = Instant.MIN;

  private Journal(
      Changes changes, Supplier<List<SideFolder>> folders, Clock clock, long compactAfterBytes) {
    ChangePosition position = changes.position();
    this.changes = changes;
    this.clock = clock;
    this.compactAfterBytes = compactAfterBytes;
    this.database = position.databaseId();
    this.place = new History.Place(position.last(), Chain.START);
    this.forgotten = position.number();
    this.folders = folders;
    lookForVolumes();
  }

  /** Whether one is there that was not before. */
  private synchronized boolean lookForVolumes() {
    boolean found = false;
    for (SideFolder folder : folders.get()) {
      if (writers.stream().noneMatch(writer -> writer.folder().volume().equals(folder.volume()))) {
        writers.add(new VolumeWriter(folder, database));
        found = true;
      }
    }
    return found;
  }

  /**
   * Takes the database's changes from now on, with what the journal does not have yet. Where a
   * volume has no journal of it, or one that is not whole, it gets a snapshot.
   *
   * @param folders of the volumes that are there; asked again by each {@link #tick}
   * @param compactAfterBytes of changes, before they are replaced by a snapshot
   * @throws JournalException when the journal is ahead: {@link Journals#catchUp} comes before
   */
  public static Journal start(
      Changes changes, Supplier<List<SideFolder>> folders, Clock clock, long compactAfterBytes) {
    Journal journal = new Journal(changes, folders, clock, compactAfterBytes);
    journal.resume(changes.position());
    return journal;
  }

  private void resume(ChangePosition position) {
    Map<VolumeWriter, Extent> found = new LinkedHashMap<>();
    for (VolumeWriter writer : writers) {
      Journals.extent(writer.history())
          .filter(extent -> continues(position, extent))
          .ifPresent(extent -> found.put(writer, extent));
    }
    long best = found.values().stream().mapToLong(Extent::number).max().orElse(-1);
    if (best > position.last()) {
      throw new JournalException(
          "database: ends with change %d (expected: %d, as its journal does)"
              .formatted(position.last(), best));
    }
    found.values().removeIf(extent -> extent.number() < best);
    schema = changes.schema();
    boolean current = true;
    for (Map.Entry<VolumeWriter, Extent> each : found.entrySet()) {
      Extent extent = each.getValue();
      each.getKey().resume(extent);
      place = new History.Place(extent.number(), extent.hash());
      current &= extent.schema().equals(schema);
    }
    if (found.isEmpty()) {
      changes.forget(database, place.number(), place.hash());
      forgotten = place.number();
    }
    changes.keepIn(this, place.number());
    if (current) {
      snapshotWhereNeeded();
    } else {
      snapshot(writers);
    }
  }

  /** Whether the database's changes beyond this journal's end are all in the outbox. */
  private static boolean continues(ChangePosition position, Extent extent) {
    return extent.number() > position.number()
        || (extent.number() == position.number() && extent.hash().equals(position.hash()));
  }

  @Override
  public synchronized void keep(Iterator<Change> pending) {
    Instant now = clock.instant();
    List<VolumeWriter> active = new ArrayList<>(writers);
    active.removeIf(writer -> !writer.isTaking());
    Header begin = new Header(Header.Kind.CHANGES, database, place.number(), schema, place.hash());
    Attempt attempt = new Attempt(active, begin);
    boolean done = false;
    try {
      keep(pending, attempt, now);
      done = true;
    } finally {
      if (!done) {
        // These may have lines that the next attempt writes once more.
        writers.forEach(VolumeWriter::closeChanges);
      }
    }
  }

  private void keep(Iterator<Change> pending, Attempt attempt, Instant now) {
    Chain chain = new Chain(place.hash());
    long last = place.number();
    String transaction = "";
    while (pending.hasNext()) {
      Change change = pending.next();
      if (!transaction.isEmpty() && !transaction.equals(change.transaction())) {
        attempt.add(Line.sealed(chain, Line.commit(last, now)));
      }
      transaction = change.transaction();
      last = change.number();
      attempt.add(Line.sealed(chain, Line.change(last, change.json())));
    }
    attempt.add(Line.sealed(chain, Line.commit(last, now)));
    attempt.end();
    place = new History.Place(last, chain.hash());
  }

  /** Writes lines to all volumes; one that fails is left out from then on. */
  private final class Attempt {
    private final List<VolumeWriter> active;
    private final List<VolumeWriter> failed = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();
    private final Header begin;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    /** A file begins where the changes before these end, never among them. */
    private long longest = LONGEST_FILE;

    Attempt(List<VolumeWriter> active, Header begin) {
      this.active = active;
      this.begin = begin;
    }

    void add(Line line) {
      buffer.writeBytes(line.text().getBytes(StandardCharsets.UTF_8));
      buffer.write('\n');
      if (buffer.size() > CHUNK) {
        write();
      }
    }

    private void write() {
      each(writer -> writer.append(begin, ByteBuffer.wrap(buffer.toByteArray()), longest));
      buffer.reset();
      longest = Long.MAX_VALUE;
    }

    void end() {
      write();
      each(VolumeWriter::force);
      boolean kept = active.stream().anyMatch(VolumeWriter::isWhole);
      for (int i = 0; i < failed.size(); i++) {
        failed.get(i).fail(failures.get(i), kept);
      }
      if (!kept) {
        throw new JournalException(
            "journal: no volume takes it (expected: one at least): " + problems(),
            failures.isEmpty() ? null : failures.get(0));
      }
    }

    private void each(Work work) {
      for (VolumeWriter writer : List.copyOf(active)) {
        try {
          work.on(writer);
        } catch (IOException e) {
          active.remove(writer);
          failed.add(writer);
          failures.add(e);
        }
      }
    }
  }

  private interface Work {
    void on(VolumeWriter writer) throws IOException;
  }

  private String problems() {
    List<String> problems = new ArrayList<>();
    writers.forEach(writer -> problems.add(writer.folder() + ": " + writer.problem()));
    return String.join("; ", problems);
  }

  /**
   * Sends what unforced transactions changed, empties the outbox, and gives volumes the snapshots
   * that they need. To be called by a scheduler every second or so.
   */
  public void tick() {
    changes.flush();
    History.Place now = place;
    if (now.number() > forgotten) {
      changes.forget(database, now.number(), now.hash());
      forgotten = now.number();
    }
    if (lookForVolumes()) {
      LOG.info("journal: a volume is there that was not, and gets all of it");
    }
    snapshotWhereNeeded();
  }

  private void snapshotWhereNeeded() {
    List<VolumeWriter> needing;
    synchronized (this) {
      needing =
          writers.stream()
              .filter(writer -> writer.needsSnapshot(compactAfterBytes, MOST_FILES))
              .toList();
    }
    boolean due = !needing.isEmpty() && !clock.instant().isBefore(nextSnapshot);
    if (due && snapshots.tryLock()) { // while one is taken, a stop looks here, too
      try {
        snapshot(needing);
      } finally {
        snapshots.unlock();
      }
    }
  }

  /** One pass over the database for all of them; one that does not end is tried again later. */
  private void snapshot(List<VolumeWriter> volumes) {
    SnapshotWriter writer = new SnapshotWriter(volumes);
    boolean taken = false;
    try (ChangeSnapshot rows = changes.snapshot(() -> begin(writer))) {
      if (writer.isWanted()) {
        rows.forEach(writer::row);
        taken = end(writer);
      }
    } finally {
      abandon(writer);
      if (!taken) {
        nextSnapshot = clock.instant().plus(PAUSE);
      }
    }
  }

  private synchronized boolean end(SnapshotWriter writer) {
    writer.end(clock.instant());
    return writer.isWanted();
  }

  private synchronized void abandon(SnapshotWriter writer) {
    writer.abandon();
  }

  private synchronized void begin(SnapshotWriter writer) {
    writer.begin(new Header(Header.Kind.SNAPSHOT, database, place.number(), schema, place.hash()));
  }

  /**
   * Compares the database with what the journal says; before anybody else works on it.
   *
   * @param mostBytes of a journal that is read for this; a larger one is passed over
   * @throws DamagedDatabaseException when rows differ
   */
  public void compare(long mostBytes) {
    for (VolumeWriter writer : writers) {
      Optional<Extent> extent =
          writer.isWhole() ? Journals.extent(writer.history()) : Optional.empty();
      if (extent.isPresent()
          && extent.get().snapshotBytes() + extent.get().changesBytes() <= mostBytes) {
        compare(writer.history());
        return;
      }
    }
  }

  private void compare(History history) {
    try {
      Map<String, Comparison.Rows> differences = Comparison.differences(changes, history);
      if (!differences.isEmpty()) {
        throw new DamagedDatabaseException(
            "database: rows that differ from the journal in %s: %s (expected: none)"
                .formatted(history.folder(), differences));
      }
    } catch (IOException | JournalDamage e) {
      LOG.error("Journal in {}: cannot be compared: {}", history.folder(), e.getMessage());
    }
  }

  public synchronized JournalStatus status() {
    return new JournalStatus(
        place.number(),
        writers.stream()
            .map(
                writer ->
                    new JournalStatus.OnVolume(
                        writer.folder().volume(), writer.isWhole(), writer.problem()))
            .toList());
  }

  /** Sends what is left. */
  @Override
  public void close() {
    try {
      tick();
    } catch (RuntimeException e) {
      LOG.error("journal: changes are left to the next start: {}", e.getMessage());
    }
    synchronized (this) {
      writers.forEach(VolumeWriter::closeChanges);
    }
  }
}
