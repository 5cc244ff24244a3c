package org.hokan.dicom.image.codec;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * Deflated Image Frame Compression: native cells as an RFC 1951 stream (PS3.5 §8.2.16, §A.4.13).
 */
final class DeflatedFrameCodec implements FrameCodec {
  private static final Set<TransferSyntax> SYNTAXES =
      Set.of(TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION);
  private static final Facts FACTS =
      Facts.portable("deflated frame", "JDK zlib", SYNTAXES, SYNTAXES);

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public DecodedFrame decode(byte[] stream, ImagePixel image, CodecLimits limits) {
    limits.frameLength(
        image.rows(),
        image.columns(),
        image.samplesPerPixel(),
        Math.max(1, image.bitsAllocated() / 8));
    byte[] cells = new byte[Math.toIntExact(image.frameLengthBytes())];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stream);
      int filled = 0;
      while (filled < cells.length) {
        int got = inflater.inflate(cells, filled, cells.length - filled);
        if (got == 0) {
          throw damaged("%d bytes of a frame".formatted(filled), "%d".formatted(cells.length));
        }
        filled += got;
      }
      return NativeSamples.unpack(cells, image, limits);
    } catch (DataFormatException broken) {
      throw damaged("no deflate stream", "RFC 1951");
    } finally {
      inflater.end();
    }
  }

  @Override
  public byte[] encode(DecodedFrame frame, TransferSyntax target, EncodingParameters parameters) {
    Deflater deflater = new Deflater(parameters.effort(), true);
    try {
      deflater.setInput(NativeSamples.pack(frame));
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[65_536];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static CodecException damaged(String came, String expected) {
    return new CodecException(
        CodecException.Reason.DAMAGED,
        "deflated frame: %s (expected: %s; PS3.5 §A.4.13)".formatted(came, expected));
  }
}
