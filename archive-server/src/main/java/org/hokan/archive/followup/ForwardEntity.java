package org.hokan.archive.followup;

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
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

/** A row of {@code forward_item}. */
@Entity
@Table(name = "forward_item")
@Journaled(sequence = "forward_item_seq")
class ForwardEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "forward_item_seq")
  @SequenceGenerator(
      name = "forward_item_seq",
      sequenceName = "forward_item_seq",
      allocationSize = 50)
  long id;

  String facility = "";
  String destination = "";
  String studyInstanceUid = "";
  String sopInstanceUid = "";
  String callingAe = "";
  String ruleName = "";
  int ruleVersion;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  ForwardState state = ForwardState.WAITING;

  int attempts;
  String problem = "";
  Instant askedAt = Instant.EPOCH;
  @Nullable Instant endedAt;

  ForwardedInstance instance() {
    return new ForwardedInstance(
        sopInstanceUid,
        destination,
        ruleName,
        ruleVersion,
        state,
        attempts,
        problem,
        askedAt,
        ended());
  }

  private Optional<Instant> ended() {
    return Optional.ofNullable(endedAt);
  }
}
