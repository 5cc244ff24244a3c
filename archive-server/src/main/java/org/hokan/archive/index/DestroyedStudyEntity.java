package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hokan.archive.db.Journaled;
import org.hokan.dicom.data.Uid;
import org.jspecify.annotations.Nullable;

/** A row of {@code destroyed_study}. */
@Entity
@Table(name = "destroyed_study")
@Journaled(sequence = "destroyed_study_seq", shapesIndex = true)
class DestroyedStudyEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "destroyed_study_seq")
  @SequenceGenerator(
      name = "destroyed_study_seq",
      sequenceName = "destroyed_study_seq",
      allocationSize = 1)
  long id;

  String facility = "";
  String studyInstanceUid = "";
  String patientId = "";
  String studyDate = "";
  String contractId = "";
  long images;
  long bytes;
  Instant firstArrival = Instant.EPOCH;
  Instant lastArrival = Instant.EPOCH;
  Instant destroyedAt = Instant.EPOCH;
  String reason = "";
  String proposedBy = "";
  String approvedBy = "";
  String destroyedBy = "";
  long deletion;
  @Nullable Instant againAt;

  Certificate certificate() {
    return new Certificate(
        id,
        facility,
        Uid.of(studyInstanceUid),
        patientId,
        studyDate,
        contractId,
        images,
        bytes,
        firstArrival,
        lastArrival,
        new DestructionOrder(destroyedAt, reason, proposedBy, approvedBy, destroyedBy, deletion),
        Optional.ofNullable(againAt));
  }
}
