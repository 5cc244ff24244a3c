package org.hokan.dicom.image.transcode;

import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.image.pixel.ImagePixel;

/** Overlay planes in bits of Pixel Data that no sample uses (retired; PS3.5-2004 §8.1.2). */
final class Overlays {
  private static final int FIRST_GROUP = 0x6000;
  private static final int LAST_GROUP = 0x601E;
  private static final int BITS_ALLOCATED = 0x0100;
  private static final int DATA = 0x3000;

  private Overlays() {}

  /** Codecs keep the samples' own bits only. */
  static void requireNoneInPixels(DataSet head, ImagePixel image) {
    for (int group = FIRST_GROUP; group <= LAST_GROUP; group += 2) {
      int base = group << 16;
      boolean inPixels =
          !head.contains(base | DATA)
              && head.integer(base | BITS_ALLOCATED).filter(bits -> bits > 1).isPresent();
      if (inPixels && image.bitsStored() < image.bitsAllocated()) {
        throw new TranscodingException(
            TranscodingException.Reason.OBJECT,
            "(%04X,0100) Overlay Bits Allocated: an overlay in unused bits of Pixel Data would be lost (expected: one in (%04X,3000) Overlay Data)"
                .formatted(group, group));
      }
    }
  }
}
