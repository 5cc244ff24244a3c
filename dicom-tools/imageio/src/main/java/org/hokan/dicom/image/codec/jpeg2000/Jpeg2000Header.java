package org.hokan.dicom.image.codec.jpeg2000;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.hokan.dicom.image.codec.Boxes;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * What a bare JPEG 2000 codestream says of its picture in its main header (ITU-T T.800 §A.5.1,
 * §A.6.1).
 *
 * @param rows lines
 * @param columns pixels of a line
 * @param components 1 or 3, all of the same size and depth
 * @param bits of a sample, 1 to 16
 * @param signed whether samples are in two's complement
 * @param transformed whether its three components are a transform of red, green and blue
 */
public record Jpeg2000Header(
    long rows, long columns, int components, int bits, boolean signed, boolean transformed) {
  private static final int SOC_AND_SIZ = 0xFF4FFF51;
  private static final int SIZ_BYTES = 42;
  private static final int COD = 0xFF52;
  private static final int SOT = 0xFF90;

  /**
   * Reads it.
   *
   * @throws CodecException when it is no codestream, ends early, or is no picture that DICOM has
   */
  public static Jpeg2000Header read(byte[] stream) {
    ByteBuffer in = ByteBuffer.wrap(stream);
    if (stream.length < SIZ_BYTES + 3 || in.getInt(0) != SOC_AND_SIZ) {
      throw new CodecException(
          Reason.DAMAGED,
          "JPEG 2000 stream: no SIZ in %d bytes (expected: FF4FFF51 first; T.800 §A.5.1)"
              .formatted(stream.length));
    }
    int components = in.getShort(40) & 0xFFFF;
    if ((components != 1 && components != 3) || stream.length < SIZ_BYTES + 3 * components) {
      throw unsupported("%d components".formatted(components));
    }
    int depth = stream[SIZ_BYTES];
    for (int i = 0; i < components; i++) {
      int at = SIZ_BYTES + 3 * i;
      if (stream[at] != depth || stream[at + 1] != 1 || stream[at + 2] != 1) {
        throw unsupported("components of different depth or size");
      }
    }
    int bits = (depth & 0x7F) + 1;
    if (bits > 16) {
      throw unsupported("%d bits".formatted(bits));
    }
    return new Jpeg2000Header(
        extent(in, 12, 20),
        extent(in, 8, 16),
        components,
        bits,
        (depth & 0x80) != 0,
        components == 3 && transformed(in));
  }

  /**
   * The codestream of a frame: itself, or what a JP2 file has in its box. DICOM has bare ones only
   * (PS3.5 §A.4.4), but such files are met.
   */
  public static byte[] codestream(byte[] frame) {
    if (!Boxes.isFile(frame, "jP  ")) {
      return frame;
    }
    return Boxes.first(frame, Set.of("jp2c"))
        .map(box -> Arrays.copyOfRange(frame, box.start(), box.end()))
        .orElseThrow(
            () ->
                new CodecException(
                    Reason.DAMAGED,
                    "JP2 file: no codestream in %d bytes (expected: a box jp2c; T.800 §I.5.4)"
                        .formatted(frame.length)));
  }

  /** What the samples are once a transform of the stream's own is undone. */
  public ColorModel colorModel(ImagePixel image) {
    return transformed
        ? ColorModel.RGB
        : ColorModel.of(image.photometricInterpretation(), components);
  }

  /** By the default coding style, which must be there (T.800 §A.6.1). */
  private static boolean transformed(ByteBuffer in) {
    int at = 2;
    while (at + 9 <= in.limit()) {
      int marker = in.getShort(at) & 0xFFFF;
      if (marker == COD) {
        return in.get(at + 8) == 1;
      }
      if (marker == SOT) {
        break;
      }
      at += 2 + Math.max(2, in.getShort(at + 2) & 0xFFFF);
    }
    throw new CodecException(
        Reason.DAMAGED, "JPEG 2000 stream: no COD (expected: FF52; T.800 §A.6.1)");
  }

  private static long extent(ByteBuffer in, int end, int start) {
    return Integer.toUnsignedLong(in.getInt(end)) - Integer.toUnsignedLong(in.getInt(start));
  }

  private static CodecException unsupported(String what) {
    return new CodecException(
        Reason.UNSUPPORTED,
        "JPEG 2000 stream: %s (expected: 1 or 3 alike, at most 16 bits)".formatted(what));
  }
}
