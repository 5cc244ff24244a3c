package org.hokan.archive.billing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;

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
    row.sealedAt = seal.sealedAt();
    row.publicKey = seal.publicKey();
    row.signature = seal.signature();
    return row;
  }

  Seal seal() {
    return new Seal(
        number, sealedDay, firstRecord, lastRecord, root, sealedAt, publicKey, signature);
  }
}
