package org.hokan.dicom.data;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/**
 * A code element of ISO 2022: a coded character set that an escape sequence designates to G0 (bytes
 * 21H to 7EH) or G1 (bytes A0H to FFH), from PS3.3 Tables C.12-3 and C.12-4. Immutable.
 */
enum CodeElement {
  ASCII("(B", false, 1, "US-ASCII"),
  ROMAJI("(J", false, 1, "JIS_X0201"),
  KATAKANA(")I", true, 1, "JIS_X0201"),
  LATIN_1("-A", true, 1, "ISO-8859-1"),
  LATIN_2("-B", true, 1, "ISO-8859-2"),
  LATIN_3("-C", true, 1, "ISO-8859-3"),
  LATIN_4("-D", true, 1, "ISO-8859-4"),
  CYRILLIC("-L", true, 1, "ISO-8859-5"),
  ARABIC("-G", true, 1, "ISO-8859-6"),
  GREEK("-F", true, 1, "ISO-8859-7"),
  HEBREW("-H", true, 1, "ISO-8859-8"),
  LATIN_5("-M", true, 1, "ISO-8859-9"),
  LATIN_9("-b", true, 1, "ISO-8859-15"),
  THAI("-T", true, 1, "TIS-620"),
  KANJI("$B", false, 2, "x-JIS0208"),
  SUPPLEMENTARY_KANJI("$(D", false, 2, "JIS_X0212-1990"),
  HANGUL("$)C", true, 2, "EUC-KR"),
  HANZI("$)A", true, 2, "GB2312");

  static final char UNDECODABLE = '\uFFFD';

  private static final CodeElement[] ALL = values();

  private final byte[] escape;
  private final boolean g1;
  private final int width;
  private final String charsetName;

  CodeElement(String designation, boolean g1, int width, String charsetName) {
    this.escape = ("\u001B" + designation).getBytes(StandardCharsets.US_ASCII);
    this.g1 = g1;
    this.width = width;
    this.charsetName = charsetName;
  }

  /** Whether it is used through bytes with the high bit set. */
  boolean isG1() {
    return g1;
  }

  /** Bytes of one character. */
  int width() {
    return width;
  }

  /** The escape sequence that designates it, not to be changed. */
  byte[] escape() {
    return escape;
  }

  /**
   * The element whose escape sequence stands at this place, or null. Older forms are understood.
   */
  static @Nullable CodeElement designatedAt(byte[] bytes, int offset, int end) {
    for (CodeElement element : ALL) {
      if (startsWith(bytes, offset, end, element.escape)) {
        return element;
      }
    }
    return null;
  }

  /** The text of a run of whole characters of this set; U+FFFD for what it does not have. */
  String decode(byte[] run) {
    String text = new String(run, charset());
    return this == KANJI && text.indexOf(UNDECODABLE) >= 0 ? withVendorKanji(run) : text;
  }

  /** An encoder for {@link #encode}, which callers keep for as long as they encode. */
  CharsetEncoder newEncoder() {
    return charset().newEncoder();
  }

  /**
   * The bytes of a character, or null when this set does not have it, or would read them as another
   * one: so the yen sign of JIS X 0201, which is a backslash to all readers, and a delimiter.
   */
  byte @Nullable [] encode(char character, CharsetEncoder encoder) {
    if (!encoder.canEncode(character)) {
      return null;
    }
    String text = String.valueOf(character);
    byte[] bytes = text.getBytes(encoder.charset());
    boolean fits = bytes.length == width && bytes[0] < 0 == g1 && bytes[width - 1] < 0 == g1;
    return fits && text.equals(new String(bytes, encoder.charset())) ? bytes : null;
  }

  /**
   * Leniency: Japanese devices send the vendors' characters of rows 13 and 89 to 92 (circled
   * digits, variants in names) as if they were JIS X 0208. Those come out as Windows-31J has them.
   */
  private String withVendorKanji(byte[] run) {
    StringBuilder text = new StringBuilder(run.length / 2);
    for (int i = 0; i + 1 < run.length; i += 2) {
      String character = new String(run, i, 2, charset());
      if (character.indexOf(UNDECODABLE) >= 0) {
        character = new String(shiftJis(run[i], run[i + 1]), charsetOrAscii("windows-31j"));
      }
      text.append(character.length() == 1 ? character : String.valueOf(UNDECODABLE));
    }
    return text.toString();
  }

  private static byte[] shiftJis(int row, int cell) {
    int lead = (row - 0x21) / 2 + (row < 0x5F ? 0x81 : 0xC1);
    int trail = (row & 1) == 0 ? cell + 0x7E : cell + (cell < 0x60 ? 0x1F : 0x20);
    return new byte[] {(byte) lead, (byte) trail};
  }

  private Charset charset() {
    return charsetOrAscii(charsetName);
  }

  /**
   * A Java runtime cut down to its base module lacks most of these: then nothing can be decoded,
   * and it shows.
   */
  private static Charset charsetOrAscii(String name) {
    try {
      return Charset.forName(name);
    } catch (UnsupportedCharsetException cutDownRuntime) {
      return StandardCharsets.US_ASCII;
    }
  }

  private static boolean startsWith(byte[] bytes, int offset, int end, byte[] start) {
    if (offset + start.length > end) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (bytes[offset + i] != start[i]) {
        return false;
      }
    }
    return true;
  }
}
