package org.hokan.archive.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Each line ends with the SHA-256 of the line before's hash and its own text before the hash, so
 * that a line that was changed, lost or put in is found. One thread.
 */
final class Chain {
  static final String START = "0".repeat(64);

  private final MessageDigest digest;
  private String hash;

  Chain(String hash) {
    this.hash = hash;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Of the latest line. */
  String hash() {
    return hash;
  }

  /** The hash of a line that follows; the chain goes on from it. */
  String next(String body) {
    digest.update(hash.getBytes(StandardCharsets.US_ASCII));
    hash = HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
    return hash;
  }

  /** Goes on from another line. */
  void set(String other) {
    hash = other;
  }
}
