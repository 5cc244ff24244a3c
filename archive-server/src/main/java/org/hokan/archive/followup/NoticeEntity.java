package org.hokan.archive.followup;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hokan.archive.db.Journaled;

/** A row of {@code rule_notice}. */
@Entity
@Table(name = "rule_notice")
@Journaled(sequence = "rule_notice_seq")
class NoticeEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "rule_notice_seq")
  @SequenceGenerator(
      name = "rule_notice_seq",
      sequenceName = "rule_notice_seq",
      allocationSize = 50)
  long id;

  String facility = "";
  String studyInstanceUid = "";
  String callingAe = "";
  String ruleName = "";
  int ruleVersion;
  String message = "";
  boolean quarantined;
  Instant firstAt = Instant.EPOCH;
  Instant lastAt = Instant.EPOCH;

  Notice notice() {
    return new Notice(
        id,
        facility,
        studyInstanceUid,
        callingAe,
        ruleName,
        ruleVersion,
        message,
        quarantined,
        firstAt,
        lastAt);
  }
}
