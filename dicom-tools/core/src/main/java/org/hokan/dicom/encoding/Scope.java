package org.hokan.dicom.encoding;

import org.hokan.dicom.data.WireForm.Layout;

/**
 * The elements being parsed: those of the data set itself or of one item.
 *
 * @param layout how they are laid out
 * @param depth 0 for the data set itself
 * @param end the offset where a defined length ends them
 * @param delimited whether an item delimiter ends them
 * @param signed whether Pixel Representation around them is 1
 */
record Scope(Layout layout, int depth, long end, boolean delimited, boolean signed) {

  static Scope dataSet(Layout layout) {
    return new Scope(layout, 0, Long.MAX_VALUE, false, false);
  }

  /** Of the items of a sequence in these elements. */
  Scope inside(Layout content, long sequenceEnd, boolean undefined, boolean signedNow) {
    return new Scope(content, depth + 1, sequenceEnd, undefined, signedNow);
  }

  /** Of one item in these. */
  Scope item(long itemEnd, boolean undefined) {
    return new Scope(layout, depth, itemEnd, undefined, signed);
  }
}
