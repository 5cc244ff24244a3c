package org.hokan.dicom.image.transcode;

import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * A decoded frame in cells of the size that the attributes tell, where its samples fit: the
 * attributes are a suggestion as to the form of decompressed data, the stream says what there is
 * (PS3.5 §8.2.1).
 *
 * @param frame its samples in cells of bitsAllocated, or of 8 bits where that is 1
 * @param bitsAllocated 1, or those of the frame
 * @param bitsStored what the attributes shall say
 */
record Cells(DecodedFrame frame, int bitsAllocated, int bitsStored) {

  static Cells of(ImagePixel image, DecodedFrame decoded) {
    int attributes = image.bitsAllocated();
    if (attributes == 1 && decoded.bitsStored() == 1) {
      return new Cells(decoded, 1, 1);
    }
    if (attributes < decoded.bitsAllocated()) {
      return new Cells(decoded, decoded.bitsAllocated(), decoded.bitsStored());
    }
    return new Cells(widened(decoded, attributes), attributes, image.bitsStored());
  }

  /** Whether frames of the syntax are cells as they are, not encoded in any way. */
  static boolean isBare(TransferSyntax syntax) {
    return !syntax.encapsulated() || syntax.equals(TransferSyntax.ENCAPSULATED_UNCOMPRESSED);
  }

  /** Whether eight samples share a byte of native data. */
  boolean packed() {
    return bitsAllocated == 1;
  }

  private static DecodedFrame widened(DecodedFrame frame, int bitsAllocated) {
    boolean oneBitInByte = frame.bitsStored() == 1;
    if (frame.bitsAllocated() == bitsAllocated && !oneBitInByte) {
      return frame;
    }
    int from = frame.bytesPerSample();
    int to = bitsAllocated / 8;
    byte[] narrow = frame.samples();
    byte[] wide = new byte[narrow.length / from * to];
    for (int in = 0, out = 0; in < narrow.length; in += from, out += to) {
      System.arraycopy(narrow, in, wide, out, from);
      byte above = (byte) (frame.signed() ? narrow[in + from - 1] >> 7 : 0);
      for (int i = from; i < to; i++) {
        wide[out + i] = above;
      }
    }
    return new DecodedFrame(
        frame.rows(),
        frame.columns(),
        bitsAllocated,
        oneBitInByte ? 8 : frame.bitsStored(), // codecs would pack single bits
        frame.signed(),
        frame.colorModel(),
        wide);
  }
}
