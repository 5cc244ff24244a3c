package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Recompressed;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.ObjectBuffer;
import org.hokan.archive.storage.PackStore;
import org.hokan.dicom.image.recompress.Recipe;
import org.hokan.dicom.image.recompress.Recompression;

/**
 * Where objects that are to be sent come from. One that is not as it was stored is counted, and
 * repaired where a second copy has it. Thread-safe.
 */
final class Sources {
  private final PackStore store;
  private final Index index;
  private final Recompression recompression = new Recompression();
  private final Stills stills = new Stills();
  private final LongAdder damaged = new LongAdder();

  Sources(PackStore store, Index index) {
    this.store = store;
    this.index = index;
  }

  StoredSource of(InstanceRow row) {
    return new StoredSource(this, row);
  }

  Stills stills() {
    return stills;
  }

  /** Empty when it has another digest. */
  Optional<ByteBuffer> read(Location location, String digest, ObjectBuffer memory) {
    return store.read(location, digest, memory);
  }

  InputStream open(Location location) {
    return store.open(location);
  }

  /**
   * The original of a recompressed object.
   *
   * @param stored the recompressed object
   */
  InputStream original(InputStream stored, Recompressed form) throws IOException {
    return recompression.restore(stored, Recipe.required(form.recipe()));
  }

  /** Where the index has it now; empty when it is there still, or nowhere. */
  Optional<InstanceRow> moved(InstanceRow row) {
    return index
        .instance(row.facility(), row.sopInstanceUid())
        .filter(now -> now.digest().equals(row.digest()) && !now.at().equals(row.at()));
  }

  /** An object was found damaged: whether it is whole now. */
  boolean repair(Location location, String digest) {
    damaged.increment();
    return store.repair(location, digest);
  }

  long damaged() {
    return damaged.sum();
  }
}
