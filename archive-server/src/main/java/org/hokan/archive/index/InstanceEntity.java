package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.hokan.archive.db.Derived;
import org.hokan.dicom.data.Uid;

/** A row of {@code instance}. */
@Entity
@Table(name = "instance")
@Derived(from = "packs")
class InstanceEntity extends StoredObjectColumns {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "instance_seq")
  @SequenceGenerator(name = "instance_seq", sequenceName = "instance_seq", allocationSize = 500)
  long id;

  long seriesId;

  /** Its bytes are there now, in that form. */
  void movedTo(StoredAt at, Recompressed form) {
    volume = at.volume();
    pack = at.pack();
    packOffset = at.offset();
    length = at.length();
    take(form);
  }

  /** Bytes of the object as it came. */
  long originalBytes() {
    return isSmaller() ? originalLength : length;
  }

  /** Whether it is stored in fewer bytes than came. */
  boolean isSmaller() {
    return originalLength > 0;
  }

  InstanceRow row(String studyInstanceUid, String seriesInstanceUid) {
    return new InstanceRow(
        facility,
        Uid.of(studyInstanceUid),
        Uid.of(seriesInstanceUid),
        Uid.of(sopInstanceUid),
        Uid.of(sopClassUid),
        Uid.of(transferSyntaxUid),
        digest,
        at(),
        arrived,
        sender(),
        decided(),
        recompressed(),
        arrivalSequence);
  }
}
