package org.hokan.archive.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.hokan.archive.storage.ObjectBuffer;
import org.hokan.archive.storage.PackGone;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the heads of stored objects, to file these again: a changed bit in one would file it under
 * another patient. An object of up to {@value #PROVEN} bytes is read whole and proven; of a larger
 * one only the head is read, for to read whole videos would take too long. What is damaged is read
 * from its copy, and repaired. For one thread.
 */
final class StoredHeads {
  /** Longest object that is proven, in bytes. */
  static final int PROVEN = 16 << 20;

  /** Longest that is held in memory for that. */
  private static final int AT_ONCE = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(StoredHeads.class);

  private final PackStore store;
  private final ObjectBuffer pages = ObjectBuffer.of(AT_ONCE);
  private final byte[] object = new byte[AT_ONCE];

  StoredHeads(PackStore store) {
    this.store = store;
  }

  /**
   * The head, placed; empty when the object is damaged and no copy has it whole.
   *
   * @throws PackGone when its pack is not there
   */
  Optional<DataSet> of(StoredObject stored, Papers papers) {
    Optional<DataSet> head = read(stored, papers);
    return head.isEmpty() && store.repair(stored.location(), stored.digest())
        ? read(stored, papers)
        : head;
  }

  private Optional<DataSet> read(StoredObject stored, Papers papers) {
    try {
      return stored.length() <= AT_ONCE
          ? store.read(stored.location(), stored.digest(), pages).map(bytes -> head(bytes, papers))
          : larger(stored, papers);
    } catch (PackGone e) {
      throw e;
    } catch (IOException | StorageException | DataSetException e) {
      LOG.warn(
          "{} at {} in {}: {}",
          stored.name(),
          stored.location().offset(),
          stored.location().pack(),
          e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<DataSet> larger(StoredObject stored, Papers papers) throws IOException {
    return stored.length() > PROVEN || WholeBytes.are(store, stored.location(), stored.digest())
        ? Optional.of(
            ObjectHead.stored(store, stored.location(), papers.storedSyntax(), papers.arrival()))
        : Optional.empty();
  }

  private DataSet head(ByteBuffer bytes, Papers papers) {
    int length = bytes.remaining();
    bytes.get(object, 0, length);
    return ObjectHead.stored(
        new ByteArrayInputStream(object, 0, length), papers.storedSyntax(), papers.arrival());
  }
}
