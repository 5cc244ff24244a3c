package org.hokan.archive.compression;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;

/** The rows of the table {@code compression_attempt}. */
final class AttemptRows {
  private static final int LONGEST_PROBLEM = 1000;

  private AttemptRows() {}

  /** Those of a study, by SOP Instance UID. */
  static Map<String, AttemptEntity> ofStudy(Tx tx, String facility, Uid study) {
    Map<String, AttemptEntity> rows = new HashMap<>();
    tx.session()
        .createSelectionQuery(
            "from AttemptEntity where studyInstanceUid = :study and key.facility = :facility",
            AttemptEntity.class)
        .setParameter("study", study.value())
        .setParameter("facility", facility)
        .getResultList()
        .forEach(row -> rows.put(row.key.sopInstanceUid(), row));
    return rows;
  }

  static AttemptEntity note(
      Tx tx,
      InstanceRow row,
      Uid target,
      AttemptEntity.Outcome outcome,
      String problem,
      Instant at) {
    AttemptEntity.Key key = new AttemptEntity.Key(row.facility(), row.sopInstanceUid().value());
    AttemptEntity known = tx.session().get(AttemptEntity.class, key);
    boolean again = known != null && known.targetSyntaxUid.equals(target.value());
    AttemptEntity attempt = new AttemptEntity();
    attempt.key = key;
    attempt.studyInstanceUid = row.studyInstanceUid().value();
    attempt.targetSyntaxUid = target.value();
    attempt.outcome = outcome;
    attempt.attempts = again ? known.attempts + 1 : 1;
    attempt.problem = problem.substring(0, Math.min(LONGEST_PROBLEM, problem.length()));
    attempt.triedAt = at.truncatedTo(ChronoUnit.MICROS);
    tx.session().upsert(attempt);
    return attempt;
  }

  static List<CompressionFailure> failures(Tx tx, Optional<String> facility, int most) {
    SelectionQuery<AttemptEntity> query =
        tx.session()
            .createSelectionQuery(
                "from AttemptEntity where outcome = :failed"
                    + (facility.isPresent() ? " and key.facility = :facility" : "")
                    + " order by triedAt desc, key.sopInstanceUid",
                AttemptEntity.class)
            .setParameter("failed", AttemptEntity.Outcome.FAILED)
            .setMaxResults(most);
    facility.ifPresent(code -> query.setParameter("facility", code));
    return query.getResultList().stream().map(AttemptEntity::failure).toList();
  }

  /** How many of each facility failed. */
  static Map<String, Long> failed(Tx tx) {
    Map<String, Long> counts = new HashMap<>();
    tx.session()
        .createSelectionQuery(
            "select key.facility, count(*) from AttemptEntity where outcome = :failed group by key.facility",
            Object[].class)
        .setParameter("failed", AttemptEntity.Outcome.FAILED)
        .getResultList()
        .forEach(row -> counts.put((String) row[0], (Long) row[1]));
    return counts;
  }

  static void forget(Tx tx, String facility, Uid study) {
    tx.session()
        .createMutationQuery(
            "delete AttemptEntity where studyInstanceUid = :study and key.facility = :facility")
        .setParameter("study", study.value())
        .setParameter("facility", facility)
        .executeUpdate();
  }

  static void forget(Tx tx, CompressionFailure failure) {
    tx.session()
        .createMutationQuery(
            "delete AttemptEntity where key.facility = :facility and key.sopInstanceUid = :uid")
        .setParameter("facility", failure.facility())
        .setParameter("uid", failure.sopInstanceUid().value())
        .executeUpdate();
  }
}
