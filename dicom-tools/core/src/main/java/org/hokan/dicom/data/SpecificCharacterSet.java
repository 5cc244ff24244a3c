package org.hokan.dicom.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Text to bytes and back as Specific Character Set (0008,0005) says (PS3.5 §6.1). Immutable. */
public final class SpecificCharacterSet {

  private final List<String> definedTerms;
  private final Charset charset;

  private SpecificCharacterSet(List<String> definedTerms, Charset charset) {
    this.definedTerms = definedTerms;
    this.charset = charset;
  }

  /** The character set that these values of (0008,0005) name; none name the default repertoire. */
  public static SpecificCharacterSet of(List<String> definedTerms) {
    boolean utf8 = definedTerms.contains("ISO_IR 192");
    return new SpecificCharacterSet(
        List.copyOf(definedTerms), utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  /** The text that these bytes of a value mean. */
  public String decode(byte[] bytes, VR vr) {
    return new String(bytes, vr.usesCharacterSet() ? charset : StandardCharsets.ISO_8859_1);
  }

  /** The bytes of a value that mean this text. */
  public byte[] encode(String text, VR vr) {
    return text.getBytes(vr.usesCharacterSet() ? charset : StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpecificCharacterSet that && definedTerms.equals(that.definedTerms);
  }

  @Override
  public int hashCode() {
    return definedTerms.hashCode();
  }

  @Override
  public String toString() {
    return String.join("\\", definedTerms);
  }
}
