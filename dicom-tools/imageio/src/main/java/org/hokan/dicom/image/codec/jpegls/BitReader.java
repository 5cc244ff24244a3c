package org.hokan.dicom.image.codec.jpegls;

import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/**
 * The bits of a scan, the most significant of each byte first; after a byte of ones there is a zero
 * that is none of them, or else a marker, which ends the scan (T.87 §A.1, §C.1). Used once.
 */
final class BitReader {
  private final byte[] stream;
  private int position;
  private boolean afterOnes;

  /** The next bits from its top on; zeros below them. */
  private long buffer;

  private int buffered;

  BitReader(byte[] stream, int start) {
    this.stream = stream;
    this.position = start;
  }

  /**
   * The next bits as a number.
   *
   * @param count 0 to 32
   */
  int bits(int count) {
    if (buffered < count) {
      fill();
      if (buffered < count) {
        throw early();
      }
    }
    int value = (int) (buffer >>> 1 >>> (63 - count));
    skip(count);
    return value;
  }

  /**
   * How many zeros are there before the next one, both passed over.
   *
   * @param most beyond that the scan is broken
   */
  int zeros(int most) {
    int zeros = 0;
    while (true) {
      int found = Long.numberOfLeadingZeros(buffer);
      if (found < buffered) {
        skip(found + 1);
        zeros += found;
        if (zeros <= most) {
          return zeros;
        }
      } else {
        zeros += buffered;
        buffer = 0;
        buffered = 0;
        fill();
      }
      if (zeros > most) {
        throw new CodecException(
            Reason.DAMAGED,
            "JPEG-LS scan: more than %d zeros (expected: a code; T.87 §A.5.3)".formatted(most));
      }
      if (buffered == 0) {
        throw early();
      }
    }
  }

  /** Where the marker after the scan is, as far as there is one. */
  int end() {
    int at = position;
    while (at + 1 < stream.length && !marker(at)) {
      at++;
    }
    return at;
  }

  private boolean marker(int at) {
    return stream[at] == -1 && stream[at + 1] < 0;
  }

  private void skip(int count) {
    buffer = buffer << (count >> 1) << (count - (count >> 1));
    buffered -= count;
  }

  private void fill() {
    while (buffered <= Long.SIZE - Byte.SIZE && position < stream.length) {
      int value = stream[position] & 0xFF;
      if (value == 0xFF && (position + 1 == stream.length || marker(position))) {
        return;
      }
      int width = afterOnes ? 7 : 8;
      buffer |= (long) value << (Long.SIZE - width - buffered);
      buffered += width;
      afterOnes = value == 0xFF;
      position++;
    }
  }

  private static CodecException early() {
    return new CodecException(
        Reason.DAMAGED, "JPEG-LS scan: ends early (expected: all lines; T.87 §C.2.5)");
  }
}
