package org.hokan.dicom.image.codec.jpeg;

import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.EncodedBytes;

/**
 * Encodes a frame by process 14, selection value 1 (T.81 §H.1, PS3.5 §10.4): every difference to
 * the sample on the left, with the Huffman codes that fit this frame. Signed samples go as the same
 * bits. Used once.
 */
final class LosslessEncoder {
  private static final int CATEGORIES = 17;

  private final DecodedFrame frame;
  private final int parts;
  private final int precision;
  private final EncodedBytes out;
  private long buffer;
  private int pending;

  LosslessEncoder(DecodedFrame frame) {
    if (frame.bitsStored() < 2
        || frame.bitsStored() > 16
        || frame.rows() > 65535
        || frame.columns() > 65535) {
      throw JpegCodec.unsupported(
          "JPEG lossless: %s (expected: 2 to 16 bits; T.81 §B.2.2)".formatted(frame));
    }
    this.frame = frame;
    this.parts = frame.samplesPerPixel();
    this.precision = frame.bitsStored();
    this.out = new EncodedBytes(frame.samples().length / 2 + 1024);
  }

  byte[] encode() {
    long[] frequencies = new long[CATEGORIES];
    differences((category, difference) -> frequencies[category]++);
    HuffmanCodes codes = HuffmanCodes.of(frequencies);
    header(codes);
    differences(
        (category, difference) -> {
          bits(codes.code(category), codes.length(category));
          if (category > 0 && category < 16) {
            bits(difference < 0 ? difference + (1 << category) - 1 : difference, category);
          }
        });
    if (pending > 0) {
      bits((1 << (8 - pending)) - 1, 8 - pending);
    }
    marker(0xD9);
    return out.toByteArray();
  }

  /** Takes a difference and how many bits it needs. */
  private interface Differences {
    void next(int category, int difference);
  }

  private void differences(Differences to) {
    int mask = (1 << precision) - 1;
    int[] above = new int[parts];
    java.util.Arrays.fill(above, 1 << (precision - 1));
    int[] left = new int[parts];
    int sample = 0;
    for (int row = 0; row < frame.rows(); row++) {
      if (Thread.currentThread().isInterrupted()) {
        throw JpegCodec.damaged("JPEG lossless: interrupted");
      }
      System.arraycopy(above, 0, left, 0, parts);
      for (int column = 0; column < frame.columns(); column++) {
        for (int part = 0; part < parts; part++) {
          int value = sample(sample++) & mask;
          int difference = (short) (value - left[part]);
          to.next(category(difference), difference);
          left[part] = value;
          if (column == 0) {
            above[part] = value;
          }
        }
      }
    }
  }

  /** 0 to 16 (T.81 Table H.2); -32768 is the same as 32768 modulo 2^16. */
  private static int category(int difference) {
    return 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
  }

  private int sample(int index) {
    byte[] samples = frame.samples();
    return switch (frame.bytesPerSample()) {
      case 1 -> samples[index];
      case 2 -> (samples[2 * index] & 0xFF) | samples[2 * index + 1] << 8;
      default ->
          (samples[frame.bytesPerSample() * index] & 0xFF)
              | samples[frame.bytesPerSample() * index + 1] << 8;
    };
  }

  private void header(HuffmanCodes codes) {
    marker(0xD8);
    segment(0xC3, 6 + 3 * parts);
    out.write(precision);
    twoBytes(frame.rows());
    twoBytes(frame.columns());
    out.write(parts);
    for (int part = 1; part <= parts; part++) {
      out.write(part);
      out.write(0x11);
      out.write(0);
    }
    segment(0xC4, 17 + codes.values().length);
    out.write(0);
    for (int count : codes.counts()) {
      out.write(count);
    }
    out.write(codes.values(), 0, codes.values().length);
    segment(0xDA, 4 + 2 * parts);
    out.write(parts);
    for (int part = 1; part <= parts; part++) {
      out.write(part);
      out.write(0);
    }
    out.write(1); // selection value
    out.write(0);
    out.write(0); // point transform
  }

  private void marker(int code) {
    out.write(0xFF);
    out.write(code);
  }

  private void segment(int code, int payload) {
    marker(code);
    twoBytes(payload + 2);
  }

  private void twoBytes(int value) {
    out.write(value >> 8);
    out.write(value);
  }

  private void bits(int value, int count) {
    buffer = buffer << count | value;
    pending += count;
    while (pending >= 8) {
      pending -= 8;
      int next = (int) (buffer >>> pending) & 0xFF;
      out.write(next);
      if (next == 0xFF) {
        out.write(0);
      }
    }
  }
}
