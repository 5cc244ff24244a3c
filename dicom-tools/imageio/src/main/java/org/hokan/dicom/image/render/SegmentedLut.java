package org.hokan.dicom.image.render;

import java.nio.ByteBuffer;

/** Expands Segmented Palette Color Lookup Table Data (PS3.3 §C.7.9.2). Used once. */
final class SegmentedLut {
  private static final int DISCRETE = 0;
  private static final int LINEAR = 1;
  private static final int INDIRECT = 2;

  private final ByteBuffer data;
  private final boolean bytes;
  private final int[] entries;
  private int count;

  private SegmentedLut(ByteBuffer data, boolean bytes, int entries) {
    this.data = data;
    this.bytes = bytes;
    this.entries = new int[entries];
  }

  /**
   * The entries.
   *
   * @param data little endian, of bytes or of 16-bit words as the descriptor says
   * @throws org.hokan.dicom.image.codec.CodecException when they are not as many as the descriptor
   *     says, or a segment is broken
   */
  static int[] expand(ByteBuffer data, LookupTable.Descriptor descriptor) {
    SegmentedLut lut = new SegmentedLut(data, descriptor.bits() == 8, descriptor.entries());
    while (lut.count < lut.entries.length && data.hasRemaining()) {
      lut.segment(true);
    }
    if (lut.count < lut.entries.length) {
      throw broken("%d entries (expected: %d)".formatted(lut.count, lut.entries.length));
    }
    return lut.entries;
  }

  private void segment(boolean mayBeIndirect) {
    int opcode = next();
    int length = next();
    if (length == 0) {
      throw broken("a segment without length");
    }
    switch (opcode) {
      case DISCRETE -> {
        for (int i = 0; i < length; i++) {
          append(next());
        }
      }
      case LINEAR -> line(length, next());
      case INDIRECT -> {
        if (!mayBeIndirect) {
          throw broken("an indirect segment within another");
        }
        indirect(length);
      }
      default -> throw broken("opcode %d (expected: 0 to 2)".formatted(opcode));
    }
  }

  private void line(int length, int end) {
    if (count == 0) {
      throw broken("begins with a linear segment");
    }
    int start = entries[count - 1];
    for (int i = 1; i <= length; i++) {
      append((int) Math.rint(start + (double) (end - start) * i / length));
    }
  }

  /** Segments that were told before, told again. */
  private void indirect(int segments) {
    long low = bytes ? next() | next() << 8 : next();
    long high = bytes ? next() | next() << 8 : next();
    long offset = high << 16 | low;
    if (offset >= data.position()) {
      throw broken("an offset of %d bytes (expected: to a segment before)".formatted(offset));
    }
    int back = data.position();
    data.position((int) offset);
    for (int i = 0; i < segments; i++) {
      segment(false);
    }
    data.position(back);
  }

  private void append(int entry) {
    if (count == entries.length) {
      throw broken("more than %d entries (expected: as many)".formatted(count));
    }
    entries[count++] = entry;
  }

  private int next() {
    if (data.remaining() < (bytes ? 1 : 2)) {
      throw broken("ends within a segment");
    }
    return bytes ? data.get() & 0xFF : data.getShort() & 0xFFFF;
  }

  private static RuntimeException broken(String how) {
    return LookupTable.damaged("segmented palette: %s (PS3.3 §C.7.9.2)".formatted(how));
  }
}
