package org.hokan.archive.retrieve;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.PackStore;

/**
 * Where objects that are to be sent come from. One that is not as it was stored is counted, and
 * repaired where a second copy has it. Thread-safe.
 */
final class Sources {
  private final PackStore store;
  private final Stills stills = new Stills();
  private final LongAdder damaged = new LongAdder();

  Sources(PackStore store) {
    this.store = store;
  }

  StoredSource of(InstanceRow row) {
    return new StoredSource(this, row);
  }

  Stills stills() {
    return stills;
  }

  ByteBuffer read(Location location, Still still) {
    return store.read(location, still.memory());
  }

  InputStream open(Location location) {
    return store.open(location);
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
