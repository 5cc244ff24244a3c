package org.hokan.archive.contract;

import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a storage rule does with what it matches. Immutable.
 *
 * @param disposition whether it is kept
 * @param status what the sender of a refused object is told; empty: not authorized
 * @param storageClass how well it is kept; empty: as the contract says
 * @param retention how long it is kept; empty: without end
 * @param compression how it is to be compressed, and when; empty: as it came
 * @param followUps what is done besides
 */
public record Actions(
    Disposition disposition,
    Optional<RefusalStatus> status,
    Optional<StorageClass> storageClass,
    Optional<Period> retention,
    Optional<CompressionOrder> compression,
    FollowUps followUps) {

  /** Kept as the contract says, without end, as it came: what happens when no rule matches. */
  public static final Actions ACCEPT =
      kept(Optional.empty(), Optional.empty(), Optional.empty(), FollowUps.NONE);

  /** Whether an object is kept, kept aside or not taken. */
  public enum Disposition {
    ACCEPT,
    REFUSE,
    QUARANTINE
  }

  private static final int LONGEST = 500;

  public Actions {
    boolean plain =
        storageClass.isEmpty()
            && retention.isEmpty()
            && compression.isEmpty()
            && followUps.forward().isEmpty()
            && followUps.bill().isEmpty()
            && followUps.backup().isEmpty()
            && (disposition == Disposition.QUARANTINE || followUps.notice().isEmpty());
    if (disposition != Disposition.ACCEPT && !plain) {
      throw new IllegalArgumentException(
          "actions: %s together with others (expected: it alone)".formatted(word(disposition)));
    }
    if (status.isPresent() && disposition != Disposition.REFUSE) {
      throw new IllegalArgumentException(
          "actions: status %s without refuse (expected: both)".formatted(status.get()));
    }
  }

  /**
   * What was done with something that is kept, in the words in which the index has it.
   *
   * @param storageClass any but DELUXE is kept once, also that of what was released from quarantine
   * @param retention as ISO 8601 has it; empty: without end
   * @param compression as a rule's actions have it; empty: as it came
   * @throws IllegalArgumentException when a word is none
   */
  public static Actions kept(
      String storageClass, String retention, String compression, FollowUps followUps) {
    Optional<CompressionOrder> order =
        compression.isEmpty()
            ? Optional.empty()
            : parse("compression=" + compression).compression();
    return kept(
        Optional.of(
            storageClass.equals(StorageClass.DELUXE.name())
                ? StorageClass.DELUXE
                : StorageClass.ECONOMY),
        retention.isEmpty() ? Optional.empty() : Optional.of(Period.parse(retention)),
        order,
        followUps);
  }

  static Actions kept(
      Optional<StorageClass> storageClass,
      Optional<Period> retention,
      Optional<CompressionOrder> compression,
      FollowUps followUps) {
    return new Actions(
        Disposition.ACCEPT, Optional.empty(), storageClass, retention, compression, followUps);
  }

  /**
   * The actions of a text such as {@code storage-class=DELUXE,retention=10y}.
   *
   * @throws IllegalArgumentException when the text does not say what to do; says where
   */
  public static Actions parse(String text) {
    ActionWords words = ActionWords.of(text);
    if (words.has("refuse")) {
      words.requireAlone("refuse", Set.of());
      return new Actions(
          Disposition.REFUSE,
          words.value("refuse", RefusalStatus::parse),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          FollowUps.NONE);
    }
    Optional<String> notice = words.value("notify", word -> word);
    if (words.has("quarantine")) {
      words.requireAlone("quarantine", Set.of("notify"));
      return new Actions(
          Disposition.QUARANTINE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new FollowUps(List.of(), List.of(), List.of(), notice));
    }
    return limited(kept(words, notice));
  }

  private static Actions kept(ActionWords words, Optional<String> notice) {
    Optional<String> compress = words.value("compress", word -> word);
    if (compress.isPresent() && !words.has("compression")) {
      throw words.contradiction(
          "compress",
          "compress without compression (expected: both, such as compression=lossless,compress=nightly)");
    }
    return kept(
        storageClass(words),
        words.value("retention", Retention::parse),
        words.value("compression", form -> CompressionOrder.parse(form, compress)),
        new FollowUps(
            words.values("forward"),
            words.values("bill"),
            words.values("backup", Actions::unit),
            notice));
  }

  /** What the database takes: the whole text may be longer than the one that was given. */
  private static Actions limited(Actions actions) {
    int length = actions.toString().length();
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "actions: %d characters when written in full (expected: at most %d)"
              .formatted(length, LONGEST));
    }
    return actions;
  }

  /** {@code copies=2} is what DELUXE means, and {@code copies=1} ECONOMY. */
  private static Optional<StorageClass> storageClass(ActionWords words) {
    Optional<StorageClass> named = words.value("storage-class", Actions::storageClass);
    Optional<StorageClass> meant = words.value("copies", Actions::classOfCopies);
    if (named.isPresent() && meant.isPresent() && !named.equals(meant)) {
      throw words.contradiction(
          "copies",
          "copies together with storage-class=%s, which keeps %d (expected: one of them, or both the same)"
              .formatted(named.get(), named.get() == StorageClass.DELUXE ? 2 : 1));
    }
    return named.or(() -> meant);
  }

  private static BackupUnit unit(String word) {
    return Stream.of(BackupUnit.PATIENT, BackupUnit.STUDY)
        .filter(unit -> unit.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "backup: '%s' (expected: PATIENT or STUDY)".formatted(word)));
  }

  private static StorageClass classOfCopies(String number) {
    return switch (number) {
      case "1" -> StorageClass.ECONOMY;
      case "2" -> StorageClass.DELUXE;
      default ->
          throw new IllegalArgumentException(
              "copies: '%s' (expected: 1, or 2: the storage keeps no more)".formatted(number));
    };
  }

  private static StorageClass storageClass(String word) {
    for (StorageClass candidate : StorageClass.values()) {
      if (candidate.name().equalsIgnoreCase(word)) {
        return candidate;
      }
    }
    throw new IllegalArgumentException(
        "storage-class: '%s' (expected: ECONOMY or DELUXE)".formatted(word));
  }

  private static String word(Disposition disposition) {
    return disposition.name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is to be compressed. */
  public boolean compresses() {
    return compression.filter(order -> order.form() != Compression.NONE).isPresent();
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    switch (disposition) {
      case REFUSE -> words.add(status.map(s -> "refuse=" + s).orElse("refuse"));
      case QUARANTINE -> words.add("quarantine");
      case ACCEPT -> {
        storageClass.ifPresent(named -> words.add("storage-class=" + named));
        retention.ifPresent(period -> words.add("retention=" + Retention.format(period)));
        compression.ifPresent(order -> words.add("compression=" + order));
        followUps.forward().forEach(ae -> words.add("forward=" + ae));
        followUps.bill().forEach(service -> words.add("bill=" + service));
        followUps.backup().forEach(unit -> words.add("backup=" + unit));
      }
    }
    followUps.notice().ifPresent(text -> words.add("notify=" + text));
    if (words.isEmpty()) {
      words.add("accept");
    }
    return String.join(",", words);
  }
}
