package org.hokan.archive.index;

import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * The columns that {@code instance} and {@code quarantine} share: one stored object and how it
 * came.
 */
@MappedSuperclass
abstract class StoredObjectColumns {
  String facility = "";
  String sopInstanceUid = "";
  String sopClassUid = "";
  String transferSyntaxUid = "";
  byte[] attributes = {};
  String digest = "";
  String volume = "";
  String pack = "";
  long packOffset;
  long length;
  Instant arrived = Instant.EPOCH;
  String callingAe = "";
  String calledAe = "";
  String peer = "";
  String storageClass = "";
  String contractId = "";
  int contractVersion;
  String ruleName = "";
  int ruleVersion;
  String retention = "";
  String compression = "";
  String storedSyntaxUid = "";
  String storedDigest = "";
  long originalLength;
  String recipe = "";
  long arrivalSequence;
  String predecessorUid = "";
  String predecessorDigest = "";

  void take(ArrivedInstance arrived) {
    facility = arrived.facility();
    sopInstanceUid = arrived.sopInstanceUid().value();
    sopClassUid = arrived.sopClassUid().value();
    transferSyntaxUid = arrived.transferSyntaxUid().value();
    digest = arrived.digest();
    volume = arrived.at().volume();
    pack = arrived.at().pack();
    packOffset = arrived.at().offset();
    length = arrived.at().length();
    this.arrived = Cut.toMicros(arrived.arrived());
    callingAe = Cut.to(16, arrived.sender().callingAe());
    calledAe = Cut.to(16, arrived.sender().calledAe());
    peer = Cut.to(128, arrived.sender().peer());
    take(arrived.decided());
    arrived.recompressed().ifPresent(this::take);
    arrived.predecessor().filter(before -> !arrived.isMoved()).ifPresent(this::take);
    arrivalSequence = arrived.sequence();
  }

  private void take(Decided decided) {
    storageClass = decided.storageClass();
    contractId = decided.contractId();
    contractVersion = decided.contractVersion();
    ruleName = decided.ruleName();
    ruleVersion = decided.ruleVersion();
    retention = decided.retention();
    compression = decided.compression();
  }

  void take(Recompressed form) {
    storedSyntaxUid = form.transferSyntaxUid().value();
    storedDigest = form.digest();
    originalLength = form.originalLength();
    recipe = form.recipe();
  }

  private void take(Predecessor before) {
    originalLength = before.length();
    predecessorUid = before.sopInstanceUid().value();
    predecessorDigest = before.digest();
  }

  Optional<Predecessor> predecessor() {
    return predecessorUid.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Predecessor(
                Uid.of(predecessorUid),
                predecessorDigest,
                originalLength > 0 ? originalLength : length,
                arrivalSequence));
  }

  Optional<Recompressed> recompressed() {
    return recompressed(storedSyntaxUid, storedDigest, originalLength, recipe);
  }

  static Optional<Recompressed> recompressed(
      String storedSyntaxUid, String storedDigest, long originalLength, String recipe) {
    return recipe.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Recompressed(Uid.of(storedSyntaxUid), storedDigest, originalLength, recipe));
  }

  StoredAt at() {
    return new StoredAt(volume, pack, packOffset, length);
  }

  Sender sender() {
    return new Sender(callingAe, calledAe, peer);
  }

  Decided decided() {
    return new Decided(
        storageClass, contractId, contractVersion, ruleName, ruleVersion, retention, compression);
  }
}
