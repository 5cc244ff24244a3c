package org.hokan.dicom.data;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The value representations of PS3.5 §6.2, with the facts that reading and writing them needs. */
public enum VR {
  AE(Kind.TEXT),
  AS(Kind.TEXT),
  AT(Kind.BINARY, 4, 2, false),
  CS(Kind.TEXT),
  DA(Kind.TEXT),
  DS(Kind.TEXT),
  DT(Kind.TEXT),
  FD(Kind.BINARY, 8, 8, false),
  FL(Kind.BINARY, 4, 4, false),
  IS(Kind.TEXT),
  LO(Kind.CHARSET_TEXT),
  LT(Kind.CHARSET_SINGLE),
  OB(Kind.BINARY, 1, 1, true),
  OD(Kind.BINARY, 8, 8, true),
  OF(Kind.BINARY, 4, 4, true),
  OL(Kind.BINARY, 4, 4, true),
  OV(Kind.BINARY, 8, 8, true),
  OW(Kind.BINARY, 2, 2, true),
  PN(Kind.CHARSET_TEXT),
  SH(Kind.CHARSET_TEXT),
  SL(Kind.BINARY, 4, 4, false),
  SQ(Kind.SEQUENCE, 0, 1, true),
  SS(Kind.BINARY, 2, 2, false),
  ST(Kind.CHARSET_SINGLE),
  SV(Kind.BINARY, 8, 8, true),
  TM(Kind.TEXT),
  UC(Kind.CHARSET_TEXT, 1, 1, true),
  UI(Kind.TEXT),
  UL(Kind.BINARY, 4, 4, false),
  UN(Kind.BINARY, 1, 1, true),
  UR(Kind.SINGLE_TEXT, 1, 1, true),
  US(Kind.BINARY, 2, 2, false),
  UT(Kind.CHARSET_SINGLE, 1, 1, true),
  UV(Kind.BINARY, 8, 8, true);

  private enum Kind {
    TEXT,
    SINGLE_TEXT,
    CHARSET_TEXT,
    CHARSET_SINGLE,
    BINARY,
    SEQUENCE
  }

  private static final @Nullable VR[] BY_LETTERS = byLetters();

  private final Kind kind;
  private final int valueLength;
  private final int swapUnit;
  private final boolean longForm;

  VR(Kind kind) {
    this(kind, 1, 1, false);
  }

  VR(Kind kind, int valueLength, int swapUnit, boolean longForm) {
    this.kind = kind;
    this.valueLength = valueLength;
    this.swapUnit = swapUnit;
    this.longForm = longForm;
  }

  /** The VR with these two letters, as they stand in an explicit VR element. */
  public static Optional<VR> of(String letters) {
    return letters.length() == 2
        ? Optional.ofNullable(ofCode(letters.charAt(0) << 8 | letters.charAt(1)))
        : Optional.empty();
  }

  /**
   * The VR with this code, or null when there is none: the fast path of the readers.
   *
   * @param code the first letter's byte times 256 plus the second's
   */
  public static @Nullable VR ofCode(int code) {
    int first = (code >> 8) - 'A';
    int second = (code & 0xFF) - 'A';
    return first < 0 || first > 25 || second < 0 || second > 25
        ? null
        : BY_LETTERS[first * 26 + second];
  }

  /** The two letters as a number: the first one's byte times 256 plus the second's. */
  public int code() {
    return name().charAt(0) << 8 | name().charAt(1);
  }

  /** Whether an explicit VR element has two reserved bytes and a 32-bit length (PS3.5 §7.1.2). */
  public boolean longForm() {
    return longForm;
  }

  /** Whether the value is characters. */
  public boolean isText() {
    return kind != Kind.BINARY && kind != Kind.SEQUENCE;
  }

  /** Whether Specific Character Set (0008,0005) applies (PS3.5 §6.1.2.3). */
  public boolean usesCharacterSet() {
    return kind == Kind.CHARSET_TEXT || kind == Kind.CHARSET_SINGLE;
  }

  /** Whether a backslash separates values; false for single long texts and for binary VRs. */
  public boolean isMultiValuedText() {
    return kind == Kind.TEXT || kind == Kind.CHARSET_TEXT;
  }

  /** Bytes of one value of a binary VR; 1 for text and for streams of bytes. */
  public int valueLength() {
    return valueLength;
  }

  /** Bytes of the unit whose order Big Endian reverses (PS3.5 §7.3); 1 where nothing turns. */
  public int swapUnit() {
    return swapUnit;
  }

  /** The byte that fills a value of this VR to an even length (PS3.5 §6.2). */
  public byte padding() {
    return (byte) (isText() && this != UI ? ' ' : 0);
  }

  /** Whether leading spaces carry no meaning; trailing ones never do in a text (PS3.5 §6.2). */
  public boolean leadingSpacesInsignificant() {
    return isText() && kind != Kind.CHARSET_SINGLE && this != UC && this != UR;
  }

  private static @Nullable VR[] byLetters() {
    @Nullable VR[] table = new @Nullable VR[26 * 26];
    for (VR vr : values()) {
      table[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
    }
    return table;
  }
}
