package org.hokan.dicom.image.codec.jpegls;

import java.util.Set;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.EncodingParameters;
import org.hokan.dicom.image.codec.FrameCodec;
import org.hokan.dicom.image.codec.Signs;
import org.hokan.dicom.image.pixel.ImagePixel;

/** JPEG-LS, lossless and near-lossless (PS3.5 §8.2.3, §A.4.3). */
public final class JpegLsCodec implements FrameCodec {
  private static final Set<TransferSyntax> SYNTAXES =
      Set.of(TransferSyntax.JPEG_LS_LOSSLESS, TransferSyntax.JPEG_LS_NEAR_LOSSLESS);
  private static final Facts FACTS = Facts.portable("JPEG-LS", "Hokan", SYNTAXES, SYNTAXES);

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public DecodedFrame decode(byte[] stream, ImagePixel image, CodecLimits limits) {
    StreamReader reader = new StreamReader(stream);
    JpegLsHeader frame = reader.frame();
    int allocated = DecodedFrame.allocatedFor(frame.bits());
    limits.frameLength(frame.rows(), frame.columns(), frame.components(), allocated / 8);
    byte[] samples = new FrameDecoder(stream, reader, allocated / 8).decode();
    if (image.signed()) {
      Signs.extend(samples, allocated / 8, frame.bits());
    }
    return new DecodedFrame(
        frame.rows(),
        frame.columns(),
        allocated,
        frame.bits(),
        image.signed(),
        ColorModel.of(image.photometricInterpretation(), frame.components()),
        samples);
  }

  @Override
  public byte[] encode(DecodedFrame frame, TransferSyntax target, EncodingParameters parameters) {
    int near = target.equals(TransferSyntax.JPEG_LS_NEAR_LOSSLESS) ? parameters.maxError() : 0;
    requireEncodable(frame, near);
    return new FrameEncoder(frame, near).encode();
  }

  private static void requireEncodable(DecodedFrame frame, int near) {
    if (frame.bitsStored() < 2
        || frame.bitsStored() > 16
        || frame.rows() > 65_535
        || frame.columns() > 65_535) {
      throw unsupported("JPEG-LS: %s (expected: 2 to 16 bits; PS3.5 §8.2.3)".formatted(frame));
    }
    int most = Math.min(255, ((1 << frame.bitsStored()) - 1) / 2);
    if (near > most) {
      throw unsupported(
          "JPEG-LS: a difference of %d for %s (expected: at most %d; T.87 §C.2.3)"
              .formatted(near, frame, most));
    }
    if (near > 0 && frame.signed() && Signs.reach(frame) + near >= 1 << (frame.bitsStored() - 1)) {
      throw unsupported(
          "JPEG-LS near-lossless: %s up to the ends of their range (expected: %d away from them, since the stream has no signs and they would turn into each other)"
              .formatted(frame, near));
    }
  }

  private static CodecException unsupported(String message) {
    return new CodecException(Reason.UNSUPPORTED, message);
  }
}
