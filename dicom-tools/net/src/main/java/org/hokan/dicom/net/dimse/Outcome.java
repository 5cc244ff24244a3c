package org.hokan.dicom.net.dimse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an operation went: the Status (0000,0900) and the fields that may explain it (PS3.7 Annex C).
 * Immutable.
 *
 * @param errorComment Error Comment (0000,0902); the wire has room for 64 characters of ASCII, so
 *     longer ones are cut when written; a peer's comment is untrusted text, without control
 *     characters
 * @param errorId Error ID (0000,0903), in N- responses only
 * @param offendingElements tags in Offending Element (0000,0901), in C- responses only
 * @param attributeIdentifiers tags in Attribute Identifier List (0000,1005), in N- responses only
 */
public record Outcome(
    Status status,
    Optional<String> errorComment,
    OptionalInt errorId,
    List<Integer> offendingElements,
    List<Integer> attributeIdentifiers) {
  /** Success, with nothing to explain. */
  public static final Outcome SUCCESS = of(Status.SUCCESS);

  /** Pending, with nothing to explain. */
  public static final Outcome PENDING = of(Status.PENDING);

  public Outcome {
    Values.us("Error ID", errorId);
    offendingElements = List.copyOf(offendingElements);
    attributeIdentifiers = List.copyOf(attributeIdentifiers);
  }

  public static Outcome of(Status status) {
    return new Outcome(status, Optional.empty(), OptionalInt.empty(), List.of(), List.of());
  }

  /** A status with a comment for the peer's operator; it must hold no patient data. */
  public static Outcome of(Status status, String errorComment) {
    return new Outcome(
        status, Optional.of(errorComment), OptionalInt.empty(), List.of(), List.of());
  }

  public Outcome withErrorComment(String comment) {
    return new Outcome(
        status, Optional.of(comment), errorId, offendingElements, attributeIdentifiers);
  }

  public Outcome withErrorId(int id) {
    return new Outcome(
        status, errorComment, OptionalInt.of(id), offendingElements, attributeIdentifiers);
  }

  public Outcome withOffendingElements(List<Integer> tags) {
    return new Outcome(status, errorComment, errorId, tags, attributeIdentifiers);
  }

  public Outcome withAttributeIdentifiers(List<Integer> tags) {
    return new Outcome(status, errorComment, errorId, offendingElements, tags);
  }
}
