package org.hokan.archive.job;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

/** A row of {@code job}. */
@Entity
@Journaled(sequence = "job_seq")
@Table(name = "job")
class JobEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "job_seq")
  @SequenceGenerator(name = "job_seq", sequenceName = "job_seq", allocationSize = 50)
  long id;

  String kind = "";
  String subject = "";
  int revision;
  Instant askedAt = Instant.EPOCH;
  Instant dueAt = Instant.EPOCH;
  Instant giveUpAt = Instant.EPOCH;
  int attempts;
  boolean dead;
  String claimedBy = "";
  @Nullable Instant leaseUntil;
  String problem = "";

  Job job() {
    return new Job(id, kind, subject, askedAt, dueAt, giveUpAt, attempts, dead, problem);
  }
}
