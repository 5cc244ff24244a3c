package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out sequences that were never given out before, also after a crash: a bound above all of
 * them is durable on every volume before the first of them is used; and beside the register, so
 * that packs of a node whose volumes are all new get no names that its index knows. Thread-safe.
 */
final class SequenceCounter {
  static final String FILE = "hokan-sequence";

  /** Sequences covered by one write of the bound. */
  static final long STEP = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(SequenceCounter.class);

  private final Home home;
  private final List<Volume> volumes;
  private long next;
  private long bound;

  /** Where the bound is kept besides. */
  record Home(Disk disk, Path folder) {
    static Home beside(Disk disk, Path register) {
      return new Home(disk, Objects.requireNonNull(register.toAbsolutePath().getParent()));
    }
  }

  /**
   * @param known a sequence that no later one may be below, found in the packs
   */
  SequenceCounter(Home home, List<Volume> volumes, long known) {
    this.home = home;
    this.volumes = volumes;
    this.next = Math.max(known + 1, bound(home.disk(), home.folder()).orElse(1L));
    for (Volume volume : volumes) {
      next = Math.max(next, bound(volume).orElse(1L));
    }
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
