package org.hokan.dicom.image.codec;

/**
 * From one {@link ColorModel} to another. The factors are those of PS3.3 §C.7.6.3.1.2 (CCIR 601-2,
 * full range), in the same fixed-point arithmetic as libjpeg's, so that an 8-bit JPEG comes out the
 * same as from its decoders.
 */
public final class ColorConversion {
  private static final int SCALE = 16;
  private static final int HALF = 1 << (SCALE - 1);
  private static final int[] CR_TO_RED = new int[256];
  private static final int[] CB_TO_BLUE = new int[256];
  private static final int[] CR_TO_GREEN = new int[256];
  private static final int[] CB_TO_GREEN = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int chroma = i - 128;
      CR_TO_RED[i] = (fixed(1.40200) * chroma + HALF) >> SCALE;
      CB_TO_BLUE[i] = (fixed(1.77200) * chroma + HALF) >> SCALE;
      CR_TO_GREEN[i] = -fixed(0.71414) * chroma;
      CB_TO_GREEN[i] = -fixed(0.34414) * chroma + HALF;
    }
  }

  private ColorConversion() {}

  /**
   * The frame in RGB: itself where it is.
   *
   * @throws CodecException when it is no colour frame of 8 bits in a known model
   */
  public static DecodedFrame toRgb(DecodedFrame frame) {
    if (frame.colorModel() == ColorModel.RGB) {
      return frame;
    }
    if (frame.colorModel() != ColorModel.YBR_FULL || frame.bitsStored() != 8 || frame.signed()) {
      throw new CodecException(
          CodecException.Reason.UNSUPPORTED,
          "conversion to RGB: %s (expected: YBR_FULL of 8 bits)".formatted(frame));
    }
    byte[] rgb = frame.samples().clone();
    for (int i = 0; i < rgb.length; i += 3) {
      int y = rgb[i] & 0xFF;
      int cb = rgb[i + 1] & 0xFF;
      int cr = rgb[i + 2] & 0xFF;
      rgb[i] = clamped(y + CR_TO_RED[cr]);
      rgb[i + 1] = clamped(y + ((CB_TO_GREEN[cb] + CR_TO_GREEN[cr]) >> SCALE));
      rgb[i + 2] = clamped(y + CB_TO_BLUE[cb]);
    }
    return new DecodedFrame(frame.rows(), frame.columns(), 8, 8, false, ColorModel.RGB, rgb);
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << SCALE) + 0.5);
  }

  private static byte clamped(int value) {
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }
}
