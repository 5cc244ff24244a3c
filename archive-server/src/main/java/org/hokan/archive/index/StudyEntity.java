package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hokan.archive.db.Derived;
import org.jspecify.annotations.Nullable;

/** A row of {@code study}. */
@Entity
@Table(name = "study")
@Derived(from = "packs")
class StudyEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "study_seq")
  @SequenceGenerator(name = "study_seq", sequenceName = "study_seq", allocationSize = 50)
  long id;

  long patientId;
  String facility = "";
  String studyInstanceUid = "";

  /** Eight digits, or null when there is none or it is no date. */
  @Nullable String studyDate;

  @Nullable String accessionNumber;
  byte[] attributes = {};
  long seriesCount;
  long instanceCount;
  long bytes;
  Instant firstArrival = Instant.EPOCH;
  Instant lastArrival = Instant.EPOCH;

  /** Last arrival while billing does not know all of it; else null. */
  @Nullable Instant unsettledSince;

  String callingAe = "";
  String storageClass = "";
  String contractId = "";
  int contractVersion;
  String ruleName = "";
  int ruleVersion;

  Decided decided() {
    return new Decided(storageClass, contractId, contractVersion, ruleName, ruleVersion, "", "");
  }
}
