package org.hokan.dicom.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Text to bytes and back as Specific Character Set (0008,0005) says (PS3.5 §6.1, PS3.3
 * §C.12.1.1.2): single-byte sets, ISO 2022 with code extensions, UTF-8, GB18030 and GBK. Immutable
 * and thread-safe.
 *
 * <p>Decoding never throws. Each byte or character that cannot be decoded becomes U+FFFD, so it
 * stays visible that something was there. Encoding writes '?' for a character that the sets do not
 * have; {@link #canEncode} tells before.
 *
 * <p>Leniencies: defined terms as real files spell them; an unknown term counts as the default
 * repertoire; escape sequences are followed also where their set was not declared; where no set was
 * declared for bytes above 7FH, they are read as UTF-8 if they are well-formed UTF-8.
 */
public final class SpecificCharacterSet {

  /** Sets that were asked for, by their terms: an archive meets few, and each for every object. */
  private static final Map<List<String>, SpecificCharacterSet> MADE = new ConcurrentHashMap<>();

  private static final int MOST_MADE = 64;

  /** The default character repertoire, ISO_IR 6: what applies where (0008,0005) is missing. */
  public static final SpecificCharacterSet DEFAULT = of(List.of());

  /** Unicode in UTF-8, ISO_IR 192. */
  public static final SpecificCharacterSet UTF_8 = of(List.of("ISO_IR 192"));

  private static final char UNDECODABLE = CodeElement.UNDECODABLE;

  private final List<String> definedTerms;
  private final List<String> unknownTerms;
  private final @Nullable Charset whole;
  private final CodeExtensions extensions;

  private SpecificCharacterSet(List<String> definedTerms) {
    this.definedTerms = List.copyOf(definedTerms);
    List<DefinedTerm> terms = this.definedTerms.stream().map(DefinedTerm::of).toList();
    List<String> unknown = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      if (!terms.get(i).known()) {
        unknown.add(this.definedTerms.get(i));
      }
    }
    this.unknownTerms = List.copyOf(unknown);
    this.whole = whole(terms);
    this.extensions = CodeExtensions.of(terms);
  }

  /** The character set that these values of (0008,0005) name; none name the default repertoire. */
  public static SpecificCharacterSet of(List<String> definedTerms) {
    SpecificCharacterSet made = MADE.get(definedTerms);
    if (made != null) {
      return made;
    }
    SpecificCharacterSet fresh = new SpecificCharacterSet(definedTerms);
    if (MADE.size() < MOST_MADE && fresh.unknownTerms.isEmpty()) {
      MADE.put(fresh.definedTerms, fresh);
    }
    return fresh;
  }

  /** The character set that these values of (0008,0005) name; none name the default repertoire. */
  public static SpecificCharacterSet of(String... definedTerms) {
    return of(List.of(definedTerms));
  }

  /** The values of (0008,0005) as they were given. */
  public List<String> definedTerms() {
    return definedTerms;
  }

  /** Those of {@link #definedTerms} that mean nothing. */
  public List<String> unknownTerms() {
    return unknownTerms;
  }

  /**
   * The text that these bytes mean, with its padding.
   *
   * <p>In a VR with several values each backslash in the text is a delimiter: a byte 5CH that is
   * half of a character is decoded with it. The text may so be split at backslashes.
   *
   * @param vr decides whether the character set applies, and which delimiters reset code extensions
   */
  public String decode(byte[] bytes, VR vr) {
    if (isPlainAscii(bytes)) {
      return new String(bytes, StandardCharsets.US_ASCII);
    }
    if (!vr.usesCharacterSet() && vr != VR.UN) {
      return DEFAULT.extensions.decode(bytes, vr);
    }
    return whole != null ? new String(bytes, whole) : extensions.decode(bytes, vr);
  }

  /**
   * The values of an element, with their padding; none for no bytes, one for a VR without
   * delimiter.
   */
  public List<String> decodeValues(byte[] bytes, VR vr) {
    if (bytes.length == 0) {
      return List.of();
    }
    String text = decode(bytes, vr);
    return vr.isMultiValuedText() && text.indexOf('\\') >= 0
        ? List.of(text.split("\\\\", -1))
        : List.of(text);
  }

  /**
   * Whether every byte can be decoded, that is, whether {@link #decode} needs no U+FFFD of its own.
   */
  public boolean canDecode(byte[] bytes, VR vr) {
    String text = decode(bytes, vr);
    return text.indexOf(UNDECODABLE) < 0
        || (whole != null && vr.usesCharacterSet() && isWellFormed(whole, bytes));
  }

  /**
   * The bytes that mean this text, with escape sequences where the sets need them, and returns to
   * the first set before the delimiters of the VR, before line and page ends and at the end (PS3.5
   * §6.1.2.5.3). Not padded.
   *
   * @param text several values with backslashes between them, for a VR that may have several
   */
  public byte[] encode(String text, VR vr) {
    if (!vr.usesCharacterSet() || isPlainAscii(text)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    return whole != null ? text.getBytes(whole) : extensions.encode(text, vr);
  }

  /** Whether {@link #decode} gives this text again for what {@link #encode} would write. */
  public boolean canEncode(String text, VR vr) {
    return decode(encode(text, vr), vr).equals(text);
  }

  /** Equal when the values of (0008,0005) are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SpecificCharacterSet that && definedTerms.equals(that.definedTerms);
  }

  @Override
  public int hashCode() {
    return definedTerms.hashCode();
  }

  /** The values of (0008,0005) as they stand in an object. */
  @Override
  public String toString() {
    return String.join("\\", definedTerms);
  }

  /**
   * A set that allows no code extensions counts if it stands first, or after nothing but empty
   * values.
   */
  private static @Nullable Charset whole(List<DefinedTerm> terms) {
    for (DefinedTerm term : terms) {
      if (term.whole() != null) {
        return term.whole();
      }
      if (!term.elements().equals(List.of(CodeElement.ASCII))) {
        return null;
      }
    }
    return null;
  }

  /**
   * Whether ASCII decodes it, whatever the set: JIS X 0201 differs in two signs only, which are
   * read as in ASCII.
   */
  private static boolean isPlainAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0 || b == 0x1B) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlainAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWellFormed(Charset charset, byte[] bytes) {
    try {
      CharBuffer text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes));
      return text != null;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }
}
