package org.hokan.archive.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** SHA-256, which every Java platform has, and how a CRC-32C is written. */
public final class Digests {
  /** Never used itself: to copy it costs a tenth of a search through the platform's providers. */
  private static final MessageDigest UNUSED = found();

  private Digests() {}

  /** A new one. */
  public static MessageDigest sha256() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return found(); // a provider may do without
    }
  }

  /** Eight digits in lower case. */
  static String hex(CRC32C crc) {
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  private static MessageDigest found() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing (expected: in every Java platform)", e);
    }
  }
}
