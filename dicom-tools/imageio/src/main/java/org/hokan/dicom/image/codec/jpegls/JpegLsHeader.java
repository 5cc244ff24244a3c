package org.hokan.dicom.image.codec.jpegls;

/**
 * The frame header of a JPEG-LS stream (T.87 §C.2.2).
 *
 * @param rows lines, 1 to 65535
 * @param columns pixels of a line, 1 to 65535
 * @param components 1 or 3
 * @param bits of a sample, 2 to 16
 */
public record JpegLsHeader(int rows, int columns, int components, int bits) {

  /**
   * Reads it.
   *
   * @throws org.hokan.dicom.image.codec.CodecException when it is no JPEG-LS stream, is torn, or is
   *     no picture that DICOM has
   */
  public static JpegLsHeader read(byte[] stream) {
    return new StreamReader(stream).frame();
  }
}
