package org.hokan.archive.retrieve;

import java.util.List;
import java.util.Optional;
import org.hokan.archive.index.InstanceRow;

/**
 * The objects of one C-MOVE or C-GET in their order; while the receiver takes one, the next is
 * read. For one thread at a time.
 */
final class ReadAhead {
  private final Sources sources;
  private final List<InstanceRow> rows;
  private int next;
  private Optional<StoredSource> ready = Optional.empty();

  ReadAhead(Sources sources, List<InstanceRow> rows) {
    this.sources = sources;
    this.rows = rows;
  }

  boolean hasNext() {
    return next < rows.size();
  }

  /** The next object. */
  StoredSource next() {
    StoredSource source = ready.orElseGet(() -> sources.of(rows.get(next)));
    ready = Optional.empty();
    next++;
    return source;
  }

  /** Reads the object that {@link #next} will give. */
  void prepare() {
    if (ready.isEmpty() && hasNext()) {
      StoredSource source = sources.of(rows.get(next));
      source.prepare();
      ready = Optional.of(source);
    }
  }
}
