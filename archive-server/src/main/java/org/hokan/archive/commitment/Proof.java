package org.hokan.archive.commitment;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Digests;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.Uid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether instances are safe: each is read again from its pack, from the first byte to the
 * last, and its SHA-256 compared with the one of its arrival, or of the recompressed form that was
 * proven to give it back; one that is damaged is repaired from its second copy, where it has one,
 * and read once more. Memory is flat. Thread-safe.
 */
final class Proof {
  private static final Logger LOG = LoggerFactory.getLogger(Proof.class);
  private static final int BUFFER = 1 << 16;

  private final Index index;
  private final PackStore store;
  private final Set<Uid> storable;

  Proof(Index index, PackStore store, Set<Uid> storable) {
    this.index = index;
    this.store = store;
    this.storable = Set.copyOf(storable);
  }

  /**
   * What was found of each reference, and in which studies.
   *
   * @param studies Study Instance UIDs of what is committed
   */
  record Found(List<CheckedReference> references, Set<Uid> studies) {
    int failed() {
      return (int) references.stream().filter(one -> one.failure().isPresent()).count();
    }
  }

  Found of(String facility, List<Reference> references) throws InterruptedException {
    Map<Uid, InstanceRow> rows = new HashMap<>();
    index
        .instances(facility, references.stream().map(Reference::sopInstanceUid).distinct().toList())
        .forEach(row -> rows.put(row.sopInstanceUid(), row));
    List<CheckedReference> checked = new ArrayList<>(references.size());
    Set<Uid> studies = new LinkedHashSet<>();
    for (Reference reference : references) {
      if (Thread.interrupted()) {
        throw new InterruptedException("node is stopping");
      }
      Optional<InstanceRow> row = Optional.ofNullable(rows.get(reference.sopInstanceUid()));
      Optional<FailureReason> failure = failure(reference, row);
      checked.add(new CheckedReference(reference, failure));
      if (failure.isEmpty()) {
        row.ifPresent(there -> studies.add(there.studyInstanceUid()));
      }
    }
    return new Found(checked, studies);
  }

  private Optional<FailureReason> failure(Reference reference, Optional<InstanceRow> row) {
    if (!storable.contains(reference.sopClassUid())) {
      return Optional.of(FailureReason.SOP_CLASS_NOT_SUPPORTED);
    }
    if (row.isEmpty()) {
      return Optional.of(FailureReason.NO_SUCH_OBJECT_INSTANCE);
    }
    if (!row.get().sopClassUid().equals(reference.sopClassUid())) {
      return Optional.of(FailureReason.CLASS_INSTANCE_CONFLICT);
    }
    return isWhole(row.get()) || isWholeElsewhere(row.get())
        ? Optional.empty()
        : Optional.of(FailureReason.PROCESSING_FAILURE);
  }

  /** It may have moved since the index was asked: packs are written anew. */
  private boolean isWholeElsewhere(InstanceRow row) {
    return index
        .instance(row.facility(), row.sopInstanceUid())
        .filter(now -> !now.at().equals(row.at()))
        .filter(this::isWhole)
        .isPresent();
  }

  private boolean isWhole(InstanceRow row) {
    StoredAt at = row.at();
    Location location = new Location(at.volume(), at.pack(), at.offset(), at.length());
    return isWhole(row, location)
        || (store.repair(location, row.storedDigest()) && isWhole(row, location));
  }

  private boolean isWhole(InstanceRow row, Location location) {
    StoredAt at = row.at();
    try (InputStream bytes = store.open(location)) {
      String found = digest(bytes);
      if (found.equals(row.storedDigest())) {
        return true;
      }
      LOG.error(
          "{}: pack {} at {}: SHA-256 {} (expected: {})",
          row.sopInstanceUid(),
          at.pack(),
          at.offset(),
          found,
          row.storedDigest());
    } catch (IOException | StorageException e) {
      LOG.error("{}: cannot be read: {}", row.sopInstanceUid(), e.getMessage());
    }
    return false;
  }

  private static String digest(InputStream bytes) throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[BUFFER];
    for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
