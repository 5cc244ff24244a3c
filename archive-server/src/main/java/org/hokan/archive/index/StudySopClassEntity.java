package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.hokan.archive.db.Derived;

/** A row of {@code study_sop_class}. */
@Entity
@Table(name = "study_sop_class")
@Derived(from = "packs")
class StudySopClassEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "study_sop_class_seq")
  @SequenceGenerator(
      name = "study_sop_class_seq",
      sequenceName = "study_sop_class_seq",
      allocationSize = 50)
  long id;

  long studyId;
  String sopClassUid = "";
}
