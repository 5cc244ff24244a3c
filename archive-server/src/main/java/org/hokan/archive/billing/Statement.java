package org.hokan.archive.billing;

import java.time.Instant;
import java.time.YearMonth;
import org.joda.money.Money;

/**
 * A facility's closed month: the sum of its billing records. Never changes.
 *
 * @param number the statement's number, unique on the node, such as {@code 202611-0001}
 * @param month the month that was closed
 * @param facility the facility's code
 * @param records how many billing records it sums up
 * @param images how many images arrived, by its STUDY records
 * @param bytes how many bytes arrived, by its STUDY records
 * @param total the sum of its records' amounts
 * @param closedAt when the month was closed
 * @param closedBy who closed it
 * @param previousHash the hash of the statement before it on the node
 * @param hash SHA-256 over this statement's canonical form, in hexadecimal digits
 */
public record Statement(
    String number,
    YearMonth month,
    String facility,
    long records,
    long images,
    long bytes,
    Money total,
    Instant closedAt,
    String closedBy,
    String previousHash,
    String hash) {

  /** The same statement with the hash that its content and the hash before it give. */
  Statement sealed() {
    return new Statement(
        number,
        month,
        facility,
        records,
        images,
        bytes,
        total,
        closedAt,
        closedBy,
        previousHash,
        expectedHash());
  }

  /** The hash that this content must have. */
  String expectedHash() {
    return new CanonicalForm()
        .field("number", number)
        .field("month", month)
        .field("facility", facility)
        .field("records", records)
        .field("images", images)
        .field("bytes", bytes)
        .field("total", total)
        .field("closedAt", closedAt)
        .field("closedBy", closedBy)
        .field("previous", previousHash)
        .sha256();
  }
}
