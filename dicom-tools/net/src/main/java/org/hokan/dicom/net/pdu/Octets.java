package org.hokan.dicom.net.pdu;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of a negotiation item as a value: immutable, equal by content. Its text never shows the
 * content, which may be a password or a token.
 */
public final class Octets {
  private static final Octets EMPTY = new Octets(new byte[0]);
  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /** No bytes at all. */
  public static Octets empty() {
    return EMPTY;
  }

  /** A copy of the given bytes. */
  public static Octets of(byte... bytes) {
    return new Octets(bytes.clone());
  }

  /** The text in UTF-8, as user names are sent (PS3.7 §D.3.3.7). */
  public static Octets utf8(String text) {
    return new Octets(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** The bytes read as UTF-8. */
  public String utf8() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Number of bytes. */
  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
