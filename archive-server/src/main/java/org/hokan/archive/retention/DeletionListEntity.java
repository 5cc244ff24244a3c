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
import java.time.LocalDate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

/** A row of {@code deletion_list}. */
@Entity
@Table(name = "deletion_list")
@Journaled(sequence = "deletion_list_seq")
class DeletionListEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "deletion_list_seq")
  @SequenceGenerator(
      name = "deletion_list_seq",
      sequenceName = "deletion_list_seq",
      allocationSize = 1)
  long id;

  String facility = "";

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  DeletionState state = DeletionState.PREPARING;

  String note = "";

  /** Of a list that the node made by itself; else null. */
  @Nullable String occasion;

  String proposedBy = "";
  Instant proposedAt = Instant.EPOCH;

  /** The last study that was looked at. */
  long scanned;

  long studies;
  long images;
  long bytes;
  long held;

  /** Of what is not due, the first that will be. */
  @Nullable LocalDate nextKeptUntil;

  String decidedBy = "";
  @Nullable Instant decidedAt;
  String runBy = "";
  @Nullable Instant endedAt;
}
