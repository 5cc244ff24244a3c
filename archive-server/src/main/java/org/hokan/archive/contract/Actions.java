package org.hokan.archive.contract;

import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a storage rule does with what it matches. Immutable.
 *
 * @param disposition whether it is kept
 * @param storageClass how well it is kept
 * @param retention how long it is kept; empty: without end
 * @param compression how it is to be compressed, and when; empty: as it came
 */
public record Actions(
    Disposition disposition,
    StorageClass storageClass,
    Optional<Period> retention,
    Optional<CompressionOrder> compression) {

  /** Whether an object is kept, kept aside or not taken. */
  public enum Disposition {
    ACCEPT,
    REFUSE,
    QUARANTINE
  }

  private static final String GRAMMAR =
      "refuse, quarantine, or some of storage-class=ECONOMY|DELUXE, retention=10y,"
          + " compression=lossless, compress=at-once|nightly|30d, separated by commas";

  public Actions {
    boolean plain =
        storageClass == StorageClass.ECONOMY && retention.isEmpty() && compression.isEmpty();
    if (disposition != Disposition.ACCEPT && !plain) {
      throw new IllegalArgumentException(
          "actions: %s together with others (expected: it alone)"
              .formatted(disposition.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Kept without end, as it came: what happens when no rule matches. */
  public static Actions keep(StorageClass storageClass) {
    return new Actions(Disposition.ACCEPT, storageClass, Optional.empty(), Optional.empty());
  }

  /**
   * The actions of a text such as {@code storage-class=DELUXE,retention=10y}.
   *
   * @throws IllegalArgumentException when the text does not say what to do
   */
  public static Actions parse(String text) {
    Map<String, String> words = words(text);
    Disposition disposition = Disposition.ACCEPT;
    if (words.remove("refuse") != null) {
      disposition = Disposition.REFUSE;
    }
    if (words.remove("quarantine") != null) {
      if (disposition == Disposition.REFUSE) {
        throw new IllegalArgumentException(
            "actions: refuse and quarantine (expected: one of them)");
      }
      disposition = Disposition.QUARANTINE;
    }
    Optional<String> storageClass = Optional.ofNullable(words.remove("storage-class"));
    Optional<String> retention = Optional.ofNullable(words.remove("retention"));
    Optional<String> compression = Optional.ofNullable(words.remove("compression"));
    Optional<String> compress = Optional.ofNullable(words.remove("compress"));
    if (compress.isPresent() && compression.isEmpty()) {
      throw new IllegalArgumentException(
          "actions: compress without compression (expected: both, such as compression=lossless,compress=nightly)");
    }
    if (!words.isEmpty()) {
      throw refused(words.keySet().iterator().next());
    }
    if (disposition != Disposition.ACCEPT && storageClass.isPresent()) {
      throw new IllegalArgumentException(
          "actions: %s together with storage-class (expected: it alone)"
              .formatted(disposition.name().toLowerCase(Locale.ROOT)));
    }
    return new Actions(
        disposition,
        storageClass.map(Actions::storageClass).orElse(StorageClass.ECONOMY),
        retention.map(Retention::parse),
        compression.map(form -> CompressionOrder.parse(form, compress)));
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    if (disposition != Disposition.ACCEPT) {
      return disposition.name().toLowerCase(Locale.ROOT);
    }
    List<String> words = new ArrayList<>();
    words.add("storage-class=" + storageClass);
    retention.ifPresent(period -> words.add("retention=" + Retention.format(period)));
    compression.ifPresent(order -> words.add("compression=" + order));
    return String.join(",", words);
  }

  private static Map<String, String> words(String text) {
    if (text.length() > 500) {
      throw new IllegalArgumentException(
          "actions: %d characters (expected: at most 500)".formatted(text.length()));
    }
    Map<String, String> words = new HashMap<>();
    for (String part : text.split(",", -1)) {
      String[] pair = part.strip().split("=", 2);
      boolean bare = pair[0].equals("refuse") || pair[0].equals("quarantine");
      if (bare == (pair.length == 2)) {
        throw refused(part.strip());
      }
      if (words.put(pair[0].strip(), bare ? "" : pair[1].strip()) != null) {
        throw new IllegalArgumentException(
            "actions: %s given twice (expected: once)".formatted(pair[0].strip()));
      }
    }
    return words;
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

  private static IllegalArgumentException refused(String word) {
    return new IllegalArgumentException("actions: '%s' (expected: %s)".formatted(word, GRAMMAR));
  }
}
