package org.hokan.dicom.image.recompress;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.hokan.dicom.image.codec.CodecException;

/** A stream of parts that are made one at a time, when they are read. */
abstract class PartsStream extends InputStream {
  private InputStream part = InputStream.nullInputStream();
  private boolean ended;

  /** The next part; empty when there is none. */
  abstract Optional<InputStream> next() throws IOException;

  /** What a codec throws amid a stream is the stream's failure for its reader. */
  private Optional<InputStream> made() throws IOException {
    try {
      return next();
    } catch (CodecException | RecompressionException e) {
      throw new IOException("cannot be given back: " + e.getMessage(), e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int got = part.read(target, offset, length);
      if (got >= 0) {
        return got;
      }
      Optional<InputStream> following = made();
      ended = following.isEmpty();
      part = following.orElse(part);
    }
    return -1;
  }
}
