package org.hokan.archive.retention;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

/** A row of {@code legal_hold}. */
@Entity
@Table(name = "legal_hold")
@Journaled(sequence = "legal_hold_seq")
class LegalHoldEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "legal_hold_seq")
  @SequenceGenerator(name = "legal_hold_seq", sequenceName = "legal_hold_seq", allocationSize = 1)
  long id;

  String facility = "";

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  HoldKind kind = HoldKind.STUDY;

  String objectKey = "";
  String reason = "";
  String placedBy = "";
  Instant placedAt = Instant.EPOCH;
  @Nullable String releaseReason;
  @Nullable String releasedBy;
  @Nullable Instant releasedAt;

  LegalHold hold() {
    return new LegalHold(
        id,
        facility,
        kind,
        objectKey,
        reason,
        placedBy,
        placedAt,
        Optional.ofNullable(releasedAt)
            .map(
                at ->
                    new LegalHold.Release(
                        Objects.requireNonNull(releaseReason),
                        Objects.requireNonNull(releasedBy),
                        at)));
  }
}
