package org.hokan.archive.storage;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One object on its way into the store: first written, then committed or discarded.
 *
 * <p>Small objects are held in memory within the store's budget; beyond it, or from the size of a
 * large object on, the bytes go to a file on a volume. The digest is made while writing. To be used
 * by one thread at a time; what one thread wrote another may go on with after a safe hand-over.
 */
public interface Incoming extends AutoCloseable {

  /**
   * Takes the remaining bytes of the chunk; the chunk may be reused at once.
   *
   * @throws SpaceExhausted when a large object has used up the volume's free space
   * @throws StorageException when the bytes cannot be written; the object is then to be discarded
   */
  void write(ByteBuffer chunk);

  /** Bytes received so far. */
  long length();

  /** A copy of the first bytes received, at most {@code max} of them. */
  ByteBuffer head(int max);

  /**
   * The bytes received so far from the first one, without a copy of the whole; valid until commit
   * or discard, and not while writing.
   */
  InputStream received();

  /** SHA-256 of all bytes in lower-case hex; ends the writing. */
  String digest();

  /**
   * Puts the object on a shelf. The stage completes after the bytes are forced to disk, or with a
   * {@link StorageException}; then nothing of the object is kept. Objects of one pack complete one
   * after the other in order of sequence. It completes on one of the few threads that write: what
   * depends on it must be short, or be given another executor.
   */
  default CompletionStage<StoredObject> commit(Shelf shelf, EntryFacts facts) {
    return commit(shelf, facts, stored -> {});
  }

  /**
   * The same, and tells of the durable object before the stage completes, the objects of one pack
   * in the order of their entries. What depends on that order belongs here: what is attached to the
   * stage may run later, on the thread that attached it.
   *
   * @param durable on one of the few threads that write; what it throws fails the stage
   */
  CompletionStage<StoredObject> commit(
      Shelf shelf, EntryFacts facts, Consumer<StoredObject> durable);

  /** Drops the object and gives back its memory or file; does nothing after a commit. */
  void discard();

  /** The same as {@link #discard}, for try-with-resources. */
  @Override
  default void close() {
    discard();
  }
}
