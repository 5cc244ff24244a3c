package org.hokan.dicom.encoding;

import java.io.IOException;
import java.util.Set;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Header;
import org.hokan.dicom.data.WireForm.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the header of the next element without taking it (PS3.5 §7.1), and finds out what was
 * meant where it is not what it should be.
 *
 * <p>One object is used for all headers of a data set: its fields are those of the last scan.
 */
final class HeaderScanner {

  private final ByteSource source;
  private final Set<Leniency> leniencies;

  /** The element's tag. */
  int tag;

  /** The two bytes where the VR stands; 0 for a header without one. */
  int vrCode;

  /** The VR of those bytes; null when they are none, or there are none. */
  @Nullable VR vr;

  /** The form of the header. */
  Header header = Header.IMPLICIT;

  /** The two bytes after a VR of the long form. */
  int reserved;

  /** The length field. */
  long length;

  /** Bytes of the header. */
  int size;

  HeaderScanner(ByteSource source, Set<Leniency> leniencies) {
    this.source = source;
    this.leniencies = leniencies;
  }

  /** Scans the next header; false when fewer bytes are left than it has. */
  boolean scan(Layout layout) throws IOException {
    if (!source.require(8)) {
      return false;
    }
    boolean bigEndian = layout == Layout.EXPLICIT_BE;
    tag = source.tag(0, bigEndian);
    if (layout == Layout.IMPLICIT_LE || tag >>> 16 == 0xFFFE) {
      return implicit(bigEndian);
    }
    vrCode = source.u8(4) << 8 | source.u8(5);
    vr = VR.ofCode(vrCode);
    if (vr == null) {
      return unknownVr(bigEndian);
    }
    return vr.longForm() ? longForm(bigEndian) : shortForm(bigEndian);
  }

  private boolean implicit(boolean bigEndian) {
    header = Header.IMPLICIT;
    vrCode = 0;
    vr = null;
    reserved = 0;
    length = source.u32(4, bigEndian);
    size = 8;
    return true;
  }

  private boolean shortForm(boolean bigEndian) {
    header = Header.SHORT;
    reserved = 0;
    length = source.u16(6, bigEndian);
    size = 8;
    return true;
  }

  private boolean longForm(boolean bigEndian) throws IOException {
    int between = source.u16(6, bigEndian);
    if (between != 0) {
      if (isShortInstead(between, bigEndian)) {
        leniencies.add(Leniency.SHORT_LENGTH_WITH_LONG_VR);
        return shortForm(bigEndian);
      }
      leniencies.add(Leniency.RESERVED_NOT_ZERO);
    }
    if (!source.require(12)) {
      return false;
    }
    header = Header.LONG;
    reserved = between;
    length = source.u32(8, bigEndian);
    size = 12;
    return true;
  }

  private boolean isShortInstead(int shortLength, boolean bigEndian) throws IOException {
    return elementFollows(8L + shortLength, bigEndian)
        && !(source.require(12) && elementFollows(12 + source.u32(8, bigEndian), bigEndian));
  }

  /**
   * PS3.5 §6.2 gives VRs to come a 32-bit length. What is not even letters is a header without VR,
   * or a VR field that somebody filled with rubbish.
   */
  private boolean unknownVr(boolean bigEndian) throws IOException {
    if (isLetters()) {
      leniencies.add(Leniency.UNKNOWN_VR);
      return source.u16(6, bigEndian) == 0 ? longForm(bigEndian) : shortForm(bigEndian);
    }
    long asImplicit = source.u32(4, bigEndian);
    boolean meantImplicit =
        asImplicit == WireForm.UNDEFINED || elementFollows(8 + asImplicit, bigEndian);
    if (!meantImplicit && elementFollows(8L + source.u16(6, bigEndian), bigEndian)) {
      leniencies.add(Leniency.INVALID_VR);
      return shortForm(bigEndian);
    }
    leniencies.add(Leniency.IMPLICIT_ELEMENT);
    return implicit(bigEndian);
  }

  private boolean isLetters() {
    int first = vrCode >> 8;
    int second = vrCode & 0xFF;
    return first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
  }

  /** Whether what stands there could be the header of a later element, or is the end. */
  private boolean elementFollows(long ahead, boolean bigEndian) throws IOException {
    if (ahead > 1 << 16) {
      return false;
    }
    int at = (int) ahead;
    if (!source.require(at + 8)) {
      return source.buffered() == at;
    }
    int next = source.tag(at, bigEndian);
    return next >>> 16 == 0xFFFE
        || (Integer.compareUnsigned(next, tag) > 0
            && (next >>> 16) - (tag >>> 16) < 0x1000
            && Integer.compareUnsigned(next, 0x7FFF_FFFF) < 0);
  }
}
