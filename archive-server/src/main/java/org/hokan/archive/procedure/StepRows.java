package org.hokan.archive.procedure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/** The rows of the tables of performed procedure steps. */
final class StepRows {
  private StepRows() {}

  static Optional<StepEntity> find(Tx tx, String facility, Uid sopInstanceUid) {
    return tx
        .session()
        .createSelectionQuery(
            "from StepEntity where sopInstanceUid = :uid and facility = :facility",
            StepEntity.class)
        .setParameter("uid", sopInstanceUid.value())
        .setParameter("facility", facility)
        .getResultList()
        .stream()
        .findFirst();
  }

  static Optional<StepEntity> find(Tx tx, long id) {
    return Optional.ofNullable(tx.session().get(StepEntity.class, id));
  }

  /** The same, and nobody else changes it until the transaction ends. */
  static Optional<StepEntity> lock(Tx tx, String facility, Uid sopInstanceUid) {
    return find(tx, facility, sopInstanceUid)
        .map(row -> tx.session().get(StepEntity.class, row.id, LockMode.PESSIMISTIC_WRITE));
  }

  static void addStudy(Tx tx, StepEntity step, Uid study) {
    StepStudyEntity row = new StepStudyEntity();
    row.stepId = step.id;
    row.facility = step.facility;
    row.studyInstanceUid = study.value();
    tx.session().insert(row);
  }

  /** How many steps a study has. */
  static long count(Tx tx, String facility, Uid study) {
    return tx.session()
        .createSelectionQuery(
            "select count(*) from StepStudyEntity"
                + " where studyInstanceUid = :uid and facility = :facility",
            Long.class)
        .setParameter("uid", study.value())
        .setParameter("facility", facility)
        .getSingleResult();
  }

  /** Whether a step of the study is in progress. */
  static boolean goesOn(Tx tx, String facility, Uid study) {
    return tx.session()
            .createSelectionQuery(
                "select count(*) from StepEntity s join StepStudyEntity t on t.stepId = s.id"
                    + " where t.studyInstanceUid = :uid and t.facility = :facility"
                    + " and s.status = :status",
                Long.class)
            .setParameter("uid", study.value())
            .setParameter("facility", facility)
            .setParameter("status", StepStatus.IN_PROGRESS)
            .getSingleResult()
        > 0;
  }

  /** The steps of a study, the oldest first. */
  static List<StepEntity> ofStudy(Tx tx, String facility, Uid study) {
    return tx.session()
        .createSelectionQuery(
            "select s from StepEntity s join StepStudyEntity t on t.stepId = s.id"
                + " where t.studyInstanceUid = :uid and t.facility = :facility order by s.id",
            StepEntity.class)
        .setParameter("uid", study.value())
        .setParameter("facility", facility)
        .getResultList();
  }

  static List<StepEntity> list(Tx tx, StepFilter filter) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> conditions = new ArrayList<>();
    filter
        .facility()
        .ifPresent(
            facility -> {
              conditions.add("facility = :facility");
              values.put("facility", facility);
            });
    filter
        .status()
        .ifPresent(
            status -> {
              conditions.add("status = :status");
              values.put("status", status);
            });
    if (filter.incomplete()) {
      conditions.add("missing > 0");
    }
    String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    SelectionQuery<StepEntity> query =
        tx.session()
            .createSelectionQuery(
                "from StepEntity" + where + " order by id desc", StepEntity.class);
    values.forEach(query::setParameter);
    return query.setMaxResults(filter.max()).getResultList();
  }

  /** Steps with missing instances that ended since then, from an id on. */
  static List<StepEntity> incomplete(Tx tx, Instant endedSince, long after, int most) {
    return tx.session()
        .createSelectionQuery(
            "from StepEntity where missing > 0 and endedAt > :since and id > :after order by id",
            StepEntity.class)
        .setParameter("since", endedSince)
        .setParameter("after", after)
        .setMaxResults(most)
        .getResultList();
  }

  /** Steps that have ended, from an id on. */
  static List<StepEntity> ended(Tx tx, long after, int most) {
    return tx.session()
        .createSelectionQuery(
            "from StepEntity where endedAt is not null and id > :after order by id",
            StepEntity.class)
        .setParameter("after", after)
        .setMaxResults(most)
        .getResultList();
  }

  static void missing(Tx tx, StepEntity row, int missing) {
    tx.session()
        .createMutationQuery("update StepEntity set missing = :missing where id = :id")
        .setParameter("missing", missing)
        .setParameter("id", row.id)
        .executeUpdate();
  }

  /** How many ended steps have missing instances, and how many instances these are. */
  static Object[] sums(Tx tx) {
    return tx.session()
        .createSelectionQuery(
            "select count(*), coalesce(sum(missing), 0) from StepEntity where missing > 0",
            Object[].class)
        .getSingleResult();
  }
}
