package org.hokan.dicom.image.codec.jpeg2000;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.stream.ImageInputStreamImpl;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/**
 * A stream's bytes as the library reads them. At their end, and where a packet header has two bytes
 * of ones (which T.800 §B.10.1 excludes), there is an error: the library has counted ones for ever
 * there, without looking at interrupts. Code blocks that are cut off are errors which the library
 * does not print.
 */
final class StreamInput extends ImageInputStreamImpl {
  private final byte[] stream;

  /** The position after a byte of ones that was read by itself, as packet headers are. */
  private long afterOnes = -1;

  StreamInput(byte[] stream) {
    this.stream = stream;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    if (streamPos >= stream.length) {
      throw new EOFException("ends after %d bytes".formatted(stream.length));
    }
    requireUninterrupted();
    int value = stream[(int) streamPos] & 0xFF;
    if (value == 0xFF) {
      if (afterOnes == streamPos) {
        throw new UncheckedIOException(
            new IOException("FFFF in a packet header at offset %d".formatted(streamPos)));
      }
      afterOnes = streamPos + 1;
    }
    streamPos++;
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    bitOffset = 0;
    requireUninterrupted();
    if (streamPos >= stream.length) {
      return -1;
    }
    int count = Math.min(length, (int) (stream.length - streamPos));
    System.arraycopy(stream, (int) streamPos, bytes, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public void readFully(byte[] bytes, int offset, int length) {
    try {
      super.readFully(bytes, offset, length);
    } catch (IOException early) {
      throw new UncheckedIOException(early);
    }
  }

  @Override
  public long length() {
    return stream.length;
  }

  private static void requireUninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CodecException(Reason.INTERRUPTED, "JPEG 2000: interrupted");
    }
  }
}
