package org.hokan.archive.contract;

import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.Set;

/**
 * The terms of one backup unit of a contract: it is kept, counted and billed on its own. Immutable.
 *
 * @param until its last day when that is before the contract's; empty: ends with the contract
 * @param patients the Patient IDs (0010,0020) chosen; empty: all
 * @param retention how long an examination is kept; empty: as long as the contract
 */
public record BackupTerms(
    BackupUnit unit,
    BackupPrice price,
    Optional<LocalDate> until,
    Set<String> patients,
    BackupTiming timing,
    StorageClass storageClass,
    Optional<MediaTerms> media,
    AllowedCompression compression,
    Optional<Period> retention,
    CopyTerms copies) {
  private static final int MOST_PATIENTS = 1000;
  private static final int LONGEST_PATIENT_ID = 64;

  public BackupTerms {
    patients = Set.copyOf(patients);
    Limits.texts("patients", patients, MOST_PATIENTS, LONGEST_PATIENT_ID);
    if (unit == BackupUnit.FACILITY && !patients.isEmpty()) {
      throw new IllegalArgumentException(
          "patients: %d with unit FACILITY (expected: none; chosen patients are unit PATIENT or STUDY)"
              .formatted(patients.size()));
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

  /** Whether this patient's objects belong to it. */
  boolean covers(Optional<String> patientId) {
    return patients.isEmpty() || patientId.filter(patients::contains).isPresent();
  }

  /** Builds terms. */
  public static final class Builder {
    private final BackupUnit unit;
    private final BackupPrice price;
    private Optional<LocalDate> until = Optional.empty();
    private Set<String> patients = Set.of();
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

    public Builder patients(Set<String> value) {
      patients = value;
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
          patients,
          timing,
          storageClass,
          media,
          compression,
          retention,
          copies.orElse(new CopyTerms(usual, 1, "", "")));
    }
  }
}
