package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

/** A row of {@code billing_seal}: inserted, never changed. */
@Entity(name = "SealRow")
@Table(name = "billing_seal")
@Journaled
@Immutable
class SealRow {
  @Id long number;
  LocalDate sealedDay;
  long firstRecord;
  long lastRecord;
  String root;

  /** Place and hash of the last statement before it; null: it names none. */
  @Nullable Long statementPlace;

  @Nullable String statementHash;
  Instant sealedAt;
  String publicKey;
  String signature;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate or of()
  SealRow() {}

  static SealRow of(Seal seal) {
    SealRow row = new SealRow();
    row.number = seal.number();
    row.sealedDay = seal.day();
    row.firstRecord = seal.first();
    row.lastRecord = seal.last();
    row.root = seal.root();
    seal.statements()
        .ifPresent(
            end -> {
              row.statementPlace = end.place();
              row.statementHash = end.hash();
            });
    row.sealedAt = seal.sealedAt();
    row.publicKey = seal.publicKey();
    row.signature = seal.signature();
    return row;
  }

  Seal seal() {
    return new Seal(
        number,
        sealedDay,
        firstRecord,
        lastRecord,
        root,
        Optional.ofNullable(statementPlace)
            .map(place -> new StatementEnd(place, requireNonNull(statementHash))),
        sealedAt,
        publicKey,
        signature);
  }
}
