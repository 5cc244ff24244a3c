package org.hokan.archive.job;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;

/**
 * The rows of the table {@code job}. A claim is an update that only one of several nodes can make:
 * both databases look at the row again after they have waited for another's update.
 */
final class JobRows {
  private static final int LONGEST_PROBLEM = 1000;
  private static final String FREE =
      "dead = false and dueAt <= :now and (leaseUntil is null or leaseUntil < :now)";

  private JobRows() {}

  /**
   * One statement for a row that is there: what was read before could be old when it is written. A
   * claim of it goes on. Another's first ask at the same time lets this transaction begin anew.
   */
  static void ask(Tx tx, Job asked) {
    int there =
        tx.session()
            .createMutationQuery(
                "update JobEntity set revision = revision + 1, askedAt = :asked, dueAt = :due,"
                    + " giveUpAt = :giveUp, attempts = 0, dead = false, problem = ''"
                    + " where kind = :kind and subject = :subject")
            .setParameter("asked", micros(asked.askedAt()))
            .setParameter("due", micros(asked.dueAt()))
            .setParameter("giveUp", micros(asked.giveUpAt()))
            .setParameter("kind", asked.kind())
            .setParameter("subject", asked.subject())
            .executeUpdate();
    if (there == 0) {
      insert(tx, asked);
    }
  }

  private static void insert(Tx tx, Job asked) {
    JobEntity row = new JobEntity();
    row.kind = asked.kind();
    row.subject = asked.subject();
    row.revision = 1;
    row.askedAt = micros(asked.askedAt());
    row.dueAt = micros(asked.dueAt());
    row.giveUpAt = micros(asked.giveUpAt());
    tx.session().insert(row);
  }

  private static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  static Optional<JobEntity> find(Tx tx, String kind, String subject) {
    return tx
        .session()
        .createSelectionQuery(
            "from JobEntity where kind = :kind and subject = :subject", JobEntity.class)
        .setParameter("kind", kind)
        .setParameter("subject", subject)
        .getResultList()
        .stream()
        .findFirst();
  }

  /**
   * What could be claimed now of a kind, the longest due first. It is read in the order of an
   * index, however many wait; the order names the fixed columns, too, or H2 would sort all of them.
   *
   * @param without none whose subject ends so
   */
  static List<JobEntity> free(Tx tx, String kind, List<String> without, Instant now, int most) {
    String ends =
        IntStream.range(0, without.size())
            .mapToObj(i -> " and right(subject, :length%d) <> :end%d".formatted(i, i))
            .collect(Collectors.joining());
    SelectionQuery<JobEntity> query =
        tx.session()
            .createSelectionQuery(
                "from JobEntity where kind = :kind and "
                    + FREE
                    + ends
                    + " order by kind, dead, dueAt, id",
                JobEntity.class)
            .setParameter("kind", kind)
            .setParameter("now", now)
            .setMaxResults(most);
    for (int i = 0; i < without.size(); i++) {
      query.setParameter("length" + i, without.get(i).length());
      query.setParameter("end" + i, without.get(i));
    }
    return query.getResultList();
  }

  /** Whether this node has it now; the row says so then. */
  static boolean claim(Tx tx, JobEntity row, String node, Instant now, Instant until) {
    int claimed =
        tx.session()
            .createMutationQuery(
                "update JobEntity set claimedBy = :node, leaseUntil = :until where id = :id and "
                    + FREE)
            .setParameter("node", node)
            .setParameter("until", until)
            .setParameter("id", row.id)
            .setParameter("now", now)
            .executeUpdate();
    if (claimed == 1) {
      row.claimedBy = node;
    }
    return claimed == 1;
  }

  static void renew(Tx tx, Collection<Long> ids, String node, Instant until) {
    tx.session()
        .createMutationQuery(
            "update JobEntity set leaseUntil = :until where id in (:ids) and claimedBy = :node")
        .setParameter("until", until)
        .setParameterList("ids", ids)
        .setParameter("node", node)
        .executeUpdate();
  }

