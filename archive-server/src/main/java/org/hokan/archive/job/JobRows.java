package org.hokan.archive.job;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.query.NativeQuery;
import org.hokan.archive.db.Tx;

/**
 * The rows of the table {@code job}. A claim is an update that only one of several nodes can make:
 * both databases look at the row again after they have waited for another's update.
 */
final class JobRows {
  private static final int LONGEST_PROBLEM = 1000;

  /**
   * The order names the fixed columns of the index, too, or H2 would sort all that waits. As SQL,
   * so that a test can have these plans explained.
   */
  private static final String IN_ORDER =
      " order by dead, kind, party, due_at, id fetch first :most rows only";

  private static final String OF_KIND = "select * from job where dead = false and kind = :kind";

  /** The longest due of the first party from a text on, in the order of bytes. */
  static final String OF_FIRST_PARTY = OF_KIND + " and party >= :party" + IN_ORDER;

  /** What is behind a party and this begins with the next; behind a party, H2 would read it all. */
  static final String BEHIND = "\u0001";

  static final String DUE_OF_PARTY = OF_KIND + " and party = :party and due_at <= :by" + IN_ORDER;

  static final String FREE_OF_PARTY =
      OF_KIND
          + " and party = :party and due_at <= :now"
          + " and (lease_until is null or lease_until < :now)"
          + IN_ORDER;

  private static final String FREE =
      "dead = false and dueAt <= :now and (leaseUntil is null or leaseUntil < :now)";

  private JobRows() {}

  /**
   * One statement for a row that is there: what was read before could be old when it is written. A
   * claim of it goes on. Another's first ask at the same time lets this transaction begin anew.
   */
  static void ask(Tx tx, Job asked, String party) {
    int there =
        tx.session()
            .createMutationQuery(
                "update JobEntity set revision = revision + 1, askedAt = :asked, dueAt = :due,"
                    + " giveUpAt = :giveUp, attempts = 0, dead = false, problem = '',"
                    + " party = :party"
                    + " where kind = :kind and subject = :subject")
            .setParameter("asked", micros(asked.askedAt()))
            .setParameter("due", micros(asked.dueAt()))
            .setParameter("giveUp", micros(asked.giveUpAt()))
            .setParameter("party", party)
            .setParameter("kind", asked.kind())
            .setParameter("subject", asked.subject())
            .executeUpdate();
    if (there == 0) {
      insert(tx, asked, party);
    }
  }

  private static void insert(Tx tx, Job asked, String party) {
    JobEntity row = new JobEntity();
    row.kind = asked.kind();
    row.subject = asked.subject();
    row.party = party;
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

  /** Whom jobs of a kind that are due by then are about: a row is read of each. */
  static List<String> parties(Tx tx, String kind, Instant by) {
    List<String> parties = new ArrayList<>();
    Optional<JobEntity> first = longestDue(tx, kind, "");
    while (first.isPresent()) {
      JobEntity row = first.get();
      if (!row.dueAt.isAfter(by)) {
        parties.add(row.party);
      }
      first = longestDue(tx, kind, row.party + BEHIND);
    }
    return parties;
  }

  private static Optional<JobEntity> longestDue(Tx tx, String kind, String from) {
    return query(tx, OF_FIRST_PARTY, kind, from, 1).getResultList().stream().findFirst();
  }

  private static NativeQuery<JobEntity> query(
      Tx tx, String sql, String kind, String party, int most) {
    return tx.session()
        .createNativeQuery(sql, JobEntity.class)
        .setParameter("kind", kind)
        .setParameter("party", party)
        .setParameter("most", most);
  }

  /** What could be claimed now of a kind about a party, the longest due first; no row more. */
  static List<JobEntity> free(Tx tx, String kind, String party, Instant now, int most) {
    return query(tx, FREE_OF_PARTY, kind, party, most).setParameter("now", now).getResultList();
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

  /** How many of a kind about a party are due by then, at most this many. */
  static int countDue(Tx tx, String kind, String party, Instant by, int most) {
    return query(tx, DUE_OF_PARTY, kind, party, most).setParameter("by", by).getResultList().size();
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
