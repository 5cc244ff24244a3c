package org.hokan.dicom.image.render;

import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.ColorConversion;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.pixel.ImagePixel;

/** A frame of three samples a pixel, brought to 8 bits and to RGB. */
record RgbLines(DecodedFrame frame) implements FrameLines {

  /**
   * Of a frame in any model of three samples that PS3.3 §C.7.6.3.1.2 explains.
   *
   * @throws CodecException when it is in another one
   */
  static RgbLines of(DecodedFrame frame, ImagePixel image) {
    DecodedFrame bytes = eightBits(frame);
    if (frame.colorModel() != ColorModel.UNKNOWN) {
      return new RgbLines(ColorConversion.toRgb(bytes));
    }
    String interpretation = image.photometricInterpretation();
    if (!interpretation.startsWith("YBR_PARTIAL_")) {
      throw new CodecException(
          CodecException.Reason.UNSUPPORTED,
          "(0028,0004) Photometric Interpretation: %s (expected: RGB, a YBR form, MONOCHROME or PALETTE COLOR)"
              .formatted(interpretation.replaceAll("[^ -~]", "?")));
    }
    return new RgbLines(fromPartial(bytes));
  }

  /** The full range of what is stored, over 0 to 255. */
  private static DecodedFrame eightBits(DecodedFrame frame) {
    if (frame.bitsStored() == 8 && frame.bytesPerSample() == 1 && !frame.signed()) {
      return frame;
    }
    Samples samples = Samples.of(frame, ImagePixel.Kind.INTEGER);
    double range = Math.scalb(1.0, frame.bitsStored()) - 1;
    double lowest = frame.signed() ? -Math.scalb(1.0, frame.bitsStored() - 1) : 0;
    byte[] bytes = new byte[samples.count()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = rounded((samples.at(i) - lowest) * 255 / range);
    }
    return new DecodedFrame(frame.rows(), frame.columns(), 8, 8, false, frame.colorModel(), bytes);
  }

  /** Luminance from 16 to 235, chrominance from 16 to 240 (CCIR 601-2; retired). */
  private static DecodedFrame fromPartial(DecodedFrame frame) {
    byte[] rgb = frame.samples().clone();
    for (int i = 0; i < rgb.length; i += 3) {
      double y = 255.0 / 219 * ((rgb[i] & 0xFF) - 16);
      double cb = 255.0 / 224 * ((rgb[i + 1] & 0xFF) - 128);
      double cr = 255.0 / 224 * ((rgb[i + 2] & 0xFF) - 128);
      rgb[i] = rounded(y + 1.402 * cr);
      rgb[i + 1] = rounded(y - 0.344136 * cb - 0.714136 * cr);
      rgb[i + 2] = rounded(y + 1.772 * cb);
    }
    return new DecodedFrame(frame.rows(), frame.columns(), 8, 8, false, ColorModel.RGB, rgb);
  }

  private static byte rounded(double value) {
    return (byte) (int) Math.max(0, Math.min(255, Math.floor(value + 0.5)));
  }

  @Override
  public int bands() {
    return 3;
  }

  @Override
  public void line(int y, byte[] line) {
    System.arraycopy(frame.samples(), y * line.length, line, 0, line.length);
  }
}
