package org.hokan.archive.ingest;

import java.io.IOException;
import java.util.Optional;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.PackGone;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.archive.storage.VolumeMissing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out, when an object is sent again, whether what is kept of it is whole still. The usual one
 * costs no reading; one whose volume or pack is gone, or known to be damaged, is read.
 */
final class LostObjects {
  private static final Logger LOG = LoggerFactory.getLogger(LostObjects.class);

  private final PackStore store;
  private final Index index;

  LostObjects(PackStore store, Index index) {
    this.store = store;
    this.index = index;
  }

  /**
   * The row of an object of which the bytes are whole nowhere; empty: they are, or none is kept.
   */
  Optional<InstanceRow> of(Arrival arrival) {
    return index
        .instance(arrival.facility(), arrival.sopInstance())
        .filter(row -> store.isDoubtful(location(row)))
        .filter(row -> !isWhole(row));
  }

  /** Whether it lacks the second copy without which nothing of its class is answered Success. */
  boolean isWithoutItsCopy(Arrival arrival) {
    return index
        .instance(arrival.facility(), arrival.sopInstance())
        .filter(row -> store.isWithoutItsCopy(location(row)))
        .isPresent();
  }

  private boolean isWhole(InstanceRow row) {
    try {
      return reads(row) || (store.repair(location(row), row.storedDigest()) && reads(row));
    } catch (PackGone | VolumeMissing e) {
      LOG.warn("{}: what is kept is gone: {}", row.sopInstanceUid(), e.getMessage());
      return false; // nor is there a copy of it
    }
  }

  private boolean reads(InstanceRow row) {
    try {
      return WholeBytes.are(store, location(row), row.storedDigest());
    } catch (PackGone | VolumeMissing e) {
      throw e;
    } catch (IOException | StorageException e) {
      LOG.warn("{}: what is kept cannot be read: {}", row.sopInstanceUid(), e.getMessage());
      return false;
    }
  }

  private static Location location(InstanceRow row) {
    StoredAt at = row.at();
    return new Location(at.volume(), at.pack(), at.offset(), at.length());
  }
}
