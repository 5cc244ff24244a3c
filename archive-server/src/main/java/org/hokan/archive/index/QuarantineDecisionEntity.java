package org.hokan.archive.index;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.hokan.archive.db.Journaled;

/** A row of {@code quarantine_decision}. */
@Entity
@Table(name = "quarantine_decision")
@Journaled(shapesIndex = true)
class QuarantineDecisionEntity {
  /** What an operator said. */
  enum Decision {
    RELEASED,
    REMOVED
  }

  /** One object. */
  @Embeddable
  record Key(String facility, String sopInstanceUid, String digest) {}

  @EmbeddedId Key key = new Key("", "", "");

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  Decision decision = Decision.RELEASED;

  /** Of a removal: when that was said; it says nothing about what comes later. */
  Instant untilArrival = Instant.EPOCH;
}
