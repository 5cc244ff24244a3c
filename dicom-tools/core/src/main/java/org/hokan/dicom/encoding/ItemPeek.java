package org.hokan.dicom.encoding;

import java.io.IOException;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.ElementDictionary;

/** Looks into the first item of a sequence that is about to be parsed. */
final class ItemPeek {

  private ItemPeek() {}

  /** Whether the first element of the first item names its VR, and names the right one. */
  static boolean hasExplicitVr(ByteSource source) throws IOException {
    if (!source.require(16) || source.u32(4, false) == 0) {
      return false;
    }
    int tag = source.tag(8, false);
    VR vr = VR.ofCode(source.u8(12) << 8 | source.u8(13));
    if (vr == null) {
      return false;
    }
    VR known = ElementDictionary.vrOf(tag);
    return vr == known || (known == VR.UN && source.u8(15) == 0);
  }
}
