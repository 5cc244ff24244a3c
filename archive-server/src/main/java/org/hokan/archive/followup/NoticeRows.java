package org.hokan.archive.followup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;
import org.hokan.archive.ingest.RuledInstance;

/** The rows of the table {@code rule_notice}. */
final class NoticeRows {
  private NoticeRows() {}

  /** Notes it once for each study and version of the rule; whether it is new. */
  static boolean note(Tx tx, RuledInstance one, String message) {
    Instant arrived = one.arrived().truncatedTo(ChronoUnit.MICROS);
    Optional<NoticeEntity> known = find(tx, one);
    if (known.isPresent()) {
      NoticeEntity row = known.get();
      if (arrived.isAfter(row.lastAt)) {
        row.lastAt = arrived;
        tx.session().update(row);
      }
      return false;
    }
    NoticeEntity row = new NoticeEntity();
    row.facility = one.facility();
    row.studyInstanceUid = one.studyInstanceUid().value();
    row.callingAe = one.callingAe();
    row.ruleName = one.ruleName();
    row.ruleVersion = one.ruleVersion();
    row.message = message;
    row.quarantined = !one.kept();
    row.firstAt = arrived;
    row.lastAt = arrived;
    tx.session().insert(row);
    return true;
  }

  private static Optional<NoticeEntity> find(Tx tx, RuledInstance one) {
    return tx
        .session()
        .createSelectionQuery(
            "from NoticeEntity where studyInstanceUid = :study and facility = :facility"
                + " and callingAe = :ae and ruleName = :rule and ruleVersion = :version",
            NoticeEntity.class)
        .setParameter("study", one.studyInstanceUid().value())
        .setParameter("facility", one.facility())
        .setParameter("ae", one.callingAe())
        .setParameter("rule", one.ruleName())
        .setParameter("version", one.ruleVersion())
        .getResultList()
        .stream()
        .findFirst();
  }

  /** The latest first. */
  static List<Notice> list(Tx tx, NoticeFilter filter) {
    Map<String, Object> values = new HashMap<>();
    StringBuilder where = new StringBuilder(" where 1 = 1");
    filter
        .facility()
        .ifPresent(
            code -> {
              where.append(" and facility = :facility");
              values.put("facility", code);
            });
    filter
        .studyInstanceUid()
        .ifPresent(
            uid -> {
              where.append(" and studyInstanceUid = :study");
              values.put("study", uid);
            });
    filter
        .before()
        .ifPresent(
            id -> {
              where.append(" and id < :before");
              values.put("before", id);
            });
    SelectionQuery<NoticeEntity> query =
        tx.session()
            .createSelectionQuery(
                "from NoticeEntity" + where + " order by id desc", NoticeEntity.class)
            .setMaxResults(filter.most());
    values.forEach(query::setParameter);
    return query.getResultList().stream().map(NoticeEntity::notice).toList();
  }
}
