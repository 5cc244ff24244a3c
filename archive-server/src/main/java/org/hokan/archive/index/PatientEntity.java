package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.hokan.archive.db.Derived;

/** A row of {@code patient}. */
@Entity
@Table(name = "patient")
@Derived(from = "packs")
class PatientEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "patient_seq")
  @SequenceGenerator(name = "patient_seq", sequenceName = "patient_seq", allocationSize = 50)
  long id;

  String facility = "";
  String patientKey = "";
  String patientId = "";
  byte[] attributes = {};
  long studyCount;
  long seriesCount;
  long instanceCount;
}
