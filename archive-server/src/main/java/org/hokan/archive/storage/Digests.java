package org.hokan.archive.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, which every Java platform has. */
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

  private static MessageDigest found() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing (expected: in every Java platform)", e);
    }
  }
}
