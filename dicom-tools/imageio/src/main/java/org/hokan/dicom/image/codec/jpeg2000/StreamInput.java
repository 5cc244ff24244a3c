package org.hokan.dicom.image.codec.jpeg2000;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.stream.ImageInputStreamImpl;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/**
 * A stream's bytes as the library reads them. At their end there is an error and not bytes of ones,
 * with which the library has counted for ever; so there is for a thread that is interrupted. Code
 * blocks that are cut off are errors which the library does not print.
 */
final class StreamInput extends ImageInputStreamImpl {
  private final byte[] stream;

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
    return stream[(int) streamPos++] & 0xFF;
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
