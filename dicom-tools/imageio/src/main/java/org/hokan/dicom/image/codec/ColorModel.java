package org.hokan.dicom.image.codec;

/** What the samples of a decoded frame are; the numbers of samples per pixel go with it. */
public enum ColorModel {
  /** One sample: a grey value. Whether 0 is black is the attributes' to say. */
  MONOCHROME(1),
  /** One sample: an index into the image's palette. */
  PALETTE(1),
  /** Red, green, blue. */
  RGB(3),
  /**
   * Luminance, blue and red chrominance, all three in full range and for every pixel (PS3.3
   * §C.7.6.3.1.2; the same as JFIF's).
   */
  YBR_FULL(3),
  /** Three samples that neither the stream nor the attributes explain. */
  UNKNOWN(3);

  private final int samplesPerPixel;

  ColorModel(int samplesPerPixel) {
    this.samplesPerPixel = samplesPerPixel;
  }

  /** 1 or 3. */
  public int samplesPerPixel() {
    return samplesPerPixel;
  }

  /**
   * What a Photometric Interpretation says of samples whose stream tells nothing of their meaning
   * (JPEG-LS, RLE, native data), or whose stream's own transform is undone: YBR_RCT and YBR_ICT are
   * RGB then.
   *
   * @param samplesPerPixel 1 or 3; with 1 no colour is believed
   */
  public static ColorModel of(String photometricInterpretation, int samplesPerPixel) {
    if (samplesPerPixel == 1) {
      return photometricInterpretation.equals("PALETTE COLOR") ? PALETTE : MONOCHROME;
    }
    return switch (photometricInterpretation) {
      case "RGB", "YBR_RCT", "YBR_ICT" -> RGB;
      case "YBR_FULL", "YBR_FULL_422" -> YBR_FULL;
      default -> UNKNOWN;
    };
  }
}
