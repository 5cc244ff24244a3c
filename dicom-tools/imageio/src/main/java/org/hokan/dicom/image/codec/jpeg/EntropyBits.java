package org.hokan.dicom.image.codec.jpeg;

/** The bits of entropy-coded segments, stuffed bytes left out (T.81 §F.1.2.3). */
final class EntropyBits {
  private static final int MOST_BITS_BEYOND_THE_END = 32;

  private final byte[] stream;
  private int position;
  private long buffer;
  private int available;
  private int beyond;

  EntropyBits(byte[] stream, int position) {
    this.stream = stream;
    this.position = position;
  }

  /** Where the segment's marker stands, once all bits before it were taken. */
  int position() {
    return position;
  }

  /** The next bits, 1 to 16, without taking them; zeros after the segment's end. */
  int peek(int count) {
    fill(count);
    return (int) (buffer >>> (available - count)) & ((1 << count) - 1);
  }

  /** Takes bits that were looked at. */
  void skip(int count) {
    available -= count;
    if (available < beyond) {
      throw JpegCodec.damaged("JPEG stream: a scan that ends early (T.81 §F.1.2.3)");
    }
  }

  /** Takes bits, 0 to 16. */
  int take(int count) {
    if (count == 0) {
      return 0;
    }
    int bits = peek(count);
    skip(count);
    return bits;
  }

  /** The number of that many bits, negative ones below the half (T.81 §F.2.2.1, EXTEND). */
  int signed(int count) {
    if (count == 0) {
      return 0;
    }
    int value = take(count);
    int below = (value - (1 << (count - 1))) >> 31; // as good as random: no branch
    return value + (below & 1 - (1 << count));
  }

  /** Goes behind the restart marker with this number, 0 to 7. */
  void restart(int number) {
    available = 0;
    beyond = 0;
    while (position + 1 < stream.length
        && (stream[position] & 0xFF) == 0xFF
        && (stream[position + 1] & 0xFF) == 0xFF) {
      position++;
    }
    if (position + 1 >= stream.length
        || (stream[position] & 0xFF) != 0xFF
        || (stream[position + 1] & 0xFF) != 0xD0 + number) {
      throw JpegCodec.damaged(
          "JPEG stream: no restart marker %d at offset %d (T.81 §B.2.1)"
              .formatted(number, position));
    }
    position += 2;
  }

  private void fill(int count) {
    while (available < count) {
      int next = position < stream.length ? stream[position] & 0xFF : 0xFF;
      boolean marker = next == 0xFF && (position + 1 >= stream.length || stream[position + 1] != 0);
      if (marker) {
        next = 0;
        beyond += 8;
        if (beyond > MOST_BITS_BEYOND_THE_END) {
          throw JpegCodec.damaged("JPEG stream: a scan that ends early (T.81 §F.1.2.3)");
        }
      } else {
        position += next == 0xFF ? 2 : 1;
      }
      buffer = buffer << 8 | next;
      available += 8;
    }
  }
}
