package org.hokan.dicom.image.codec.external;

import java.util.List;
import java.util.Set;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.FrameCodec;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * JPEG XL to samples by libjxl's {@code djxl}, where that is installed (PS3.5 §8.2.15). What
 * belongs to a JPEG stream rather than to samples is {@link JpegRecompression}'s. Only samples of
 * up to 8 bits and of 16: those between could not be compared, since cjxl 0.7 rounds them to 8 bits
 * before it encodes them.
 */
public final class JpegXlCodec implements FrameCodec {
  private static final int HEADER_BYTES = 64;

  private final NativeTool decoder = new NativeTool("djxl", "libjxl-tools");
  private final Facts facts =
      new Facts(
          "JPEG XL",
          "libjxl (djxl)",
          true,
          decoder.unavailable(),
          Set.of(
              TransferSyntax.JPEG_XL_LOSSLESS,
              TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION,
              TransferSyntax.JPEG_XL),
          Set.of());

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public DecodedFrame decode(byte[] stream, ImagePixel image, CodecLimits limits) {
    requireShownExact(image.bitsStored());
    JpegXlHeader header = JpegXlHeader.read(stream);
    int length =
        limits.frameLength(
            header.rows(),
            header.columns(),
            image.samplesPerPixel(),
            image.bitsStored() > 8 ? 2 : 1);
    NativeTool.Work work =
        new NativeTool.Work(
            stream,
            "frame.jxl",
            image.samplesPerPixel() == 1 ? "frame.pgm" : "frame.ppm",
            List.of(NativeTool.INPUT, NativeTool.OUTPUT, "--num_threads=1", "--quiet"),
            "");
    byte[] samples =
        decoder.run(work, Budgets.decoding(limits, length, HEADER_BYTES), Reason.DAMAGED);
    DecodedFrame frame = Pnm.read(samples, false, limits);
    requireShownExact(frame.bitsStored());
    return frame;
  }

  private static void requireShownExact(int bits) {
    if (bits > 8 && bits != 16) {
      throw new CodecException(
          Reason.UNSUPPORTED,
          "JPEG XL: %d bits (expected: at most 8, or 16, which are shown to be exact)"
              .formatted(bits));
    }
  }
}
