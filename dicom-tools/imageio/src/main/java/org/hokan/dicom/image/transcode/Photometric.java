package org.hokan.dicom.image.transcode;

import java.nio.ByteBuffer;
import java.util.Set;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.pixel.ImagePixel;

/** Which Photometric Interpretation an encoded frame has (PS3.5 §8.2.1 to §8.2.14). */
final class Photometric {
  private static final int COD = 0xFF52;
  private static final int SOT = 0xFF90;
  private static final Set<TransferSyntax> JPEG_2000 =
      Set.of(
          TransferSyntax.JPEG_2000_LOSSLESS,
          TransferSyntax.JPEG_2000,
          TransferSyntax.HTJ2K_LOSSLESS,
          TransferSyntax.HTJ2K_LOSSLESS_RPCL,
          TransferSyntax.HTJ2K);

  private Photometric() {}

  /**
   * The value for the attribute.
   *
   * @param model what the samples were before they were encoded
   * @param stream the encoded frame
   */
  static String of(TransferSyntax target, ImagePixel image, ColorModel model, byte[] stream) {
    if (model.samplesPerPixel() == 1) {
      return image.photometricInterpretation();
    }
    if (target.equals(TransferSyntax.JPEG_BASELINE_8BIT)
        || target.equals(TransferSyntax.JPEG_EXTENDED_12BIT)) {
      return "YBR_FULL_422";
    }
    return JPEG_2000.contains(target) ? ofJpeg2000(model, stream) : model.name();
  }

  /** The stream says whether its components are transformed, and how (T.800 §A.6.1). */
  private static String ofJpeg2000(ColorModel model, byte[] stream) {
    ByteBuffer in = ByteBuffer.wrap(stream);
    int at = 2;
    while (at + 4 <= in.limit()) {
      int marker = in.getShort(at) & 0xFFFF;
      if (marker == COD && at + 14 <= in.limit()) {
        boolean transformed = in.get(at + 8) == 1;
        boolean reversible = in.get(at + 13) == 1;
        return !transformed ? model.name() : reversible ? "YBR_RCT" : "YBR_ICT";
      }
      if (marker == SOT) {
        break;
      }
      at += 2 + (in.getShort(at + 2) & 0xFFFF);
    }
    throw new IllegalStateException("JPEG 2000 encoder: no COD (expected: one; T.800 §A.6.1)");
  }
}
