package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.hokan.archive.db.Derived;
import org.hokan.dicom.data.Uid;

/** A row of {@code quarantine}. */
@Entity
@Table(name = "quarantine")
@Derived(from = "packs")
class QuarantineEntity extends StoredObjectColumns {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "quarantine_seq")
  @SequenceGenerator(name = "quarantine_seq", sequenceName = "quarantine_seq", allocationSize = 50)
  long id;

  String studyInstanceUid = "";
  String patientId = "";

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  QuarantineReason reason = QuarantineReason.DECIDED;

  String reasonText = "";

  /** It is to take its own place; so a rebuild finds that it has a turn. */
  void isMoved() {
    predecessorUid = sopInstanceUid;
    predecessorDigest = digest;
  }

  QuarantineEntry entry() {
    return new QuarantineEntry(
        id,
        facility,
        Uid.of(sopInstanceUid),
        Uid.of(sopClassUid),
        Uid.of(transferSyntaxUid),
        studyInstanceUid,
        patientId,
        AttributeBytes.read(attributes),
        digest,
        at(),
        arrived,
        sender(),
        decided(),
        recompressed(),
        predecessor(),
        arrivalSequence,
        reason,
        reasonText);
  }
}
