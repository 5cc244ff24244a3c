package org.hokan.archive.contract;

import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The terms of one backup unit of a contract: it is kept, counted and billed on its own. Immutable.
 *
 * @param until its last day when that is before the contract's; empty: ends with the contract
 * @param choice whether it is about all, or about chosen patients or exams; see {@link
 *     BackupChoice}
 * @param retention how long an examination is kept; empty: as long as the contract
 */
public record BackupTerms(
    BackupUnit unit,
    BackupPrice price,
    Optional<LocalDate> until,
    Choice choice,
    BackupTiming timing,
    StorageClass storageClass,
    Optional<MediaTerms> media,
    AllowedCompression compression,
    Optional<Period> retention,
    CopyTerms copies) {
  private static final int MOST_NAMED = 1000;
  private static final int LONGEST_NAME = 64;

  /**
   * What a unit is about.
   *
   * @param chosen whether it is about chosen objects alone; else about all
   * @param named those that are chosen with the agreement: Patient IDs (0010,0020) of unit PATIENT,
   *     Study Instance UIDs (0020,000D) of unit STUDY
   */
  public record Choice(boolean chosen, Set<String> named) {
    /** All there are. */
    public static final Choice ALL = new Choice(false, Set.of());

    public Choice {
      named = Set.copyOf(named);
      chosen = chosen || !named.isEmpty();
    }
  }

  public BackupTerms {
    String list = unit == BackupUnit.STUDY ? "studies" : "patients";
    Limits.texts(list, choice.named(), MOST_NAMED, LONGEST_NAME);
    if (unit == BackupUnit.FACILITY && choice.chosen()) {
      throw new IllegalArgumentException(
          "%s: %d with unit FACILITY (expected: none; chosen patients are unit PATIENT, chosen exams"
                  .formatted(list, choice.named().size())
              + " unit STUDY)");
    }
    boolean twice = storageClass == StorageClass.DELUXE;
    if (twice != (copies.number() > 1)) {
      throw new IllegalArgumentException(
          "copies.number: %d with storage class %s (expected: %s)"
              .formatted(copies.number(), storageClass, twice ? "2 or more" : "1, kept once"));
    }
    if (media.isPresent() && !twice) {
      throw new IllegalArgumentException(
          "media: %s with storage class ECONOMY (expected: none, or storage class DELUXE)"
              .formatted(media.get().kind()));
    }
  }

  /** Kept once, with each image, as long as the contract, losslessly compressed at most. */
  public static Builder of(BackupUnit unit, BackupPrice price) {
    return new Builder(unit, price);
  }

  /** Whether it is about chosen objects alone. */
  public boolean isChosen() {
    return choice.chosen();
  }

  /** Those that are chosen with the agreement, as the ledger names objects. */
  Set<String> named() {
    return unit == BackupUnit.PATIENT
        ? choice.named().stream().map(BackupChoice::patient).collect(Collectors.toSet())
        : choice.named();
  }

  /** Builds terms. */
  public static final class Builder {
    private final BackupUnit unit;
    private final BackupPrice price;
    private Optional<LocalDate> until = Optional.empty();
    private Choice choice = Choice.ALL;
    private BackupTiming timing = BackupTiming.IMMEDIATE;
    private StorageClass storageClass = StorageClass.ECONOMY;
    private Optional<MediaTerms> media = Optional.empty();
    private AllowedCompression compression = AllowedCompression.LOSSLESS;
    private Optional<Period> retention = Optional.empty();
    private Optional<CopyTerms> copies = Optional.empty();

    private Builder(BackupUnit unit, BackupPrice price) {
      this.unit = unit;
      this.price = price;
    }

    public Builder until(Optional<LocalDate> value) {
      until = value;
      return this;
    }

    /** About chosen objects alone; these are chosen with the agreement. */
    public Builder chosen(Set<String> named) {
      return choice(new Choice(true, named));
    }

    Builder choice(Choice value) {
      choice = value;
      return this;
    }

    public Builder timing(BackupTiming value) {
      timing = value;
      return this;
    }

    public Builder storageClass(StorageClass value) {
      storageClass = value;
      return this;
    }

    public Builder media(Optional<MediaTerms> value) {
      media = value;
      return this;
    }

    public Builder compression(AllowedCompression value) {
      compression = value;
      return this;
    }

    public Builder retention(Optional<Period> value) {
      retention = value;
      return this;
    }

    /** Unless told, as many as the storage class means. */
    public Builder copies(CopyTerms value) {
      copies = Optional.of(value);
      return this;
    }

    public BackupTerms build() {
      int usual = storageClass == StorageClass.DELUXE ? 2 : 1;
      return new BackupTerms(
          unit,
          price,
          until,
          choice,
          timing,
          storageClass,
          media,
          compression,
          retention,
          copies.orElse(new CopyTerms(usual, 1, "", "")));
    }
  }
}
