package org.hokan.dicom.image.transcode;

import java.io.IOException;
import java.io.InputStream;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.pixel.FrameAssembler;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.PixelDataException;

/** Cuts native pixel data into frames as it comes; these need not start with a byte. */
final class NativeFrames {
  private final InputStream cells;
  private final ImagePixel image;
  private final long frameBits;
  private int openByte;
  private int openBits;

  NativeFrames(InputStream cells, ImagePixel image) {
    this.cells = cells;
    this.image = image;
    this.frameBits = image.frameLengthBits();
  }

  /**
   * Tells all frames, each from its first bit on; what follows them is left.
   *
   * @param lengthBytes of the value
   */
  void tell(long lengthBytes, CodecLimits limits, FrameAssembler.Frames target) throws IOException {
    long needed = (frameBits * image.frames() + 7) / 8;
    if (frameBits > limits.maxFrameBytes() * 8 || needed > lengthBytes) {
      throw new PixelDataException(
          "(7FE0,0010) Pixel Data: %d bytes (expected: %d for %d frames of at most %d; PS3.5 §8.1.1)"
              .formatted(lengthBytes, needed, image.frames(), limits.maxFrameBytes()));
    }
    for (int frame = 0; frame < image.frames(); frame++) {
      target.frame(next());
    }
  }

  private byte[] next() throws IOException {
    int count = (int) ((frameBits - openBits + 7) / 8);
    byte[] bytes = cells.readNBytes(count);
    if (bytes.length < count) {
      throw new PixelDataException(
          "(7FE0,0010) Pixel Data: ends %d bytes early (expected: %d frames)"
              .formatted(count - bytes.length, image.frames()));
    }
    if (frameBits % 8 == 0) {
      return bytes;
    }
    byte[] frame = new byte[(int) ((frameBits + 7) / 8)];
    if (count == 0) {
      frame[0] = (byte) openByte;
      openByte >>= frameBits;
      openBits -= (int) frameBits;
      return frame;
    }
    int shift = openBits;
    int carry = openByte;
    for (int i = 0; i < frame.length; i++) {
      int next = i < bytes.length ? bytes[i] & 0xFF : 0;
      frame[i] = (byte) (carry | next << shift);
      carry = next >> (8 - shift);
    }
    int used = (int) ((frameBits - shift) % 8);
    openBits = used == 0 ? 0 : 8 - used;
    openByte = openBits == 0 ? 0 : (bytes[bytes.length - 1] & 0xFF) >> used;
    return frame;
  }
}
