package org.hokan.archive.storage;

import java.nio.channels.FileChannel;

/**
 * A stored object as a region of a file. The channel is shared with other readers: read by position
 * only, never close it, never interrupt a thread that reads from it.
 */
public interface Slice extends AutoCloseable {
  FileChannel channel();

  /** Of the object's first byte. */
  long position();

  /** Bytes of the object. */
  long count();

  /** Ends the use of the channel; may be called more than once. */
  @Override
  void close();
}
