package org.hokan.archive.retrieve;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Located;

/**
 * What is to be sent, in its order. Of many instances only the first page is held; the others are
 * read again, page by page, when their turn comes, and what is not found any more then is counted.
 * Filled and read by one thread.
 */
public final class Selection {
  /** So many are held. */
  static final int PAGE = 512;

  private final Function<List<Long>, List<InstanceRow>> reader;
  private final List<InstanceRow> held = new ArrayList<>();
  private final List<Long> others = new ArrayList<>();
  private final Set<Kind> kinds = new LinkedHashSet<>();

  /**
   * @param reader reads those of a page that are there still
   */
  Selection(Function<List<Long>, List<InstanceRow>> reader) {
    this.reader = reader;
  }

  /** Instances that are at hand. */
  static Selection of(List<InstanceRow> rows) {
    Selection selection = new Selection(ids -> List.of());
    rows.forEach(selection::hold);
    return selection;
  }

  void add(Located located) {
    if (held.size() < PAGE) {
      hold(located.row());
    } else {
      kinds.add(Kind.of(located.row()));
      others.add(located.id());
    }
  }

  private void hold(InstanceRow row) {
    kinds.add(Kind.of(row));
    held.add(row);
  }

  /** How many there are. */
  public int size() {
    return held.size() + others.size();
  }

  /** What there is among them. */
  Set<Kind> kinds() {
    return kinds;
  }

  /**
   * Reads them, once.
   *
   * @param gone is told how many are not found any more
   */
  Iterator<InstanceRow> read(IntConsumer gone) {
    return new Pages(gone);
  }

  private final class Pages implements Iterator<InstanceRow> {
    private final IntConsumer gone;
    private Iterator<InstanceRow> page = held.iterator();
    private int read;

    Pages(IntConsumer gone) {
      this.gone = gone;
    }

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && read < others.size()) {
        List<Long> ids = others.subList(read, Math.min(others.size(), read + PAGE));
        List<InstanceRow> rows = reader.apply(ids);
        gone.accept(ids.size() - rows.size());
        page = rows.iterator();
        read += ids.size();
      }
      return page.hasNext();
    }

    @Override
    public InstanceRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.next();
    }
  }
}
