package org.hokan.dicom.image.pixel;

import java.util.List;
import java.util.OptionalInt;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;

/**
 * What a JPEG stream says of itself before its first scan (ITU-T T.81 §B.2, JFIF, Adobe's APP14).
 * Immutable.
 *
 * @param process the coding process of the frame header
 * @param precision bits of a sample, 2 to 16
 * @param width pixels of a line
 * @param height lines
 * @param components in the order of the frame header
 * @param jfif whether a JFIF marker is there: one or three components, the three being YCbCr
 * @param adobeTransform the colour transform of Adobe's marker: 0 none, 1 YCbCr, 2 YCCK
 * @param selectionValue the predictor of a lossless process (1 to 7); 0 otherwise
 */
public record JpegHeader(
    JpegProcess process,
    int precision,
    int width,
    int height,
    List<Component> components,
    boolean jfif,
    OptionalInt adobeTransform,
    int selectionValue) {

  public JpegHeader {
    components = List.copyOf(components);
  }

  /**
   * One component of the frame header.
   *
   * @param horizontalSampling its share of samples in a line, relative to the others' factors, 1 to
   *     4
   * @param verticalSampling the same for lines
   */
  public record Component(int identifier, int horizontalSampling, int verticalSampling) {}

  /**
   * Reads the header of a stream.
   *
   * @param stream from the SOI marker on; what follows the first scan header is not looked at
   * @throws PixelDataException when it is no JPEG stream, is torn, or has no size of its own
   */
  public static JpegHeader read(byte[] stream) {
    return new JpegHeaderReader(stream).read();
  }

  /** Whether the three components are luminance and chrominance rather than red, green and blue. */
  public boolean isYcbcr() {
    if (components.size() != 3) {
      return false;
    }
    if (adobeTransform.isPresent()) {
      return adobeTransform.getAsInt() != 0;
    }
    return jfif || !(isNamedRgb() || !process.lossy());
  }

  /**
   * The value of (0028,0004) Photometric Interpretation for this stream (PS3.3 §C.7.6.3.1.2). Lossy
   * YCbCr is always YBR_FULL_422, however its chrominance is sampled (PS3.5 §8.2.1): the stream
   * says that itself.
   *
   * @throws PixelDataException for four components, which DICOM no longer has, or two
   */
  public String photometricInterpretation() {
    return switch (components.size()) {
      case 1 -> "MONOCHROME2";
      case 3 -> !isYcbcr() ? "RGB" : process.lossy() ? "YBR_FULL_422" : "YBR_FULL";
      default ->
          throw new PixelDataException(
              "JPEG stream: %d components (expected: 1 or 3; PS3.3 §C.7.6.3.1.2)"
                  .formatted(components.size()));
    };
  }

  /** The transfer syntax of an object that holds this stream (PS3.5 §A.4.1). */
  public Uid transferSyntaxUid() {
    return process == JpegProcess.LOSSLESS && selectionValue == 1
        ? Uids.JPEGLosslessSV1
        : process.transferSyntaxUid();
  }

  /** Whether the three components carry the letters R, G and B as their identifiers. */
  public boolean isNamedRgb() {
    return components.size() == 3
        && components.get(0).identifier() == 'R'
        && components.get(1).identifier() == 'G'
        && components.get(2).identifier() == 'B';
  }
}
