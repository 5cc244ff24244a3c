package org.hokan.dicom.image.render;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.pixel.ImagePixel;

/** Numbers of a decoded frame's samples, whatever their width. Immutable. */
final class Samples {
  /** Reads the sample at an index. */
  private interface Read {
    double at(int index);
  }

  private final Read read;
  private final int count;

  private Samples(Read read, int count) {
    this.read = read;
    this.count = count;
  }

  /**
   * Of a frame.
   *
   * @param kind whether they are whole numbers
   */
  static Samples of(DecodedFrame frame, ImagePixel.Kind kind) {
    ByteBuffer in = ByteBuffer.wrap(frame.samples()).order(ByteOrder.LITTLE_ENDIAN);
    Read read =
        switch (kind) {
          case FLOAT -> i -> in.getFloat(4 * i);
          case DOUBLE -> i -> in.getDouble(8 * i);
          case INTEGER -> frame.signed() ? signed(in, frame) : unsigned(in, frame);
        };
    return new Samples(read, in.capacity() / frame.bytesPerSample());
  }

  private static Read signed(ByteBuffer in, DecodedFrame frame) {
    return switch (frame.bytesPerSample()) {
      case 1 -> in::get;
      case 2 -> i -> in.getShort(2 * i);
      case 4 -> i -> in.getInt(4 * i);
      default -> i -> in.getLong(8 * i);
    };
  }

  private static Read unsigned(ByteBuffer in, DecodedFrame frame) {
    return switch (frame.bytesPerSample()) {
      case 1 -> i -> in.get(i) & 0xFF;
      case 2 -> i -> in.getShort(2 * i) & 0xFFFF;
      case 4 -> i -> in.getInt(4 * i) & 0xFFFF_FFFFL;
      default ->
          i -> {
            long value = in.getLong(8 * i);
            return value >= 0 ? value : value + 0x1p64;
          };
    };
  }

  /** The number of samples. */
  int count() {
    return count;
  }

  /** A sample; floating-point ones can be no number. */
  double at(int index) {
    return read.at(index);
  }
}
