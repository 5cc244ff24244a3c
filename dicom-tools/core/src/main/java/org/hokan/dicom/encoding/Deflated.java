package org.hokan.dicom.encoding;

import java.io.IOException;
import java.util.Set;
import org.hokan.dicom.data.VR;

/** Makes a source of inflated bytes, whichever way they are deflated, or not at all. */
final class Deflated {

  private Deflated() {}

  static ByteSource inflate(
      ByteSource raw, ReadLimits limits, boolean moreToCome, Set<Leniency> leniencies)
      throws IOException {
    if (raw.require(8) && isPlain(raw)) {
      leniencies.add(Leniency.NOT_DEFLATED);
      return raw;
    }
    boolean zlib = raw.require(5) && hasZlibHeader(raw);
    if (zlib) {
      leniencies.add(Leniency.ZLIB_HEADER);
    }
    boolean endIsNoEnd = moreToCome || limits.truncation() == ReadLimits.Truncation.REFUSE;
    InflatingStream inflating =
        new InflatingStream(raw.rest(), zlib, limits.maxDeflateRatio(), endIsNoEnd);
    return ByteSource.of(inflating, false);
  }

  private static boolean isPlain(ByteSource raw) {
    return raw.u16(0, false) == 0x0008 && VR.ofCode(raw.u8(4) << 8 | raw.u8(5)) != null;
  }

  /** RFC 1950's two bytes, unless they are the stored block that they would be in RFC 1951. */
  private static boolean hasZlibHeader(ByteSource raw) {
    int header = raw.u16(0, true);
    boolean stored = (raw.u16(1, false) ^ raw.u16(3, false)) == 0xFFFF;
    return (header & 0x0F00) == 0x0800 && header % 31 == 0 && !stored;
  }
}
