package org.hokan.dicom.data;

import java.util.List;

/**
 * One data element: a tag, a VR, and a value, a sequence of items or the fragments of encapsulated
 * data (PS3.5 §7.1).
 *
 * <p>Immutable. Two elements are equal when tag, VR and value are; how they stood on the wire
 * ({@link #wireForm}) does not count.
 */
public sealed interface Element permits ValueElement, SequenceElement, FragmentsElement {

  /** Group times 65536 plus element; compare tags as unsigned numbers. */
  int tag();

  /** The VR as it was read, or as the dictionary knows it where the wire names none or UN. */
  VR vr();

  /** Whether the element has no value (Type 2 attributes may), no item, no fragment. */
  boolean isEmpty();

  /** How the element stood on the wire. */
  WireForm wireForm();

  /**
   * An element with a value.
   *
   * @param bytes the value in little endian byte order; padded to even length here if it must be
   */
  static ValueElement of(int tag, VR vr, byte[] bytes) {
    return ValueElement.padded(tag, vr, bytes);
  }

  /** A sequence of items. */
  static SequenceElement sequence(int tag, List<DataSet> items) {
    return new SequenceElement(tag, VR.SQ, items, WireForm.PLAIN, List.of());
  }

  /** Encapsulated data: the Basic Offset Table first, which may be empty (PS3.5 §A.4). */
  static FragmentsElement fragments(int tag, VR vr, List<byte[]> fragments) {
    return new FragmentsElement(
        tag,
        vr,
        fragments.stream().map(byte[]::clone).toList(),
        WireForm.PLAIN_UNDEFINED,
        List.of());
  }

  /** "(gggg,eeee)" as the standard prints a tag. */
  static String format(int tag) {
    return "(%04X,%04X)".formatted(tag >>> 16, tag & 0xFFFF);
  }
}
