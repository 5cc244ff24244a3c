package org.hokan.archive.commitment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hokan.archive.db.Journaled;
import org.hokan.archive.job.Job;
import org.jspecify.annotations.Nullable;

/** A row of {@code commitment}. */
@Entity
@Journaled(sequence = "commitment_seq")
@Table(name = "commitment")
class CommitmentEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "commitment_seq")
  @SequenceGenerator(name = "commitment_seq", sequenceName = "commitment_seq", allocationSize = 50)
  long id;

  String facility = "";
  String aeTitle = "";
  String transactionUid = "";
  String listDigest = "";
  boolean doubled;

  @Enumerated(EnumType.STRING)
  CommitmentState state = CommitmentState.REQUESTED;

  Instant requestedAt = Instant.EPOCH;
  @Nullable Instant checkedAt;
  @Nullable Instant endedAt;
  int instances;
  int failed;
  byte[] request = {};
  byte[] result = {};

  Commitment commitment(Optional<Job> job) {
    return new Commitment(
        id,
        facility,
        aeTitle,
        transactionUid,
        state,
        requestedAt,
        Optional.ofNullable(checkedAt),
        Optional.ofNullable(endedAt),
        instances,
        failed,
        job.map(Job::attempts).orElse(0),
        job.filter(one -> !one.dead()).map(Job::dueAt),
        job.map(Job::problem).orElse(""));
  }
}
