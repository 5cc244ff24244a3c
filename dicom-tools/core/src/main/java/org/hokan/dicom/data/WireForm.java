package org.hokan.dicom.data;

/**
 * How an element or item stood on the wire, where that is not what a writer would choose itself.
 *
 * <p>Kept so that an object that is read and written without change has the same bytes. A writer
 * honours it when it writes the layout that the element was read from; undefined lengths it honours
 * always.
 *
 * @param layout the layout of the data set around it; {@link Layout#ANY} when there is nothing
 *     special to remember
 * @param header the form of the element's header
 * @param vrCode the two VR bytes as they were, first one high; 0 when the header had none
 * @param reserved the two bytes between VR and 32-bit length, which should be 0
 * @param declaredLength the length field, unsigned; {@link #UNDEFINED} for FFFFFFFFH
 * @param delimiterLength the length field of the closing delimiter, which should be 0; {@link
 *     #NO_DELIMITER} when there was none
 * @param content the layout of the items inside, which differs from the one around them for VR UN
 *     (PS3.5 §6.2.2)
 */
public record WireForm(
    Layout layout,
    Header header,
    int vrCode,
    int reserved,
    long declaredLength,
    long delimiterLength,
    Layout content) {

  /** The length field of an element or item of undefined length (PS3.5 §7.5). */
  public static final long UNDEFINED = 0xFFFF_FFFFL;

  /** No closing delimiter stood there. */
  public static final long NO_DELIMITER = -1;

  /** As a writer would write it: nothing to remember. */
  public static final WireForm PLAIN =
      new WireForm(Layout.ANY, Header.IMPLICIT, 0, 0, 0, NO_DELIMITER, Layout.ANY);

  /** Undefined length with a proper delimiter, and otherwise nothing to remember. */
  public static final WireForm PLAIN_UNDEFINED =
      new WireForm(Layout.ANY, Header.IMPLICIT, 0, 0, UNDEFINED, 0, Layout.ANY);

  /** The ways in which a data set can be laid out (PS3.5 §7.1). */
  public enum Layout {
    /** Whichever: nothing special was there. */
    ANY,
    /** No VR, little endian. */
    IMPLICIT_LE,
    /** VR, little endian. */
    EXPLICIT_LE,
    /** VR, big endian. */
    EXPLICIT_BE
  }

  /** The forms of an element's header. */
  public enum Header {
    /** Tag and 32-bit length; also of items and delimiters. */
    IMPLICIT,
    /** Tag, VR and 16-bit length. */
    SHORT,
    /** Tag, VR, reserved bytes and 32-bit length. */
    LONG,
    /** None: bytes that are no element, such as a torn end. */
    RAW
  }

  /** Bytes that are no element. */
  public static WireForm raw(Layout layout) {
    return new WireForm(layout, Header.RAW, 0, 0, 0, NO_DELIMITER, Layout.ANY);
  }

  /** Of an item: its header has no VR. */
  public static WireForm item(Layout layout, long declaredLength, long delimiterLength) {
    return new WireForm(layout, Header.IMPLICIT, 0, 0, declaredLength, delimiterLength, Layout.ANY);
  }

  /** Whether the length was FFFFFFFFH. */
  public boolean undefinedLength() {
    return declaredLength == UNDEFINED;
  }

  /** Whether a writer of that layout must write exactly this. */
  public boolean binds(Layout written) {
    return layout == written;
  }
}
