package org.hokan.archive.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shelf whose packs have second copies. For the shelf's writer. */
final class CopiedShelf implements ShelfCopy {
  private static final Logger LOG = LoggerFactory.getLogger(CopiedShelf.class);

  private final Copies copies;
  private final WriteAheadStep step;
  private volatile Second current = Second.NONE;

  CopiedShelf(Copies copies, StorageSettings settings) {
    this.copies = copies;
    this.step = new WriteAheadStep(settings);
  }

  @Override
  public Second create(PackRef first) {
    Second second = copies.isBeforeSuccess() ? paired(first) : alone(first);
    current = second;
    return second;
  }

  private Second paired(PackRef first) {
    copies.claims().takeForWriter(first, true);
    try {
      return new PairedCopy(copies, first, create(copies.target(first), first));
    } catch (CopyUnavailable e) {
      copies.claims().release(first);
      if (copies.refuses()) {
        throw e;
      }
      LOG.debug("pack {} is begun without a copy", first, e);
      return alone(first);
    }
  }

  private OpenPack create(PackRef copy, PackRef first) {
    try {
      return OpenPack.create(copy, step, copies.counters());
    } catch (IOException e) {
      copies.failed(first);
      throw new CopyUnavailable(
          "copy of %s cannot be begun: %s".formatted(first, e.getMessage()), e);
    }
  }

  private Second alone(PackRef first) {
    copies.claims().takeForWriter(first, false);
    return new LaterCopy(copies, first);
  }

  @Override
  public Optional<Second> reopen(ShelfWriter.Resumable closed) {
    PackRef first = closed.pack();
    boolean paired = copies.isBeforeSuccess();
    if (!copies.claims().takeForWriter(first, paired)) {
      return Optional.empty();
    }
    Optional<Second> second =
        paired ? reopenPaired(closed) : Optional.of(new LaterCopy(copies, first));
    if (second.isEmpty()) {
      copies.claims().release(first);
    }
    current = second.orElse(Second.NONE);
    return second;
  }

  /** Only when the copy is closed, too, and as long: what it lacks is not waited for. */
  private Optional<Second> reopenPaired(ShelfWriter.Resumable closed) {
    PackRef first = closed.pack();
    try {
      Optional<PackRef> copy = copies.holding(first);
      if (copy.isPresent() && copies.isLevel(first) && copies.target(first).equals(copy.get())) {
        OpenPack pack = OpenPack.reopen(copy.get(), closed.summary(), step, copies.counters());
        return Optional.of(new PairedCopy(copies, first, pack));
      }
    } catch (IOException | StorageException e) {
      LOG.warn("Copy of {} cannot be opened again; a new pack is begun", first, e);
    }
    return Optional.empty();
  }

  @Override
  public boolean isToEnd(OpenPack open) {
    if (!copies.isBeforeSuccess() || current.isLevel()) {
      return false;
    }
    try {
      copies.target(open.ref());
      return true;
    } catch (CopyUnavailable e) {
      LOG.debug("pack {} goes on without a copy", open.ref(), e);
      return false;
    }
  }

  @Override
  public void appended(OpenPack open, List<StoredObject> stored) {
    if (!current.isLevel()) {
      copies.owe(open.ref(), stored.stream().mapToLong(StoredObject::length).sum());
    }
  }

  /** The copy follows by itself, see {@link Copies#tick}. */
  private record LaterCopy(Copies copies, PackRef first) implements Second {
    @Override
    public boolean isLevel() {
      return false;
    }

    @Override
    public void ended(PackStatus.State state) {
      copies.ended(first, false);
    }
  }
}