  /**
   * Ends what another process of this node had claimed; where only one process can be. Answers how
   * many; the others, which may be many, are not touched.
   */
  static int releaseAll(Tx tx) {
    return tx.session()
        .createMutationQuery(
            "update JobEntity set claimedBy = '', leaseUntil = null where leaseUntil is not null")
        .executeUpdate();
  }

  /** Forgets it, unless it was asked for again meanwhile: then it is due. */
  static void done(Tx tx, JobEntity row) {
    int forgotten =
        tx.session()
            .createMutationQuery("delete from JobEntity where id = :id and revision = :revision")
            .setParameter("id", row.id)
            .setParameter("revision", row.revision)
            .executeUpdate();
    if (forgotten == 0) {
      release(tx, row);
    }
  }

  /** Gives the claim back, unless another node has one by now; nothing else changes. */
  static void release(Tx tx, JobEntity row) {
    tx.session()
        .createMutationQuery(
            "update JobEntity set claimedBy = '', leaseUntil = null"
                + " where id = :id and claimedBy = :node")
        .setParameter("id", row.id)
        .setParameter("node", row.claimedBy)
        .executeUpdate();
  }

  /**
   * Notes a failed attempt, unless it was asked for again meanwhile: then it is due; or its lease
   * ended and another node has it.
   *
   * @param next when it is tried again, unless that was the last attempt
   * @return whether that was noted
   */
  static boolean failed(Tx tx, JobEntity row, String problem, Instant next, boolean last) {
    int noted =
        tx.session()
            .createMutationQuery(
                "update JobEntity set claimedBy = '', leaseUntil = null, attempts = attempts + 1,"
                    + " dueAt = :next, problem = :problem, dead = :dead"
                    + " where id = :id and revision = :revision and claimedBy = :node")
            .setParameter("node", row.claimedBy)
            .setParameter("next", next)
            .setParameter(
                "problem", problem.substring(0, Math.min(LONGEST_PROBLEM, problem.length())))
            .setParameter("dead", last)
            .setParameter("id", row.id)
            .setParameter("revision", row.revision)
            .executeUpdate();
    if (noted == 0) {
      release(tx, row);
    }
    return noted == 1;
  }

  static List<Job> list(Tx tx, String kind, int most) {
    return tx
        .session()
        .createSelectionQuery(
            "from JobEntity where kind = :kind order by dueAt, id", JobEntity.class)
        .setParameter("kind", kind)
        .setMaxResults(most)
        .getResultList()
        .stream()
        .map(JobEntity::job)
        .toList();
  }

  static List<Job> list(Tx tx, boolean onlyDead, int most) {
    return tx
        .session()
        .createSelectionQuery(
            "from JobEntity" + (onlyDead ? " where dead = true" : "") + " order by dueAt, id",
            JobEntity.class)
        .setMaxResults(most)
        .getResultList()
        .stream()
        .map(JobEntity::job)
        .toList();
  }

  static Optional<JobEntity> find(Tx tx, long id) {
    return Optional.ofNullable(tx.session().get(JobEntity.class, id));
  }

  /** How many of a kind are due by then, at most this many. */
  static int countDue(Tx tx, String kind, Instant by, int most) {
    return tx.session()
        .createSelectionQuery(
            "select id from JobEntity where kind = :kind and dead = false and dueAt <= :by"
                + " order by kind, dead, dueAt, id",
            Long.class)
        .setParameter("kind", kind)
        .setParameter("by", by)
        .setMaxResults(most)
        .getResultList()
        .size();
  }

  static long count(Tx tx, String kind) {
    return tx.session()
        .createSelectionQuery(
            "select count(*) from JobEntity where kind = :kind and dead = false", Long.class)
        .setParameter("kind", kind)
        .getSingleResult();
  }

  static long count(Tx tx, boolean dead) {
    return tx.session()
        .createSelectionQuery("select count(*) from JobEntity where dead = :dead", Long.class)
        .setParameter("dead", dead)
        .getSingleResult();
  }
}
