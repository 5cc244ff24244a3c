package org.hokan.archive.billing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hokan.archive.db.Journaled;

/** A row of {@code billing_copy_owed}: gone when the copy is charged, or its study destroyed. */
@Entity(name = "CopyOwedRow")
@Table(name = "billing_copy_owed")
@Journaled
class CopyOwedRow {
  @Id long studyRecord;
  String facility = "";
  String study = "";

  CopyOwedRow() {}

  CopyOwedRow(long studyRecord, StudyUsage usage) {
    this.studyRecord = studyRecord;
    this.facility = usage.facility();
    this.study = usage.studyInstanceUid();
  }
}
