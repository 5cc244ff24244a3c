package org.hokan.archive.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out sequences that were never given out before, also after a crash: a bound above all of
 * them is durable on every volume before the first of them is used. Thread-safe.
 */
final class SequenceCounter {
  static final String FILE = "hokan-sequence";

  /** Sequences covered by one write of the bound. */
  static final long STEP = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(SequenceCounter.class);

  private final List<Volume> volumes;
  private long next;
  private long bound;

  /**
   * @param known a sequence that no later one may be below, found in the packs
   */
  SequenceCounter(List<Volume> volumes, long known) {
    this.volumes = volumes;
    this.next = known + 1;
    for (Volume volume : volumes) {
      next = Math.max(next, bound(volume).orElse(1L));
    }
    this.bound = next;
  }

  /** The bound that a volume remembers; empty when it has none. */
  static Optional<Long> bound(Volume volume) {
    try {
      return SmallFile.read(volume.disk(), volume.folder().resolve(FILE))
          .map(String::strip)
          .filter(text -> text.matches("\\d{1,18}"))
          .map(Long::parseLong);
    } catch (IOException e) {
      LOG.warn("Volume {}: {} cannot be read", volume, FILE, e);
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
          SmallFile.replace(volume.disk(), volume.folder().resolve(FILE), newBound + "\n");
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
    bound = newBound;
  }
}
