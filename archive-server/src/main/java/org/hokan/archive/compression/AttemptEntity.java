package org.hokan.archive.compression;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.hokan.archive.db.Derived;
import org.hokan.dicom.data.Uid;

/** A row of {@code compression_attempt}. */
@Entity
@Table(name = "compression_attempt")
@Derived(from = "further attempts")
class AttemptEntity {
  /** One instance. */
  @Embeddable
  record Key(String facility, String sopInstanceUid) {}

  /** How an attempt ended that changed nothing. */
  enum Outcome {
    /** It would not have been smaller by the margin. */
    NOT_SMALLER,
    /** It could not be done, or not be given back. */
    FAILED
  }

  @EmbeddedId Key key = new Key("", "");
  String studyInstanceUid = "";
  String targetSyntaxUid = "";

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  Outcome outcome = Outcome.FAILED;

  int attempts;
  String problem = "";
  Instant triedAt = Instant.EPOCH;

  /** Whether it is not to be tried again as that. */
  boolean isFinal(Uid target, int mostAttempts) {
    return targetSyntaxUid.equals(target.value())
        && (outcome == Outcome.NOT_SMALLER || attempts >= mostAttempts);
  }

  CompressionFailure failure() {
    return new CompressionFailure(
        key.facility(),
        Uid.of(studyInstanceUid),
        Uid.of(key.sopInstanceUid()),
        Uid.of(targetSyntaxUid),
        attempts,
        problem,
        triedAt);
  }
}
