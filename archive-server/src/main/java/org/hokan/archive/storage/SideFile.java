package org.hokan.archive.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link SideFolder}; one thread at a time. */
public interface SideFile extends Closeable {
  long length();

  /** Writes all that remains in the buffer at the end. */
  void append(ByteBuffer bytes) throws IOException;

  /** Cuts off what is behind this length. */
  void truncate(long length) throws IOException;

  /** Puts all that was written on the medium. */
  void force() throws IOException;
}
