package org.hokan.archive.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An open file. Reads by position may run beside everything else. */
interface DiskFile extends Closeable {
  /** Writes all that remains in the buffers, one after the other. One thread at a time. */
  void write(ByteBuffer[] buffers, long position) throws IOException;

  /**
   * The same for whole pages: position and all lengths are multiples of {@link DirectWrites#UNIT},
   * and so are the addresses of the buffers' first bytes. They go past the system's cache where
   * that is possible.
   */
  default void writePages(ByteBuffer[] buffers, long position) throws IOException {
    write(buffers, position);
  }

  /** Writes all that remains in the buffer; may run beside {@link #write(ByteBuffer[], long)}. */
  void write(ByteBuffer buffer, long position) throws IOException;

  /** Writes zeros, at the end of the file or behind; may run beside writes before them. */
  void writeZeros(long from, long until) throws IOException;

  /** The number of bytes read, -1 at the end. */
  int read(ByteBuffer buffer, long position) throws IOException;

  /**
   * The same for whole pages of a file that is not written there any more: position, length and the
   * address of the buffer's next byte are multiples of {@link DirectWrites#UNIT}. They come past
   * the system's cache where that is possible.
   */
  default int readPages(ByteBuffer buffer, long position) throws IOException {
    return read(buffer, position);
  }

  /**
   * Puts all written bytes on the medium.
   *
   * @param metadata also what is not needed to read them again, such as times
   */
  void force(boolean metadata) throws IOException;

  void truncate(long size) throws IOException;

  long size() throws IOException;

  boolean isOpen();

  /** For regions that are sent by the operating system. */
  FileChannel channel();
}
