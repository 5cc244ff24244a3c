package org.hokan.dicom.image.recompress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.pixel.PixelDataException;

/**
 * An original as it is given back: its beginning, its frames, each made from a fragment when it is
 * read, and what follows them.
 */
abstract class PartsStream extends InputStream {
  private final InputStream fragments;
  private final int longest;
  private InputStream part;
  private boolean inTail;

  /**
   * @param begin what comes before the first frame
   * @param fragments at the fragment of the first frame; closed with this
   * @param longest bytes of a fragment
   */
  PartsStream(byte[] begin, InputStream fragments, int longest) {
    this.part = new ByteArrayInputStream(begin);
    this.fragments = fragments;
    this.longest = longest;
  }

  /** A frame as it was, made of its fragment. */
  abstract byte[] frame(byte[] compressed) throws IOException;

  /** What stands between the last frame and all that comes behind the pixel data. */
  abstract byte[] tail();

  private InputStream next() throws IOException {
    Optional<byte[]> fragment = Wire.fragment(fragments, longest);
    inTail = fragment.isEmpty();
    return inTail
        ? new SequenceInputStream(new ByteArrayInputStream(tail()), fragments)
        : new ByteArrayInputStream(frame(fragment.get()));
  }

  /** What a codec throws amid a stream is the stream's failure for its reader. */
  private InputStream made() throws IOException {
    try {
      return next();
    } catch (CodecException | PixelDataException | RecompressionException e) {
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
    int got = part.read(target, offset, length);
    while (got < 0 && !inTail) {
      part = made();
      got = part.read(target, offset, length);
    }
    return got;
  }

  @Override
  public void close() throws IOException {
    fragments.close();
  }
}
