package org.hokan.dicom.encoding;

import java.io.IOException;
import java.util.Set;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm.Layout;
import org.hokan.dicom.dict.ElementDictionary;

/** Which layout a data set has: the declared one, unless its first element shows otherwise. */
final class Layouts {

  private static final int LAST_PLAUSIBLE_GROUP = 0x00FF;
  private static final long LAST_PLAUSIBLE_LENGTH = 1 << 20;

  private Layouts() {}

  static Layout of(TransferSyntax syntax) {
    if (!syntax.explicitVr()) {
      return Layout.IMPLICIT_LE;
    }
    return syntax.bigEndian() ? Layout.EXPLICIT_BE : Layout.EXPLICIT_LE;
  }

  /** The layout that the next element shows, and the leniency that taking it needs. */
  static Layout detect(ByteSource source, Layout declared, Set<Leniency> leniencies)
      throws IOException {
    if (!source.require(8)) {
      return declared;
    }
    boolean hasVr = VR.ofCode(source.u8(4) << 8 | source.u8(5)) != null;
    if (declared == Layout.IMPLICIT_LE) {
      return hasVr && namesItsVr(source) ? report(leniencies, false) : declared;
    }
    boolean bigEndian = declared == Layout.EXPLICIT_BE;
    if (hasVr) {
      return plausibleGroup(source, bigEndian) || !plausibleGroup(source, !bigEndian)
          ? declared
          : reportOrder(leniencies, !bigEndian);
    }
    return !isLetter(source.u8(4)) && isImplicit(source) ? report(leniencies, true) : declared;
  }

  private static Layout report(Set<Leniency> leniencies, boolean implicit) {
    leniencies.add(
        implicit ? Leniency.IMPLICIT_DECLARED_EXPLICIT : Leniency.EXPLICIT_DECLARED_IMPLICIT);
    return implicit ? Layout.IMPLICIT_LE : Layout.EXPLICIT_LE;
  }

  private static Layout reportOrder(Set<Leniency> leniencies, boolean bigEndian) {
    leniencies.add(Leniency.OTHER_BYTE_ORDER);
    return bigEndian ? Layout.EXPLICIT_BE : Layout.EXPLICIT_LE;
  }

  /** Whether the two letters are the very VR of the tag, which no length would be by chance. */
  static boolean namesItsVr(ByteSource source) {
    int tag = source.tag(0, false);
    VR vr = VR.ofCode(source.u8(4) << 8 | source.u8(5));
    return vr != null
        && (vr == ElementDictionary.vrOf(tag)
            || source.u32(4, false) > LAST_PLAUSIBLE_LENGTH && plausibleGroup(source, false));
  }

  private static boolean plausibleGroup(ByteSource source, boolean bigEndian) {
    return source.u16(0, bigEndian) <= LAST_PLAUSIBLE_GROUP;
  }

  private static boolean isImplicit(ByteSource source) {
    return plausibleGroup(source, false) && source.u32(4, false) <= LAST_PLAUSIBLE_LENGTH;
  }

  private static boolean isLetter(int character) {
    return character >= 'A' && character <= 'Z';
  }

  /** A guess where nothing is declared; {@link Layout#ANY} when it looks like no data set. */
  static Layout guess(ByteSource source) throws IOException {
    if (!source.require(8)) {
      return Layout.ANY;
    }
    boolean hasVr = VR.ofCode(source.u8(4) << 8 | source.u8(5)) != null;
    if (hasVr && plausibleGroup(source, false)) {
      return Layout.EXPLICIT_LE;
    }
    if (hasVr && plausibleGroup(source, true)) {
      return Layout.EXPLICIT_BE;
    }
    return !hasVr && isImplicit(source) && knownGroup(source) ? Layout.IMPLICIT_LE : Layout.ANY;
  }

  private static boolean knownGroup(ByteSource source) {
    int tag = source.tag(0, false);
    return (tag & 0xFFFF) == 0 || ElementDictionary.vrOf(tag) != VR.UN;
  }
}
