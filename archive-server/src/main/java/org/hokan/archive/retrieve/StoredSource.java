package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Recompressed;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.ObjectBuffer;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;
import org.hokan.dicom.net.service.WholeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data set of a stored object. A still is read whole, and proven, before any of it is sent;
 * what is larger is read from its pack as it is sent, and its end is held back until the digest
 * agrees. What was recompressed is given back as it came, made while it is sent, and proven by both
 * digests. One that is damaged is repaired once from its second copy, where it has one: a still is
 * then sent, what is larger at the next attempt. One that is not where it was when the index was
 * asked is looked for there again: a smaller form may have taken its place. What is found where the
 * object should be is sent only if its File Meta Information says that it is this object. For one
 * thread at a time.
 */
final class StoredSource implements StoreSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSource.class);

  /** For each C-MOVE and C-GET some of these are held ({@link Stills}), two of them in messages. */
  static final int MOST_READ_WHOLE = 1 << 20;

  private final Sources sources;
  private volatile InstanceRow row;
  private CompletableFuture<Void> prepared = CompletableFuture.completedFuture(null);
  // Used by the thread that prepares it, then by the one that sends it.
  private Optional<ObjectBuffer> still = Optional.empty();
  private Optional<ByteBuffer> dataSet = Optional.empty();
  private boolean triedToRepair;
  private boolean repaired;

  StoredSource(Sources sources, InstanceRow row) {
    this.sources = sources;
    this.row = row;
  }

  private Location location() {
    StoredAt at = row.at();
    return new Location(at.volume(), at.pack(), at.offset(), at.length());
  }

  /** Whether it is elsewhere than where it was looked for: it is to be looked for there. */
  private boolean moved() {
    Optional<InstanceRow> now = sources.moved(row);
    now.ifPresent(other -> row = other);
    return now.isPresent();
  }

  OutgoingObject outgoing() {
    return new OutgoingObject(
        row.sopClassUid(), row.sopInstanceUid(), row.transferSyntaxUid(), this);
  }

  InstanceRow row() {
    return row;
  }

  /** Is to be prepared on another thread until then. */
  void isBeingPrepared(CompletableFuture<Void> until) {
    prepared = until;
  }

  /**
   * Reads and proves it now if it is small. What fails, or is not whole, is read again when it is
   * to be sent, and told then.
   */
  void prepare() {
    if (isSmall()) {
      try {
        still = sources.stills().takeToReadAhead();
        dataSet = still.flatMap(this::proven).map(this::dataSetOf);
      } catch (RuntimeException | OutOfMemoryError e) {
        LOG.debug("{}: not read ahead", row.sopInstanceUid(), e);
      }
    }
  }

  private boolean isSmall() {
    return row.recompressed().isEmpty() && row.at().length() <= MOST_READ_WHOLE;
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public Optional<WholeData> whole() {
    return held().map(bytes -> new WholeData(bytes, lent()));
  }

  /** Its memory goes with its bytes, and is given back by whoever has them. */
  private Runnable lent() {
    ObjectBuffer memory = still.orElseThrow();
    still = Optional.empty();
    dataSet = Optional.empty();
    return () -> sources.stills().give(memory);
  }

  /** The bytes are valid until {@link #close}; whoever asks again gets all of them again. */
  Optional<ByteBuffer> held() {
    prepared.join();
    if (!isSmall()) {
      return Optional.empty();
    }
    ObjectBuffer memory = still.orElseGet(sources.stills()::take);
    still = Optional.of(memory);
    try {
      return Optional.of(dataSet(memory));
    } catch (StorageException e) {
      if (!moved()) {
        throw e;
      }
      return isSmall() ? Optional.of(dataSet(memory)) : Optional.empty();
    }
  }

  /** Gives its memory back, once it was handed over; it can be read again. */
  @Override
  public void close() {
    prepared.join();
    giveBack();
  }

  private void giveBack() {
    dataSet = Optional.empty();
    still.ifPresent(sources.stills()::give);
    still = Optional.empty();
  }

  /** As {@link #close}, without waiting. */
  void closeWhenPrepared() {
    prepared.whenComplete((done, failure) -> giveBack());
  }

  private ByteBuffer dataSet(ObjectBuffer memory) {
    return dataSet
        .map(ByteBuffer::duplicate)
        .orElseGet(
            () ->
                proven(memory)
                    .or(() -> repaired() ? proven(memory) : Optional.empty())
                    .map(this::dataSetOf)
                    .orElseThrow(this::damaged));
  }

  /** The object, read now; empty when it has another digest than what was stored. */
  private Optional<ByteBuffer> proven(ObjectBuffer memory) {
    return sources.read(location(), row.storedDigest(), memory);
  }

  private ByteBuffer dataSetOf(ByteBuffer object) {
    int begin = (int) opened(new BufferInputStream(object.duplicate())).dataSetOffset();
    return object.slice(begin, object.limit() - begin);
  }

  private StorageException damaged() {
    return new StorageException(
        "pack %s at %d: bytes of another digest (expected: %s, as they were stored)"
            .formatted(row.at().pack(), row.at().offset(), row.storedDigest()));
  }

  /** Once: what cannot be repaired now is not tried again for each attempt to send it. */
  private boolean repaired() {
    boolean first = !triedToRepair;
    triedToRepair = true;
    repaired |= first && sources.repair(location(), row.storedDigest());
    return first && repaired;
  }

  /**
   * Opens the data set.
   *
   * @throws StorageException when the object is not there, or not readable
   */
  @Override
  public InputStream open() throws IOException {
    try {
      return dataSet();
    } catch (StorageException e) {
      if (moved() || repaired()) {
        return dataSet();
      }
      throw e;
    }
  }

  private InputStream dataSet() throws IOException {
    InputStream object = object();
    try {
      return opened(object).dataSet();
    } catch (RuntimeException e) {
      object.close();
      throw e;
    }
  }

  /** As it came, whatever form it is stored in; both are proven while they are read. */
  private InputStream object() throws IOException {
    Location location = location();
    InputStream stored =
        new ProvenStream(sources.open(location), location, row.storedDigest(), this::repaired);
    if (row.recompressed().isEmpty()) {
      return stored;
    }
    Recompressed form = row.recompressed().get();
    Location asItCame =
        new Location(location.volume(), location.pack(), location.offset(), form.originalLength());
    try {
      RestoredStream original = new RestoredStream(sources.original(stored, form), stored);
      return new ProvenStream(original, asItCame, row.digest(), () -> isRepaired(original));
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw noObject(e);
    }
  }

  /** What was made of the form is not the original: whether that was the form's damage. */
  private boolean isRepaired(RestoredStream original) {
    try {
      original.prove();
    } catch (IOException e) {
      LOG.debug("{}: its smaller form is damaged", row.sopInstanceUid(), e);
    }
    return repaired;
  }

  private Part10File opened(InputStream object) {
    try {
      Part10File file = Part10.open(object);
      requireItself(file);
      return file;
    } catch (StorageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw noObject(e);
    }
  }

  private StorageException noObject(Exception cause) {
    return new StorageException(
        "pack %s at %d: no object (expected: a whole Part 10 object)"
            .formatted(row.at().pack(), row.at().offset()),
        cause);
  }

  private void requireItself(Part10File file) {
    Uid sopInstanceUid = row.sopInstanceUid();
    boolean itself =
        file.metaInformation()
            .flatMap(FileMetaInformation::mediaStorageSopInstanceUid)
            .filter(sopInstanceUid::equals)
            .isPresent();
    if (!itself) {
      throw new StorageException(
          "pack %s at %d: no File Meta Information of %s (expected: the object that was stored there)"
              .formatted(row.at().pack(), row.at().offset(), sopInstanceUid));
    }
  }
}
