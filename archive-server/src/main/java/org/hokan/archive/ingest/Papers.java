package org.hokan.archive.ingest;

import java.time.Period;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hokan.archive.contract.CompressionOrder;
import org.hokan.archive.contract.DecidedBy;
import org.hokan.archive.contract.StorageDecision;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.image.recompress.Recipe;

/**
 * All that is known of a stored object besides its bytes: who sent it and what was decided. Goes
 * with the object into its pack, so that the index can be made anew from the packs alone.
 *
 * @param quarantine why it is kept aside; empty when it is not
 * @param recompressed what it was before; empty: it is as it came
 * @param predecessor whose place it takes, having lost something; empty: nobody's
 */
record Papers(
    Arrival arrival,
    Decided decided,
    String quarantine,
    Optional<Recompressed> recompressed,
    Optional<Predecessor> predecessor) {
  /** The shelf of what is kept aside, beside those of the storage classes. */
  static final String QUARANTINE = "QUARANTINE";

  /**
   * What was decided, as words.
   *
   * @param storageClass where it is kept, {@link #QUARANTINE} included
   * @param retention ISO 8601 period, or empty
   * @param compression the rule's word, or empty
   */
  record Decided(DecidedBy by, String storageClass, String retention, String compression) {
    /** As the index has it. */
    org.hokan.archive.index.Decided indexed() {
      return new org.hokan.archive.index.Decided(
          storageClass,
          by.contractId(),
          by.contractVersion(),
          by.ruleName(),
          by.ruleVersion(),
          retention,
          compression);
    }
  }

  /**
   * What a recompressed object was.
   *
   * @param digest SHA-256 of the object as it came, in lower-case hex
   * @param length its bytes
   * @param recipe how it is given back
   * @param sequence its turn among all objects of the node; 0: not known
   */
  record Recompressed(String digest, long length, Recipe recipe, long sequence) {
    org.hokan.archive.index.Recompressed storedAs(String storedDigest) {
      return new org.hokan.archive.index.Recompressed(
          recipe.compressed().uid(), storedDigest, length, recipe.toString());
    }
  }

  /** Those of the recompressed form of an instance. */
  static Papers recompressed(InstanceRow row, Recipe recipe) {
    return new Papers(
        arrival(row),
        decided(row),
        "",
        Optional.of(new Recompressed(row.digest(), row.at().length(), recipe, row.sequence())),
        Optional.empty());
  }

  /** Those of what takes the place of an instance, of the same arrival. */
  static Papers successor(InstanceRow row, Uid sopInstance, Uid transferSyntax) {
    Arrival before = arrival(row);
    Arrival arrival =
        new Arrival(
            before.facility(),
            before.callingAe(),
            before.calledAe(),
            before.peer(),
            before.sopClass(),
            sopInstance,
            transferSyntax);
    return new Papers(arrival, decided(row), "", Optional.empty(), Optional.of(predecessor(row)));
  }

  /** Those of the same object, as it came, where it is kept in this way. */
  static Papers refiled(InstanceRow row, Decided decided) {
    return new Papers(arrival(row), decided, "", Optional.empty(), Optional.of(predecessor(row)));
  }

  private static Predecessor predecessor(InstanceRow row) {
    return new Predecessor(row.sopInstanceUid(), row.digest(), row.at().length(), row.sequence());
  }

  /** Those of something that was decided, if it is kept as this says. */
  static Decided decided(StorageDecision.Accept accept) {
    return new Decided(
        accept.by(),
        accept.storageClass().name(),
        accept.retention().map(Period::toString).orElse(""),
        accept.compression().map(CompressionOrder::toString).orElse(""));
  }

  static Decided decided(InstanceRow row) {
    org.hokan.archive.index.Decided by = row.decided();
    return new Decided(by(by), by.storageClass(), by.retention(), by.compression());
  }

  static DecidedBy by(org.hokan.archive.index.Decided by) {
    return new DecidedBy(by.contractId(), by.contractVersion(), by.ruleName(), by.ruleVersion());
  }

  /** How an instance came. */
  static Arrival arrival(InstanceRow row) {
    return new Arrival(
        row.facility(),
        row.sender().callingAe(),
        row.sender().calledAe(),
        row.sender().peer(),
        row.sopClassUid(),
        row.sopInstanceUid(),
        row.transferSyntaxUid());
  }

  /** How something that is kept aside came. */
  static Arrival arrival(QuarantineEntry entry) {
    return new Arrival(
        entry.facility(),
        entry.sender().callingAe(),
        entry.sender().calledAe(),
        entry.sender().peer(),
        entry.sopClassUid(),
        entry.sopInstanceUid(),
        entry.transferSyntaxUid());
  }

  static Papers accepted(Arrival arrival, StorageDecision.Accept accept) {
    return new Papers(arrival, decided(accept), "", Optional.empty(), Optional.empty());
  }

  static Papers quarantined(Arrival arrival, DecidedBy by, String reason) {
    return new Papers(
        arrival, new Decided(by, QUARANTINE, "", ""), reason, Optional.empty(), Optional.empty());
  }

  /** The same, kept aside. */
  Papers aside(String reason) {
    return new Papers(arrival, decided, reason, recompressed, predecessor);
  }

  /** The transfer syntax of what is stored. */
  Uid storedSyntax() {
    return recompressed
        .map(form -> form.recipe().compressed().uid())
        .orElse(arrival.transferSyntax());
  }

  boolean isQuarantined() {
    return !quarantine.isEmpty();
  }

  /** As facts of a pack's entry; empty ones are left out. */
  Map<String, String> toFacts() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("facility", arrival.facility());
    facts.put("calling-ae", arrival.callingAe());
    facts.put("called-ae", arrival.calledAe());
    facts.put("peer", arrival.peer());
    facts.put("sop-class", arrival.sopClass().value());
    facts.put("transfer-syntax", arrival.transferSyntax().value());
    facts.put("contract", decided.by().contractId());
    facts.put("contract-version", number(decided.by().contractVersion()));
    facts.put("rule", decided.by().ruleName());
    facts.put("rule-version", number(decided.by().ruleVersion()));
    facts.put("storage-class", decided.storageClass());
    facts.put("retention", decided.retention());
    facts.put("compression", decided.compression());
    facts.put("quarantine", quarantine);
    recompressed.ifPresent(
        form -> {
          facts.put("original-sha256", form.digest());
          facts.put("original-length", Long.toString(form.length()));
          facts.put("recipe", form.recipe().toString());
          facts.put("original-sequence", number(form.sequence()));
        });
    predecessor.ifPresent(
        before -> {
          facts.put("predecessor", before.sopInstanceUid().value());
          facts.put("original-sha256", before.digest());
          facts.put("original-length", Long.toString(before.length()));
          facts.put("original-sequence", number(before.sequence()));
        });
    facts.values().removeIf(String::isEmpty);
    return facts;
  }

  /**
   * Reads them back.
   *
   * @throws IllegalArgumentException when the entry was not written by {@link #toFacts}
   */
  static Papers of(String sopInstance, Map<String, String> facts) {
    Arrival arrival =
        new Arrival(
            required(facts, "facility"),
            text(facts, "calling-ae"),
            text(facts, "called-ae"),
            text(facts, "peer"),
            new Uid(required(facts, "sop-class")),
            new Uid(sopInstance),
            new Uid(required(facts, "transfer-syntax")));
    DecidedBy by =
        new DecidedBy(
            text(facts, "contract"),
            number(facts, "contract-version"),
            text(facts, "rule"),
            number(facts, "rule-version"));
    Decided decided =
        new Decided(
            by,
            required(facts, "storage-class"),
            text(facts, "retention"),
            text(facts, "compression"));
    return new Papers(
        arrival, decided, text(facts, "quarantine"), recompressed(facts), predecessor(facts));
  }

  private static Optional<Recompressed> recompressed(Map<String, String> facts) {
    return facts.containsKey("recipe")
        ? Optional.of(
            new Recompressed(
                required(facts, "original-sha256"),
                Long.parseLong(required(facts, "original-length")),
                Recipe.parse(required(facts, "recipe"))
                    .orElseThrow(
                        () -> new IllegalArgumentException("pack entry with an unknown recipe")),
                longNumber(facts, "original-sequence")))
        : Optional.empty();
  }

  private static Optional<Predecessor> predecessor(Map<String, String> facts) {
    return Optional.ofNullable(facts.get("predecessor"))
        .map(
            uid ->
                new Predecessor(
                    new Uid(uid),
                    required(facts, "original-sha256"),
                    Long.parseLong(required(facts, "original-length")),
                    longNumber(facts, "original-sequence")));
  }

  private static String text(Map<String, String> facts, String key) {
    return facts.getOrDefault(key, "");
  }

  private static String required(Map<String, String> facts, String key) {
    return Optional.ofNullable(facts.get(key))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "pack entry without HOKAN.%s (expected: an entry of this node)"
                        .formatted(key)));
  }

  private static String number(long value) {
    return value == 0 ? "" : Long.toString(value);
  }

  private static int number(Map<String, String> facts, String key) {
    String value = text(facts, key);
    return value.isEmpty() ? 0 : Integer.parseInt(value);
  }

  private static long longNumber(Map<String, String> facts, String key) {
    String value = text(facts, key);
    return value.isEmpty() ? 0 : Long.parseLong(value);
  }
}
