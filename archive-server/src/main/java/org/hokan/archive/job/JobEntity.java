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
@Journaled(sequence = "job_seq", filling = JobEntity.AS_V140)
@Table(name = "job")
class JobEntity {
  /** Of journals from before it was written down whom a job is about. */
  static final String AS_V140 =
      """
      update job set party = substring(
          substring(subject from position(' ' in subject) + 1)
          from position(' ' in substring(subject from position(' ' in subject) + 1)) + 1)
        where kind = 'forward' and party = ''
      """;

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "job_seq")
  @SequenceGenerator(name = "job_seq", sequenceName = "job_seq", allocationSize = 50)
  long id;

  String kind = "";
  String subject = "";

  /** Whom it is about, as its {@link Share} said; empty: nobody. */
  String party = "";

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
