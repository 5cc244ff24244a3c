package org.hokan.archive.retention;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.hokan.archive.db.Journaled;
import org.hokan.dicom.data.Uid;
import org.jspecify.annotations.Nullable;

/** A row of {@code deletion_item}. */
@Entity
@Table(name = "deletion_item")
@Journaled
class DeletionItemEntity {
  /** A place in a list. */
  @Embeddable
  record Key(long list, long place) {}

  @EmbeddedId Key key = new Key(0, 0);
  String studyInstanceUid = "";
  String patientId = "";
  long images;
  long bytes;
  Instant lastArrival = Instant.EPOCH;
  LocalDate keptUntil = LocalDate.EPOCH;
  String why = "";

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  ItemState state = ItemState.PROPOSED;

  String problem = "";
  @Nullable Long certificate;

  DeletionItem item() {
    return new DeletionItem(
        key.place(),
        Uid.of(studyInstanceUid),
        patientId,
        images,
        bytes,
        lastArrival,
        keptUntil,
        why,
        state,
        problem,
        Optional.ofNullable(certificate));
  }
}
