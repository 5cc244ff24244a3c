package org.hokan.dicom.image.codec;

import java.util.Set;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * Frames that are not compressed: native data of all forms (PS3.5 §8.2). The frame's bytes are
 * little endian whatever the transfer syntax, as a data set's values are. Encodes colour by pixel;
 * samples of one bit are packed to a Bits Allocated of 1.
 */
final class NativeCodec implements FrameCodec {
  private static final Set<TransferSyntax> SYNTAXES =
      Set.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.ENCAPSULATED_UNCOMPRESSED);
  private static final Facts FACTS = Facts.portable("native", "Hokan", SYNTAXES, SYNTAXES);

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public DecodedFrame decode(byte[] stream, ImagePixel image, CodecLimits limits) {
    return NativeSamples.unpack(stream, image, limits);
  }

  @Override
  public byte[] encode(DecodedFrame frame, TransferSyntax target, EncodingParameters parameters) {
    return NativeSamples.pack(frame);
  }
}
