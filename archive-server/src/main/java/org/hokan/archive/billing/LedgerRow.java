package org.hokan.archive.billing;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

/** A row of {@code billing_ledger}: inserted, never changed. Columns that a type lacks are null. */
@Entity(name = "LedgerRow")
@Table(name = "billing_ledger")
@Journaled
@Immutable
class LedgerRow {
  @Id long number;

  @Enumerated(EnumType.STRING)
  RecordType type;

  int billingMonth;
  String facility;
  String contractId;
  int contractVersion;
  @Nullable String study;
  @Nullable String patient;
  @Nullable Long images;
  @Nullable Long bytes;
  @Nullable Instant firstArrival;
  @Nullable Instant lastArrival;
  @Nullable String ae;
  @Nullable String ruleName;
  @Nullable Long refersTo;

  @Enumerated(EnumType.STRING)
  @Nullable BackupUnit unit;

  @Nullable String objectKey;
  @Nullable LocalDate periodFrom;
  @Nullable LocalDate periodUntil;
  @Nullable Integer points;
  @Nullable Integer periods;
  @Nullable Integer units;
  @Nullable BigDecimal unitRate;
  @Nullable Integer days;
  @Nullable Integer periodDays;
  @Nullable String reason;
  @Nullable String reference;
  @Nullable String item;
  @Nullable Long quantity;
  @Nullable String fact;
  @Nullable BigDecimal taxRate;
  String currency;
  BigDecimal amount;
  Instant recordedAt;
  String recordedBy;
  String previousHash;
  String hash;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate or LedgerMapping
  LedgerRow() {}
}
