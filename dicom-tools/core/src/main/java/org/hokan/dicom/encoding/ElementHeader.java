package org.hokan.dicom.encoding;

import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Layout;

/**
 * What stands before an element's value.
 *
 * @param tag the tag
 * @param vr the VR as read, or the dictionary's where the wire names none, UN or no known one
 * @param length the length of the value in bytes; {@link WireForm#UNDEFINED} for undefined length
 * @param offset where the header starts, from the data set's first byte (inflated, if deflated)
 * @param depth 0 for the data set itself, 1 for an item in it, and so on
 * @param layout the layout of the data set around it
 * @param form how the header stood on the wire
 */
public record ElementHeader(
    int tag, VR vr, long length, long offset, int depth, Layout layout, WireForm form) {

  /** Whether the length is undefined. */
  public boolean undefinedLength() {
    return length == WireForm.UNDEFINED;
  }
}
