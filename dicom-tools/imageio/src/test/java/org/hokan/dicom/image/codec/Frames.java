package org.hokan.dicom.image.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.hokan.dicom.image.pixel.ImagePixel;

/** Frames made by chance, with smooth parts, noise and extremes, and the attributes for them. */
final class Frames {
  private Frames() {}

  /** A frame of any form that the codecs have in common. */
  static DecodedFrame random(SplittableRandom random, int minBits, int maxBits) {
    int bits = random.nextInt(minBits, maxBits + 1);
    boolean colour = bits > 1 && random.nextInt(3) == 0;
    ColorModel model = colour ? ColorModel.RGB : ColorModel.MONOCHROME;
    boolean signed = bits > 1 && random.nextBoolean();
    int rows = random.nextInt(1, 40);
    int columns = random.nextInt(1, 300);
    int allocated = DecodedFrame.allocatedFor(bits);
    int count = rows * columns * model.samplesPerPixel();
    ByteBuffer out = ByteBuffer.allocate(count * allocated / 8).order(ByteOrder.LITTLE_ENDIAN);
    long value = 0;
    int noise = random.nextInt(1, bits + 1);
    for (int i = 0; i < count; i++) {
      value =
          switch (random.nextInt(20)) {
            case 0 -> random.nextLong();
            case 1 -> signed ? 1L << (bits - 1) : -1;
            case 2, 3, 4, 5 -> value + random.nextLong(1L << Math.min(noise, 60));
            default -> value;
          };
      put(out, allocated, extended(value, bits, signed));
    }
    return new DecodedFrame(rows, columns, allocated, bits, signed, model, out.array());
  }

  private static long extended(long value, int bits, boolean signed) {
    int unused = 64 - bits;
    return signed ? value << unused >> unused : value << unused >>> unused;
  }

  private static void put(ByteBuffer out, int allocated, long value) {
    for (int i = 0; i < allocated; i += 8) {
      out.put((byte) (value >> i));
    }
  }

  /** The attributes that say what such a frame is. */
  static ImagePixel attributes(DecodedFrame frame) {
    return new ImagePixel(
        frame.rows(),
        frame.columns(),
        1,
        frame.samplesPerPixel(),
        switch (frame.colorModel()) {
          case MONOCHROME, UNKNOWN -> "MONOCHROME2";
          case PALETTE -> "PALETTE COLOR";
          case RGB -> "RGB";
          case YBR_FULL -> "YBR_FULL";
        },
        frame.bitsStored() == 1 ? 1 : frame.bitsAllocated(),
        frame.bitsStored(),
        frame.bitsStored() - 1,
        frame.signed(),
        false,
        ImagePixel.Kind.INTEGER);
  }
}
