package org.hokan.archive.billing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text a record is hashed over: one line {@code name=length:value} for each field, in a fixed
 * order, the length counting UTF-8 bytes, so that no two different records share a form. An absent
 * field has no line. Not thread-safe.
 */
final class CanonicalForm {
  /** What the first record names as the hash before it. */
  static final String GENESIS = "0".repeat(64);

  private final StringBuilder text = new StringBuilder();

  CanonicalForm field(String name, Object value) {
    String shown = value.toString();
    int length = shown.getBytes(StandardCharsets.UTF_8).length;
    text.append(name).append('=').append(length).append(':').append(shown).append('\n');
    return this;
  }

  /** SHA-256 over the form, as 64 lower-case hexadecimal digits. */
  String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: in every Java runtime)", e);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
