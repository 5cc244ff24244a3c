package org.hokan.dicom.image.pixel;

import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;

/**
 * The coding processes of ITU-T T.81 Table B.1 that DICOM has a transfer syntax for (PS3.5 §A.4.1).
 */
public enum JpegProcess {
  /** Sequential DCT, Huffman coding, 8 bit: the usual JPEG. */
  BASELINE(0xC0, true, Uids.JPEGBaseline8Bit),
  /** Sequential DCT, Huffman coding, 8 or 12 bit. */
  EXTENDED(0xC1, true, Uids.JPEGExtended12Bit),
  /** Progressive DCT, Huffman coding: a retired transfer syntax. */
  PROGRESSIVE(0xC2, true, Uids.JPEGFullProgressionNonHierarchical1012),
  /** Lossless prediction, Huffman coding. */
  LOSSLESS(0xC3, false, Uids.JPEGLossless),
  /** Sequential DCT, arithmetic coding: a retired transfer syntax. */
  EXTENDED_ARITHMETIC(0xC9, true, Uids.JPEGExtended35),
  /** Progressive DCT, arithmetic coding: a retired transfer syntax. */
  PROGRESSIVE_ARITHMETIC(0xCA, true, Uids.JPEGFullProgressionNonHierarchical1113),
  /** Lossless prediction, arithmetic coding: a retired transfer syntax. */
  LOSSLESS_ARITHMETIC(0xCB, false, Uids.JPEGLosslessNonHierarchical15);

  private final int startOfFrame;
  private final boolean lossy;
  private final Uid transferSyntaxUid;

  JpegProcess(int startOfFrame, boolean lossy, Uid transferSyntaxUid) {
    this.startOfFrame = startOfFrame;
    this.lossy = lossy;
    this.transferSyntaxUid = transferSyntaxUid;
  }

  /** Whether decoding gives something else than what was encoded. */
  public boolean lossy() {
    return lossy;
  }

  Uid transferSyntaxUid() {
    return transferSyntaxUid;
  }

  static JpegProcess ofMarker(int marker) {
    for (JpegProcess process : values()) {
      if (process.startOfFrame == marker) {
        return process;
      }
    }
    throw new PixelDataException(
        "JPEG frame header: marker FF%02X (expected: a process that is not hierarchical; PS3.5 §A.4.1)"
            .formatted(marker));
  }
}
