package org.hokan.archive.commitment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;

/** The rows of the table {@code commitment}. */
final class CommitmentRows {
  private CommitmentRows() {}

  static Optional<CommitmentEntity> find(Tx tx, long id) {
    return Optional.ofNullable(tx.session().get(CommitmentEntity.class, id));
  }

  /** Keeps what was worked out, unless it was asked for again meanwhile; whether that is so. */
  static boolean update(Tx tx, CommitmentEntity row) {
    CommitmentEntity now =
        tx.session().get(CommitmentEntity.class, row.id, LockMode.PESSIMISTIC_WRITE);
    boolean same = now != null && now.requestedAt.equals(row.requestedAt);
    if (same) {
      tx.session().update(row);
    }
    return same;
  }

  /** All that was asked for under this transaction UID. */
  static List<CommitmentEntity> ofTransaction(Tx tx, CommitmentRequest request) {
    return tx.session()
        .createSelectionQuery(
            "from CommitmentEntity where transactionUid = :uid and aeTitle = :ae and facility = :facility",
            CommitmentEntity.class)
        .setParameter("uid", request.transactionUid().value())
        .setParameter("ae", request.aeTitle())
        .setParameter("facility", request.facility())
        .getResultList();
  }

  /** How many requests of this AE are not ended. */
  static long open(Tx tx, String facility, String aeTitle) {
    return tx.session()
        .createSelectionQuery(
            "select count(*) from CommitmentEntity where facility = :facility and aeTitle = :ae and endedAt is null",
            Long.class)
        .setParameter("facility", facility)
        .setParameter("ae", aeTitle)
        .getSingleResult();
  }

  static long count(Tx tx, CommitmentState state) {
    return tx.session()
        .createSelectionQuery(
            "select count(*) from CommitmentEntity where state = :state", Long.class)
        .setParameter("state", state)
        .getSingleResult();
  }

  static List<CommitmentEntity> list(Tx tx, CommitmentFilter filter) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> conditions = new ArrayList<>();
    restrict(conditions, values, "facility = :facility", filter.facility());
    restrict(conditions, values, "aeTitle = :ae", filter.aeTitle());
    restrict(conditions, values, "state = :state", filter.state());
    restrict(conditions, values, "id < :before", filter.before());
    String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    SelectionQuery<CommitmentEntity> query =
        tx.session()
            .createSelectionQuery(
                "from CommitmentEntity" + where + " order by id desc", CommitmentEntity.class);
    values.forEach(query::setParameter);
    return query.setMaxResults(filter.max()).getResultList();
  }

  private static void restrict(
      List<String> conditions, Map<String, Object> values, String condition, Optional<?> value) {
    value.ifPresent(
        there -> {
          conditions.add(condition);
          values.put(condition.substring(condition.indexOf(':') + 1), there);
        });
  }

  /** Forgets what ended before then, at most so many; how many it was. */
  static int forget(Tx tx, Instant endedBefore) {
    return tx.session()
        .createMutationQuery("delete from CommitmentEntity where endedAt < :before")
        .setParameter("before", endedBefore)
        .executeUpdate();
  }
}
