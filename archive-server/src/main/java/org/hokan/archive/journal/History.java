package org.hokan.archive.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.storage.SideFolder;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one database on one volume, for reading: the latest snapshot and the files of
 * changes after it. A file of changes counts up to the position at which the next one begins; what
 * lies behind was never acknowledged. Of the last file a torn end is passed over.
 */
final class History {
  private final SideFolder folder;
  private final String database;

  History(SideFolder folder, String database) {
    this.folder = folder;
    this.database = database;
  }

  SideFolder folder() {
    return folder;
  }

  String database() {
    return database;
  }

  String path(String file) {
    return database + "/" + file;
  }

  List<String> names() throws IOException {
    return folder.list(database);
  }

  List<Long> numbers(Header.Kind kind) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String name : names()) {
      Header.numberIn(kind, name).ifPresent(numbers::add);
    }
    Collections.sort(numbers);
    return numbers;
  }

  /**
   * Where it ends; reads the last file only. Empty when there is no whole journal.
   *
   * @throws JournalDamage when that file is damaged before its end
   */
  Optional<Extent> extent() throws IOException {
    List<Long> snapshots = numbers(Header.Kind.SNAPSHOT);
    if (snapshots.isEmpty()) {
      return Optional.empty();
    }
    long snapshot = snapshots.get(snapshots.size() - 1);
    String file = file(Header.Kind.SNAPSHOT, snapshot);
    Header header = header(file, Header.Kind.SNAPSHOT, snapshot).orElseThrow(() -> torn(file));
    List<Long> changes = new ArrayList<>(numbers(Header.Kind.CHANGES));
    changes.removeIf(number -> number < snapshot);
    long bytes = 0;
    for (long number : changes) {
      bytes += folder.length(path(file(Header.Kind.CHANGES, number)));
    }
    Place place = new Place(header.number(), header.previous());
    for (int last = changes.size() - 1; last >= 0; last--) {
      String name = file(Header.Kind.CHANGES, changes.get(last));
      Optional<Header> begin = header(name, Header.Kind.CHANGES, changes.get(last));
      if (begin.isPresent()) {
        header = begin.get();
        place = new Place(header.number(), header.previous());
        long end = last + 1 < changes.size() ? changes.get(last + 1) : Long.MAX_VALUE;
        place = follow(name, place, end, last == changes.size() - 1, new Nobody());
        break;
      }
    }
    return Optional.of(
        new Extent(
            place.number(),
            place.hash(),
            header.schema(),
            folder.length(path(file)),
            bytes,
            changes.size()));
  }

  /**
   * Reads all of it, or what comes after a position.
   *
   * @param after the position that is known; empty: the snapshot, too
   * @throws JournalDamage when not all of it is as it was written
   * @throws Diverged when it holds another hash at that position
   * @throws TooOld when it begins after that position
   */
  void read(Optional<Place> after, ChangeVisitor visitor) throws IOException {
    List<Long> snapshots = numbers(Header.Kind.SNAPSHOT);
    if (snapshots.isEmpty()) {
      throw new JournalDamage(folder.toString(), "no snapshot (expected: one)");
    }
    long snapshot = snapshots.get(snapshots.size() - 1);
    String file = file(Header.Kind.SNAPSHOT, snapshot);
    Header header = header(file, Header.Kind.SNAPSHOT, snapshot).orElseThrow(() -> torn(file));
    Place place = new Place(header.number(), header.previous());
    ChangeVisitor from = visitor;
    if (after.isEmpty()) {
      readSnapshot(file, visitor);
      visitor.commit(place.number(), place.hash());
    } else {
      if (after.get().number() < place.number()) {
        throw new TooOld();
      }
      Beyond beyond = new Beyond(after.get(), visitor);
      beyond.look(place.number(), place.hash());
      from = beyond;
    }
    List<Long> changes = new ArrayList<>(numbers(Header.Kind.CHANGES));
    changes.removeIf(number -> number < snapshot);
    for (int i = 0; i < changes.size(); i++) {
      boolean last = i == changes.size() - 1;
      String name = file(Header.Kind.CHANGES, changes.get(i));
      Optional<Header> begin = header(name, Header.Kind.CHANGES, changes.get(i));
      if (begin.isEmpty() && last) {
        break;
      }
      if (!begin.map(h -> new Place(h.number(), h.previous())).equals(Optional.of(place))) {
        throw new JournalDamage(name, "does not go on from change %d".formatted(place.number()));
      }
      place = follow(name, place, last ? Long.MAX_VALUE : changes.get(i + 1), last, from);
    }
    if (from instanceof Beyond beyond) {
      beyond.check();
    }
  }

  private static String file(Header.Kind kind, long number) {
    return new Header(kind, "", number, "", "").file();
  }

  private static JournalDamage torn(String file) {
    return new JournalDamage(file, "its first line is damaged");
  }

  /** Empty when the file is torn in its first line; other damage throws. */
  private Optional<Header> header(String file, Header.Kind kind, long number) throws IOException {
    try (LineReader lines = new LineReader(folder.read(path(file), 0))) {
      Optional<Line> first = lines.next();
      Optional<Header> header = first.flatMap(Header::parse);
      if (header.isEmpty()) {
        if (lines.hasMore() && lines.next().isPresent()) {
          throw torn(file);
        }
        return Optional.empty();
      }
      boolean fits =
          header.get().kind() == kind
              && header.get().number() == number
              && header.get().database().equals(database);
      if (!fits) {
        throw new JournalDamage(file, "its first line is that of another file");
      }
      return header;
    }
  }

  private void readSnapshot(String file, ChangeVisitor visitor) throws IOException {
    try (LineReader lines = new LineReader(folder.read(path(file), 0))) {
      Line header = lines.next().orElseThrow(() -> torn(file));
      Chain chain = new Chain(header.hash());
      long rows = 0;
      while (true) {
        Optional<Line> line = lines.next();
        if (line.isEmpty() || !chain.next(line.get().body()).equals(line.get().hash())) {
          throw new JournalDamage(file, "row %d is damaged or missing".formatted(rows + 1));
        }
        if (line.get().isEnd()) {
          break;
        }
        rows++;
        visitor.change(line.get().change());
      }
    }
  }

  /** Follows a file of changes from its begin up to a position, or to its end. */
  private Place follow(String file, Place begin, long end, boolean last, ChangeVisitor visitor)
      throws IOException {
    Place place = begin;
    try (LineReader lines = new LineReader(folder.read(path(file), 0))) {
      lines.next();
      Chain chain = new Chain(begin.hash());
      while (place.number() < end) {
        Optional<Line> line = lines.next();
        if (line.isEmpty() || !chain.next(line.get().body()).equals(line.get().hash())) {
          if (!last || goesOn(lines, line.orElse(null))) {
            throw new JournalDamage(
                file, "what follows change %d is damaged".formatted(place.number()));
          }
          break;
        }
        if (line.get().isCommit()) {
          place = new Place(line.get().number().orElseThrow(), line.get().hash());
          visitor.commit(place.number(), place.hash());
        } else {
          visitor.change(line.get().change());
        }
      }
    }
    return place;
  }

  /** Whether two lines that belong together follow: then it is no torn end. */
  private static boolean goesOn(LineReader lines, @Nullable Line bad) throws IOException {
    Line before = bad;
    while (lines.hasMore()) {
      Line line = lines.next().orElse(null);
      if (before != null
          && line != null
          && new Chain(before.hash()).next(line.body()).equals(line.hash())) {
        return true;
      }
      before = line;
    }
    return false;
  }

  /** The position is before the journal's snapshot. */
  static final class TooOld extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What is known is not of this history. */
  static final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1;

    Diverged(long number) {
      super("change %d is another there".formatted(number));
    }
  }

  /** A position and the hash there. */
  record Place(long number, String hash) {}

  /** For finding the end. */
  private static final class Nobody implements ChangeVisitor {
    @Override
    public void change(String json) {
      // Only the positions are asked for.
    }

    @Override
    public void commit(long number, String hash) {
      // The place is kept by whoever reads.
    }
  }

  /** Lets through what comes after a position, and compares the hash there. */
  private static final class Beyond implements ChangeVisitor {
    private final Place known;
    private final ChangeVisitor visitor;
    private boolean beyond;

    Beyond(Place known, ChangeVisitor visitor) {
      this.known = known;
      this.visitor = visitor;
    }

    @Override
    public void change(String json) {
      if (beyond) {
        visitor.change(json);
      }
    }

    @Override
    public void commit(long number, String hash) {
      if (beyond) {
        visitor.commit(number, hash);
      } else {
        look(number, hash);
      }
    }

    void look(long number, String hash) {
      if (number == known.number()) {
        if (!hash.equals(known.hash())) {
          throw new Diverged(number);
        }
        beyond = true;
      }
    }

    void check() {
      if (!beyond) {
        throw new Diverged(known.number());
      }
    }
  }
}
