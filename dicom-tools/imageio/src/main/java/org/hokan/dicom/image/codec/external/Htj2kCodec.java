package org.hokan.dicom.image.codec.external;

import java.util.List;
import java.util.Set;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.FrameCodec;
import org.hokan.dicom.image.codec.jpeg2000.Jpeg2000Header;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * High-Throughput JPEG 2000 to samples by OpenJPEG's {@code opj_decompress}, where that is
 * installed (PS3.5 §10.18). OpenJPEG 2.5 has no encoder for it.
 */
public final class Htj2kCodec implements FrameCodec {
  static final String PACKAGE = "libopenjp2-tools";

  private static final int HEADER_BYTES = 256;

  private final NativeTool decoder = new NativeTool("opj_decompress", PACKAGE);
  private final Facts facts =
      new Facts(
          "HTJ2K",
          "OpenJPEG (opj_decompress)",
          true,
          decoder.unavailable(),
          Set.of(
              TransferSyntax.HTJ2K_LOSSLESS,
              TransferSyntax.HTJ2K_LOSSLESS_RPCL,
              TransferSyntax.HTJ2K),
          Set.of());

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public DecodedFrame decode(byte[] frame, ImagePixel image, CodecLimits limits) {
    byte[] stream = Jpeg2000Header.codestream(frame);
    Jpeg2000Header header = Jpeg2000Header.read(stream);
    int length =
        limits.frameLength(
            header.rows(), header.columns(), header.components(), header.bits() > 8 ? 2 : 1);
    NativeTool.Work work =
        new NativeTool.Work(
            stream,
            "frame.j2k",
            header.components() == 1 ? "frame.pgm" : "frame.ppm",
            List.of("-i", NativeTool.INPUT, "-o", NativeTool.OUTPUT, "-threads", "1", "-quiet"),
            "");
    byte[] samples =
        decoder.run(work, Budgets.decoding(limits, length, HEADER_BYTES), Reason.DAMAGED);
    return Pnm.read(samples, header.signed(), limits).as(header.colorModel(image));
  }
}
