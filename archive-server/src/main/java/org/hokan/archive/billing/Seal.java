package org.hokan.archive.billing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Optional;

/**
 * A signed Merkle root over the hashes of successive records, with the end of the statements'
 * chain. Never changes.
 *
 * @param number from 1 without gaps
 * @param day the day that it closes, or on which a month was closed, in the node's time zone
 * @param first number of the first record under it
 * @param last number of the last one
 * @param root as {@link Merkle} has it, 64 hexadecimal digits
 * @param statements the last statement made before it; empty: none was, or the seal is of a time
 *     when seals did not name it
 * @param sealedAt when
 * @param publicKey of the key that signed (X.509, Base64)
 * @param signature over {@link #form}, Base64
 */
public record Seal(
    long number,
    LocalDate day,
    long first,
    long last,
    String root,
    Optional<StatementEnd> statements,
    Instant sealedAt,
    String publicKey,
    String signature) {

  /** The text that is signed, in UTF-8. */
  public String form() {
    CanonicalForm form =
        new CanonicalForm()
            .field("seal", number)
            .field("day", day)
            .field("first", first)
            .field("last", last)
            .field("root", root);
    statements.ifPresent(
        end -> form.field("statements", end.place()).field("statementHash", end.hash()));
    return form.field("sealedAt", sealedAt).toString();
  }

  Seal signed(NodeKey key) {
    Seal named =
        new Seal(number, day, first, last, root, statements, sealedAt, key.publicKey(), "");
    byte[] signed = key.sign(named.form().getBytes(StandardCharsets.UTF_8));
    return new Seal(
        number,
        day,
        first,
        last,
        root,
        statements,
        sealedAt,
        key.publicKey(),
        Base64.getEncoder().encodeToString(signed));
  }

  boolean isSigned() {
    try {
      return NodeKey.verifies(
          Base64.getDecoder().decode(publicKey),
          form().getBytes(StandardCharsets.UTF_8),
          Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException e) { // no Base64
      return false;
    }
  }
}
