package org.hokan.dicom.data;

/**
 * How an element or item stood on the wire, where that is not what a writer would choose itself.
 *
 * <p>Kept so that an object that is read and written without change has the same bytes. A writer
 * honours lengths, VR bytes and omissions only when it writes the layout that they were read from;
 * {@link #undefinedLength} it honours always.
 *
 * @param layout the layout of the header
 * @param vrCode the two VR bytes as they were, first one high; 0 when the header had none
 * @param longLength whether an explicit header had a 32-bit length
 * @param reserved the two bytes between VR and 32-bit length, which should be 0
 * @param declaredLength the length field, unsigned; {@link #UNDEFINED} for FFFFFFFFH
 * @param delimiterLength the length field of the closing delimiter, which should be 0; {@link
 *     #NO_DELIMITER} when there was none
 */
public record WireForm(
    Layout layout,
    int vrCode,
    boolean longLength,
    int reserved,
    long declaredLength,
    long delimiterLength) {

  /** The length field of an element or item of undefined length (PS3.5 §7.5). */
  public static final long UNDEFINED = 0xFFFF_FFFFL;

  /** No closing delimiter stood there. */
  public static final long NO_DELIMITER = -1;

  /** As a writer would write it: nothing to remember. */
  public static final WireForm PLAIN = new WireForm(Layout.ANY, 0, false, 0, 0, NO_DELIMITER);

  /** Undefined length with a proper delimiter, and otherwise nothing to remember. */
  public static final WireForm PLAIN_UNDEFINED =
      new WireForm(Layout.ANY, 0, false, 0, UNDEFINED, 0);

  /** The forms that a header can have. */
  public enum Layout {
    /** Nothing special was there: the layout does not matter. */
    ANY,
    /** Tag and 32-bit length, little endian. */
    IMPLICIT_LE,
    /** Tag, VR and length, little endian. */
    EXPLICIT_LE,
    /** Tag, VR and length, big endian. */
    EXPLICIT_BE,
    /** No header: bytes that are no element, such as a torn end. */
    RAW
  }

  /** Whether the length was FFFFFFFFH. */
  public boolean undefinedLength() {
    return declaredLength == UNDEFINED;
  }

  /** Whether this says nothing that binds a writer of that layout. */
  public boolean bindsTo(Layout written) {
    return layout == written;
  }
}
