package org.hokan.dicom.dict;

import java.util.List;
import org.hokan.dicom.data.VR;

/**
 * One row of the registry of data elements (PS3.6 §6 to §9). Immutable.
 *
 * @param tag the tag; where digits vary (repeating groups) they are zero here
 * @param mask the bits of a tag that must equal {@code tag}'s; all ones where nothing varies
 * @param keyword empty for the few retired elements that have none
 * @param vrs the VRs it may have; empty for item and delimitation tags
 * @param vm the value multiplicity as the standard writes it: {@code 1}, {@code 1-n}, {@code 2-2n}
 * @param name the name in plain words
 * @param retired whether new objects should not use it
 */
public record DictionaryEntry(
    int tag, int mask, String keyword, List<VR> vrs, String vm, String name, boolean retired) {
  public DictionaryEntry {
    vrs = List.copyOf(vrs);
  }

  boolean covers(int candidate) {
    return (candidate & mask) == tag;
  }
}
