package org.hokan.archive.storage;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs the pack of an object that a reader found damaged. Whole packs are read only when the
 * copy has the object whole; so what cannot be repaired costs little, however often it is asked
 * for. Thread-safe.
 */
final class ObjectRepair {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectRepair.class);

  private final Reading reading;
  private final Copies copies;
  private final PackCheck check;
  private final Scrub scrub;

  ObjectRepair(Reading reading, Copies copies, PackCheck check, Scrub scrub) {
    this.reading = reading;
    this.copies = copies;
    this.check = check;
    this.scrub = scrub;
  }

  /** Whether the object is whole in its first pack now. */
  boolean run(Location location, String digest) {
    try {
      PackRef first = reading.pack(location);
      Optional<PackRef> copy = copies.holding(first);
      if (copy.isEmpty() || !isWhole(copy.get(), location, digest)) {
        LOG.error("Damaged: {} at {}, and no copy has it whole", first, location.offset());
        return false;
      }
      if (!isWhole(first, location, digest)) {
        PackCheck.Way way = new PackCheck.Way(true, Pace.unbounded(), length -> {});
        scrub.repairedElsewhere(check.check(first, way).repaired());
      }
      return isWhole(first, location, digest);
    } catch (IOException | StorageException e) {
      LOG.error("Damaged: {}, and it cannot be repaired now", location, e);
      return false;
    }
  }

  private static boolean isWhole(PackRef pack, Location location, String digest)
      throws IOException {
    try (DiskFile file = pack.volume().disk().open(pack.path(), Disk.Access.READ)) {
      return PackRecovery.digest(file, location.offset(), location.length()).equals(digest);
    }
  }
}
