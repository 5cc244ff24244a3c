package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks a receipt with nothing but itself and a public key: each record's text has its hash, the
 * path leads from the hash to the seal's root, and the key signed the seal. Shares no code with
 * what makes receipts.
 *
 * @param lines what was found, for people
 */
record ReceiptCheck(boolean isGood, List<String> lines) {

  /**
   * A public key as {@code hokan receipt key} shows it.
   *
   * @throws CliException when it is none
   */
  static PublicKey key(String text) {
    try {
      byte[] encoded = Base64.getDecoder().decode(text.strip());
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new CliException(
          CliException.USAGE,
          "--key: no Ed25519 public key in Base64, nothing was checked (expected: the text that hokan receipt key shows, not a file)");
    }
  }

  /**
   * Checks all that a receipt says.
   *
   * @param facility whose it must be; empty: whosever it says
   */
  static ReceiptCheck of(JsonNode receipt, Optional<String> facility, PublicKey key) {
    List<String> lines = new ArrayList<>();
    boolean good = receipt.path("kind").asText().equals("hokan receipt 1");
    if (!good) {
      lines.add("no receipt (expected: a file of hokan receipt show)");
    }
    String whose = receipt.path("facility").asText();
    if (facility.isPresent() && !facility.get().equals(whose)) {
      lines.add("receipt of facility %s (expected: of %s)".formatted(whose, facility.get()));
      good = false;
    }
    JsonNode records = receipt.path("records");
    if (records.isEmpty()) {
      lines.add("no records (expected: at least one)");
      good = false;
    }
    for (JsonNode record : records) {
      String problem = problem(record, receipt, key);
      Map<String, String> fields = fields(record.path("form").asText());
      lines.add(
          "record %s: facility %s, study %s, %s, %s bytes, recorded %s: %s"
              .formatted(
                  record.path("record").asText(),
                  fields.getOrDefault("facility", "?"),
                  fields.getOrDefault("study", "?"),
                  images(fields.getOrDefault("images", "?")),
                  fields.getOrDefault("bytes", "?"),
                  fields.getOrDefault("recordedAt", "?"),
                  problem.isEmpty()
                      ? "in the ledger, sealed " + sealOf(record).getOrDefault("sealedAt", "?")
                      : "NOT shown: " + problem));
      good &= problem.isEmpty();
    }
    return new ReceiptCheck(good, lines);
  }

  private static String images(String count) {
    return count + (count.equals("1") ? " image" : " images");
  }

  private static Map<String, String> sealOf(JsonNode record) {
    return fields(record.path("seal").path("form").asText());
  }

  /** Empty: all is as it must be. */
  private static String problem(JsonNode record, JsonNode receipt, PublicKey key) {
    String form = record.path("form").asText();
    Map<String, String> fields = fields(form);
    if (!receipt.path("study").asText().equals(fields.get("study"))) {
      return "its text is about another study";
    }
    if (!receipt.path("facility").asText().equals(fields.get("facility"))) {
      return "its text is about another facility";
    }
    JsonNode seal = record.path("seal");
    if (seal.isMissingNode()) {
      return "it is not sealed yet (ask for the receipt again when its day has ended)";
    }
    Map<String, String> sealed = sealOf(record);
    try {
      HexFormat hex = HexFormat.of();
      byte[] node = sha256(0, sha256(form.getBytes(StandardCharsets.UTF_8)), new byte[0]);
      for (JsonNode step : record.path("path")) {
        byte[] sibling = hex.parseHex(step.asText().substring(1));
        node = step.asText().startsWith("L") ? sha256(1, sibling, node) : sha256(1, node, sibling);
      }
      if (!hex.formatHex(node).equals(sealed.get("root"))) {
        return "its text and path do not lead to the seal's root";
      }
      return signed(seal, key)
          ? ""
          : "the seal is not signed with this key (expected: the key of the node that made it)";
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return "it is damaged";
    } catch (GeneralSecurityException e) {
      return "its signature is damaged";
    }
  }

  private static boolean signed(JsonNode seal, PublicKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    signature.update(seal.path("form").asText().getBytes(StandardCharsets.UTF_8));
    byte[] bytes = Base64.getDecoder().decode(seal.path("signature").asText());
    final int length = 64; // RFC 8032 §5.1.6
    return bytes.length == length && signature.verify(bytes);
  }

  /** The fields {@code name=length:value} of a canonical form; a damaged one has fewer. */
  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new HashMap<>();
    byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
    int at = 0;
    while (at < bytes.length) {
      int equals = indexOf(bytes, '=', at);
      int colon = indexOf(bytes, ':', equals);
      if (equals < 0 || colon < 0 || colon - equals > 10) {
        return fields;
      }
      String digits = text(bytes, equals + 1, colon);
      if (!digits.matches("[0-9]{1,8}") || colon + 1 + Integer.parseInt(digits) > bytes.length) {
        return fields;
      }
      int end = colon + 1 + Integer.parseInt(digits);
      fields.putIfAbsent(text(bytes, at, equals), text(bytes, colon + 1, end));
      at = end + 1;
    }
    return fields;
  }

  private static int indexOf(byte[] bytes, char wanted, int from) {
    for (int i = Math.max(0, from); from >= 0 && i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static String text(byte[] bytes, int from, int until) {
    return new String(bytes, from, until - from, StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static byte[] sha256(int kind, byte[] one, byte[] other) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update((byte) kind);
    digest.update(one);
    digest.update(other);
    return digest.digest();
  }
}
