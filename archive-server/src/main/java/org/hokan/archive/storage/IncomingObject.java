package org.hokan.archive.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** An object in memory segments or, when it is large or the memory is used up, in a spill file. */
final class IncomingObject implements Incoming {

  /** Where a sealed object goes. */
  interface Destination {
    CompletionStage<StoredObject> commit(
        IncomingObject object, Shelf shelf, EntryFacts facts, Consumer<StoredObject> durable);
  }

  /** What an object needs of the store. */
  record Surroundings(
      SegmentPool pool,
      Volumes volumes,
      Counters counters,
      Executor large,
      long largeObjectSize,
      Destination destination) {}

  private enum State {
    RECEIVING,
    SEALED,
    COMMITTED,
    RELEASED
  }

  private final Surroundings store;
  private final MessageDigest sha256 = Digests.sha256();
  private final CRC32C crc = new CRC32C();
  private final List<ByteBuffer> segments = new ArrayList<>(6);
  private @Nullable SpillFile spill;
  private String digest = "";
  private long length;
  private State state = State.RECEIVING;

  IncomingObject(Surroundings store) {
    this.store = store;
    store.counters().receiving.incrementAndGet();
  }

  @Override
  public void write(ByteBuffer chunk) {
    expect(state == State.RECEIVING, "write");
    int count = chunk.remaining();
    sha256.update(chunk.duplicate());
    crc.update(chunk.duplicate());
    try {
      if (spill == null && length + count >= store.largeObjectSize()) {
        spillNow();
      }
      while (spill == null && chunk.hasRemaining()) {
        ByteBuffer segment = segmentWithRoom();
        if (segment != null) {
          PageWriter.copy(chunk, segment);
        } else {
          spillNow();
        }
      }
      if (spill != null && chunk.hasRemaining()) {
        spill.write(chunk);
      }
    } catch (IOException e) {
      throw failed("object cannot be received into a file", e);
    }
    length += count;
  }

  /** The last segment, or another; none when the budget is used up. */
  private @Nullable ByteBuffer segmentWithRoom() {
    if (!segments.isEmpty() && segments.get(segments.size() - 1).hasRemaining()) {
      return segments.get(segments.size() - 1);
    }
    ByteBuffer fresh = store.pool().take().orElse(null);
    if (fresh != null) {
      segments.add(fresh);
      store.volumes().addPending(SegmentPool.SEGMENT);
    }
    return fresh;
  }

  private void spillNow() throws IOException {
    SpillFile fresh = SpillFile.create(store.volumes());
    spill = fresh;
    store.counters().spilled.increment();
    fresh.begin(segments, store.large());
    releaseSegments(TwoGroups.SEGMENTS);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public ByteBuffer head(int max) {
    ByteBuffer head = ByteBuffer.allocate((int) Math.min(max, length));
    long at = 0;
    while (head.hasRemaining()) {
      at += read(head, at);
    }
    return head.flip();
  }

  @Override
  public InputStream received() {
    return new PositionedInputStream(this::read, 0, length);
  }

  /** The number of bytes read from the object at the position. */
  private int read(ByteBuffer target, long position) {
    expect(state == State.RECEIVING || state == State.SEALED, "read");
    try {
      return spill != null ? spill.read(target, position) : readSegment(target, position);
    } catch (IOException e) {
      throw failed("object cannot be read back", e);
    }
  }

  private int readSegment(ByteBuffer target, long position) {
    ByteBuffer segment = segments.get((int) (position / SegmentPool.SEGMENT)).duplicate().flip();
    segment.position((int) (position % SegmentPool.SEGMENT));
    int count = Math.min(segment.remaining(), target.remaining());
    target.put(segment.limit(segment.position() + count));
    return count;
  }

  @Override
  public String digest() {
    if (state == State.RECEIVING) {
      digest = HexFormat.of().formatHex(sha256.digest());
      state = State.SEALED;
    }
    return digest;
  }

  /** CRC-32C in lower-case hex, of what was received. */
  String crc() {
    return Digests.hex(crc);
  }

  @Override
  public CompletionStage<StoredObject> commit(
      Shelf shelf, EntryFacts facts, Consumer<StoredObject> durable) {
    expect(state == State.RECEIVING || state == State.SEALED, "commit");
    digest();
    state = State.COMMITTED;
    return store.destination().commit(this, shelf, facts, durable);
  }

  @Override
  public void discard() {
    if (state == State.RECEIVING || state == State.SEALED) {
      release();
    }
  }

  /** Gives back memory and file; after a commit the store calls it. */
  void release() {
    if (state == State.RELEASED) {
      return;
    }
    state = State.RELEASED;
    store.counters().receiving.decrementAndGet();
    if (spill != null) {
      spill.discard();
      spill = null;
    }
    releaseSegments(0);
  }

  /** Gives back all segments but the first ones. */
  private void releaseSegments(int kept) {
    List<ByteBuffer> free = segments.subList(Math.min(kept, segments.size()), segments.size());
    free.forEach(store.pool()::give);
    store.volumes().addPending(-(long) SegmentPool.SEGMENT * free.size());
    free.clear();
  }

  boolean large() {
    return length >= store.largeObjectSize();
  }

  /** The file that holds it, none when it is in memory. */
  @Nullable SpillFile spill() {
    return spill;
  }

  /** The file has become a pack; it is not to be deleted. */
  void spillTaken() {
    spill = null;
  }

  /** Its memory as buffers ready to be written; all but the last are full segments. */
  List<ByteBuffer> buffers() {
    List<ByteBuffer> ready = new ArrayList<>(segments.size());
    for (ByteBuffer segment : segments) {
      ready.add(segment.duplicate().flip());
    }
    return ready;
  }

  CompletableFuture<StoredObject> failedStage(StorageException failure) {
    release();
    return CompletableFuture.failedFuture(failure);
  }

  private static StorageException failed(String what, IOException e) {
    return DiskFull.is(e)
        ? new SpaceExhausted(what + ": " + e.getMessage(), e)
        : new StorageException(what + ": " + e.getMessage(), e);
  }

  private void expect(boolean holds, String call) {
    if (!holds) {
      throw new IllegalStateException("%s on an object that is %s".formatted(call, state));
    }
  }
}
