package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out sequences that were never given out before, also after a crash: a bound above all of
 * them is durable on every volume before the first of them is used; and beside the register, so
 * that packs of a node whose volumes are all new get no names that its index knows. Copy volumes
 * are told soon after, for a node may be made of them alone. Thread-safe.
 */
final class SequenceCounter {
  static final String FILE = "hokan-sequence";

  /** Sequences covered by one write of the bound. */
  static final long STEP = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(SequenceCounter.class);

  private final Home home;
  private final List<Volume> volumes;
  private final Supplier<List<Volume>> copies;

  /** Have the bound as it is now, or could not take it. */
  private final Set<Volume> told = new HashSet<>();

  private long toldBound;
  private long next;
  private long bound;

  /** Where the bound is kept besides. */
  record Home(Disk disk, Path folder) {
    static Home beside(Disk disk, Path register) {
      return new Home(disk, Objects.requireNonNull(register.toAbsolutePath().getParent()));
    }
  }

  /**
   * @param copies volumes of second copies that are there now
   * @param known a sequence that no later one may be below, found in the packs
   */
  SequenceCounter(Home home, List<Volume> volumes, Supplier<List<Volume>> copies, long known) {
    this.home = home;
    this.volumes = volumes;
    this.copies = copies;
    this.next = Math.max(known + 1, bound(home.disk(), home.folder()).orElse(1L));
    Stream.concat(volumes.stream(), copies.get().stream())
        .forEach(volume -> next = Math.max(next, bound(volume).orElse(1L)));
    this.bound = next;
  }

  /** The bound that a volume remembers; empty when it has none. */
  static Optional<Long> bound(Volume volume) {
    return bound(volume.disk(), volume.folder());
  }

  private static Optional<Long> bound(Disk disk, Path folder) {
    try {
      return SmallFile.read(disk, folder.resolve(FILE))
          .map(String::strip)
          .filter(text -> text.matches("\\d{1,18}"))
          .map(Long::parseLong);
    } catch (IOException e) {
      LOG.warn("{} in {} cannot be read", FILE, folder, e);
      return Optional.empty();
    }
  }

  /**
   * The first of {@code count} sequences.
   *
   * @throws IOException when no volume takes the bound
   */
  synchronized long take(int count) throws IOException {
    if (next + count > bound) {
      reserve(next + count + STEP);
    }
    long first = next;
    next += count;
    return first;
  }

  /** None of those up to this one is given out, as if they had been. */
  synchronized void passOver(long sequence) {
    next = Math.max(next, sequence + 1);
  }

  /**
   * Tells the bound to copy volumes, each once; one that was away may know a greater one. Beside
   * {@link #take}, which waits for no copy volume.
   */
  void tellCopies() {
    synchronized (told) {
      long now = bound();
      if (now != toldBound) {
        told.clear();
        toldBound = now;
      }
      copies.get().stream()
          .filter(copy -> copy.usable() && told.add(copy))
          .forEach(copy -> tell(copy, now));
    }
  }

  private void tell(Volume copy, long now) {
    long known = bound(copy).orElse(0L);
    if (known > now) {
      passOver(known - 1);
      return;
    }
    try {
      write(copy.disk(), copy.folder(), now);
    } catch (IOException e) {
      LOG.warn("Copy volume {}: {} cannot be written", copy, FILE, e);
    }
  }

  private synchronized long bound() {
    return bound;
  }

  private void reserve(long newBound) throws IOException {
    int written = 0;
    IOException failure = new IOException("no volume is there");
    for (Volume volume : volumes) {
      try {
        if (volume.present()) {
          write(volume.disk(), volume.folder(), newBound);
          written++;
        }
      } catch (IOException e) {
        failure = e;
        LOG.warn("Volume {}: {} cannot be written", volume, FILE, e);
      }
    }
    if (written == 0) {
      throw failure;
    }
    try {
      write(home.disk(), home.folder(), newBound);
    } catch (IOException e) {
      LOG.warn("{} in {} cannot be written", FILE, home.folder(), e);
    }
    bound = newBound;
  }

  private static void write(Disk disk, Path folder, long bound) throws IOException {
    SmallFile.replace(disk, folder.resolve(FILE), bound + "\n");
  }
}
