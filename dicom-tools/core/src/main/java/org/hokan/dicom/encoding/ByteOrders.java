package org.hokan.dicom.encoding;

/** Turns little endian values into big endian ones and back (PS3.5 §7.3). */
final class ByteOrders {

  private ByteOrders() {}

  /** Reverses each whole unit in place; bytes beyond the last whole unit stay. */
  static void swap(byte[] bytes, int offset, int length, int unit) {
    if (unit == 1) {
      return;
    }
    int end = offset + length - length % unit;
    for (int start = offset; start < end; start += unit) {
      for (int low = start, high = start + unit - 1; low < high; low++, high--) {
        byte kept = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = kept;
      }
    }
  }
}
