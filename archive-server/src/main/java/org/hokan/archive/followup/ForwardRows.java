package org.hokan.archive.followup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;
import org.hokan.archive.ingest.RuledInstance;

/** The rows of the table {@code forward_item}. */
final class ForwardRows {
  private static final int LONGEST_PROBLEM = 200;

  private ForwardRows() {}

  /** Adds those that are not there yet; whether there was one. */
  static boolean add(Tx tx, String destination, List<RuledInstance> instances, Instant now) {
    Map<String, List<RuledInstance>> byFacility = new HashMap<>();
    instances.forEach(
        one -> byFacility.computeIfAbsent(one.facility(), f -> new ArrayList<>()).add(one));
    List<ForwardEntity> made = new ArrayList<>();
    byFacility.forEach(
        (facility, some) -> {
          Set<String> known = known(tx, facility, destination, some);
          some.stream()
              .filter(one -> known.add(one.sopInstanceUid().value()))
              .forEach(one -> made.add(row(one, destination, now)));
        });
    if (!made.isEmpty()) {
      tx.session().insertMultiple(made);
    }
    return !made.isEmpty();
  }

  private static Set<String> known(
      Tx tx, String facility, String destination, List<RuledInstance> instances) {
    return new HashSet<>(
        tx.session()
            .createSelectionQuery(
                "select sopInstanceUid from ForwardEntity where sopInstanceUid in (:uids)"
                    + " and destination = :destination and facility = :facility",
                String.class)
            .setParameterList(
                "uids", instances.stream().map(one -> one.sopInstanceUid().value()).toList())
            .setParameter("destination", destination)
            .setParameter("facility", facility)
            .getResultList());
  }

  private static ForwardEntity row(RuledInstance one, String destination, Instant now) {
    ForwardEntity row = new ForwardEntity();
    row.facility = one.facility();
    row.destination = destination;
    row.studyInstanceUid = one.studyInstanceUid().value();
    row.sopInstanceUid = one.sopInstanceUid().value();
    row.callingAe = one.callingAe();
    row.ruleName = one.ruleName();
    row.ruleVersion = one.ruleVersion();
    row.askedAt = now.truncatedTo(ChronoUnit.MICROS);
    return row;
  }

  /** Those of a study that wait, in the order in which they came. */
  static List<ForwardEntity> waiting(Tx tx, ForwardKey key, long after, int most) {
    return tx.session()
        .createSelectionQuery(
            "from ForwardEntity where studyInstanceUid = :study and facility = :facility"
                + " and destination = :destination and state = :waiting and id > :after order by id",
            ForwardEntity.class)
        .setParameter("study", key.studyInstanceUid())
        .setParameter("facility", key.facility())
        .setParameter("destination", key.destination())
        .setParameter("waiting", ForwardState.WAITING)
        .setParameter("after", after)
        .setMaxResults(most)
        .getResultList();
  }

  /** Those of a study, in the order in which they came. */
  static List<ForwardedInstance> ofStudy(Tx tx, String facility, String study, int most) {
    return tx
        .session()
        .createSelectionQuery(
            "from ForwardEntity where studyInstanceUid = :study and facility = :facility order by id",
            ForwardEntity.class)
        .setParameter("study", study)
        .setParameter("facility", facility)
        .setMaxResults(most)
        .getResultList()
        .stream()
        .map(ForwardEntity::instance)
        .toList();
  }

  static void sent(Tx tx, ForwardEntity row, Instant now) {
    row.state = ForwardState.SENT;
    row.attempts++;
    row.problem = "";
    row.endedAt = now.truncatedTo(ChronoUnit.MICROS);
    tx.session().update(row);
  }

  /** Notes an attempt in vain; whether it was the last one. */
  static boolean failed(Tx tx, ForwardEntity row, String problem, int mostAttempts, Instant now) {
    row.attempts++;
    row.problem = problem.substring(0, Math.min(LONGEST_PROBLEM, problem.length()));
    boolean last = row.attempts >= mostAttempts;
    if (last) {
      row.state = ForwardState.GIVEN_UP;
      row.endedAt = now.truncatedTo(ChronoUnit.MICROS);
    }
    tx.session().update(row);
    return last;
  }

  /** Each study on its way to an AE, the latest asked for first; without when it is tried next. */
  static List<Forward> list(Tx tx, ForwardFilter filter) {
    Map<String, Object> values = new HashMap<>();
    StringBuilder where = new StringBuilder(" where 1 = 1");
    filter.facility().ifPresent(v -> and(where, values, "facility", v));
    filter.destination().ifPresent(v -> and(where, values, "destination", v));
    filter.studyInstanceUid().ifPresent(v -> and(where, values, "studyInstanceUid", v));
    if (!filter.all()) {
      where.append(" and state in (:open)");
      values.put("open", List.of(ForwardState.WAITING, ForwardState.GIVEN_UP));
    }
    SelectionQuery<Object[]> query =
        tx.session()
            .createSelectionQuery(
                "select facility, studyInstanceUid, destination,"
                    + " sum(case when state = :waiting then 1 else 0 end),"
                    + " (select count(*) from ForwardEntity s where s.facility = f.facility"
                    + " and s.studyInstanceUid = f.studyInstanceUid"
                    + " and s.destination = f.destination and s.state = :sent),"
                    + " sum(case when state = :given then 1 else 0 end),"
                    + " max(attempts), max(problem), min(askedAt) from ForwardEntity f"
                    + where
                    + " group by facility, studyInstanceUid, destination order by max(id) desc",
                Object[].class)
            .setParameter("waiting", ForwardState.WAITING)
            .setParameter("sent", ForwardState.SENT)
            .setParameter("given", ForwardState.GIVEN_UP)
            .setMaxResults(filter.most());
    values.forEach(query::setParameter);
    return query.getResultList().stream().map(ForwardRows::forward).toList();
  }

  private static void and(
      StringBuilder where, Map<String, Object> values, String column, Object value) {
    where.append(" and %s = :%s".formatted(column, column));
    values.put(column, value);
  }

  private static Forward forward(Object[] row) {
    return new Forward(
        (String) row[0],
        (String) row[1],
        (String) row[2],
        ((Number) row[3]).longValue(),
        ((Number) row[4]).longValue(),
        ((Number) row[5]).longValue(),
        ((Number) row[6]).intValue(),
        (String) row[7],
        (Instant) row[8],
        Optional.empty());
  }

  /** Lets what was given up wait again. */
  static int again(Tx tx, ForwardKey key) {
    return tx.session()
        .createMutationQuery(
            "update ForwardEntity set state = :waiting, attempts = 0, endedAt = null"
                + " where studyInstanceUid = :study and facility = :facility"
                + " and destination = :destination and state = :given")
        .setParameter("waiting", ForwardState.WAITING)
        .setParameter("study", key.studyInstanceUid())
        .setParameter("facility", key.facility())
        .setParameter("destination", key.destination())
        .setParameter("given", ForwardState.GIVEN_UP)
        .executeUpdate();
  }

  static long count(Tx tx, ForwardState state) {
    return tx.session()
        .createSelectionQuery("select count(*) from ForwardEntity where state = :state", Long.class)
        .setParameter("state", state)
        .getSingleResult();
  }
}
