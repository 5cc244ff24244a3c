package org.hokan.dicom.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.hokan.dicom.data.DataSetException;

/**
 * Inflates a deflated data set (PS3.5 §A.5) and stops when a few bytes pretend to be very many.
 *
 * <p>Closing it frees the inflater and closes the stream beneath.
 */
final class InflatingStream extends InputStream {

  private static final long FREE_OF_RATIO = 16L << 20;

  private final InputStream in;
  private final Inflater inflater;
  private final int maxRatio;
  private final boolean endIsNoEnd;
  private final byte[] input = new byte[4096];
  private boolean padded;
  private boolean released;

  /**
   * @param endIsNoEnd whether it is an error when the bytes end before the deflate stream does
   */
  InflatingStream(InputStream in, boolean zlibHeader, int maxRatio, boolean endIsNoEnd) {
    this.in = in;
    this.inflater = new Inflater(!zlibHeader);
    this.maxRatio = maxRatio;
    this.endIsNoEnd = endIsNoEnd;
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
    if (released) {
      return -1;
    }
    try {
      int got = inflater.inflate(target, offset, length);
      while (got == 0) {
        if (inflater.finished() || inflater.needsDictionary() || !feed()) {
          release();
          return -1;
        }
        got = inflater.inflate(target, offset, length);
      }
      checkRatio();
      return got;
    } catch (DataFormatException e) {
      throw new DataSetException(
          "deflated data set: damaged at byte %d (expected: RFC 1951; PS3.5 §A.5)"
              .formatted(inflater.getBytesRead()),
          e);
    }
  }

  /** Whether there was more to inflate; the end without the stream's own end is no end. */
  private boolean feed() throws IOException {
    if (!inflater.needsInput()) {
      return false;
    }
    int got = in.read(input, 0, input.length);
    if (got > 0) {
      inflater.setInput(input, 0, got);
      return true;
    }
    if (!padded) {
      // Older zlib wants a byte more than there is (Inflater, "nowrap").
      padded = true;
      inflater.setInput(new byte[1]);
      return true;
    }
    if (endIsNoEnd) {
      throw new TruncatedDataException(
          "deflated data set: %d bytes (expected: more of them; PS3.5 §A.5)"
              .formatted(inflater.getBytesRead() - 1),
          inflater.getBytesRead());
    }
    return false;
  }

  /** Frees the inflater; nothing comes any more. */
  void release() {
    released = true;
    inflater.end();
  }

  private void checkRatio() {
    long out = inflater.getBytesWritten();
    if (out > FREE_OF_RATIO && out / Math.max(1, inflater.getBytesRead()) > maxRatio) {
      throw new DataSetException(
          "deflated data set: %d bytes out of %d (expected: at most %d times as many)"
              .formatted(out, inflater.getBytesRead(), maxRatio));
    }
  }

  @Override
  public void close() throws IOException {
    release();
    in.close();
  }
}
