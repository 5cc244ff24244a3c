package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.hokan.archive.db.Derived;

/** A row of {@code patient_name}: one folded component group. */
@Entity
@Table(name = "patient_name")
@Derived(from = "packs")
class PatientNameEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "patient_name_seq")
  @SequenceGenerator(
      name = "patient_name_seq",
      sequenceName = "patient_name_seq",
      allocationSize = 50)
  long id;

  long patientId;
  String facility = "";
  String name = "";
}
