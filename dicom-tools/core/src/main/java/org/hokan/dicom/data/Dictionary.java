package org.hokan.dicom.data;

/** The VR of a tag, for builders. */
final class Dictionary {

  private Dictionary() {}

  static VR vrOf(int tag) {
    return InterimDictionary.vrOf(tag);
  }
}
