package org.hokan.dicom.encoding;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Header;
import org.hokan.dicom.data.WireForm.Layout;
import org.hokan.dicom.dict.ElementDictionary;

/** Which VR an element has, from its header and the dictionary. */
final class ElementVrs {

  private static final int PIXEL_DATA = 0x7FE00010;

  private ElementVrs() {}

  /** Tags that are US or SS as Pixel Representation (0028,0103) says. */
  private static final class UsOrSs {
    static final Set<Integer> TAGS = tags();

    private static Set<Integer> tags() {
      Set<Integer> tags = new HashSet<>();
      ElementDictionary.entries().stream()
          .filter(entry -> entry.vrs().containsAll(List.of(VR.US, VR.SS)))
          .forEach(entry -> tags.add(entry.tag()));
      return tags;
    }
  }

  static VR resolve(HeaderScanner header, boolean signed, Set<Leniency> leniencies) {
    VR named = header.vr;
    if (named != null && named != VR.UN) {
      compare(header.tag, named, leniencies);
      return header.length != WireForm.UNDEFINED || isStream(named) ? named : VR.SQ;
    }
    VR known = ElementDictionary.vrOf(header.tag);
    if (header.length == WireForm.UNDEFINED) {
      return header.tag == PIXEL_DATA ? VR.OB : VR.SQ;
    }
    if (named == VR.UN) {
      // Little endian whatever is around it, so readable as what it is (PS3.5 §6.2.2).
      return known == VR.SQ || header.length % known.valueLength() == 0 ? known : VR.UN;
    }
    if (signed && known == VR.US && UsOrSs.TAGS.contains(header.tag)) {
      return VR.SS;
    }
    return known;
  }

  private static boolean isStream(VR vr) {
    return vr == VR.OB || vr == VR.OW || vr == VR.OF || vr == VR.OD || vr == VR.OL || vr == VR.OV;
  }

  private static void compare(int tag, VR named, Set<Leniency> leniencies) {
    VR known = ElementDictionary.vrOf(tag);
    if (known != named && known != VR.UN && kind(known) != kind(named)) {
      leniencies.add(Leniency.VR_OTHER_THAN_DICTIONARY);
    }
  }

  private static int kind(VR vr) {
    if (vr == VR.SQ) {
      return 0;
    }
    return vr.isText() ? 1 : 2;
  }

  /** The layout of the items inside: implicit for VR UN (PS3.5 §6.2.2), else as around. */
  static Layout contentLayout(WireForm form, Layout around) {
    return form.header() == Header.LONG && form.vrCode() == VR.UN.code()
        ? Layout.IMPLICIT_LE
        : around;
  }
}
