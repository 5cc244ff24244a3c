package org.hokan.archive.index;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.hibernate.LockMode;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/** What waits for an operator, and what becomes of it. */
final class Quarantine {
  private Quarantine() {}

  static List<QuarantineEntry> list(Tx tx, Optional<String> facility, long after, int max) {
    SelectionQuery<QuarantineEntity> query =
        tx.session()
            .createSelectionQuery(
                "from QuarantineEntity where id > :after"
                    + (facility.isPresent() ? " and facility = :facility" : "")
                    + " order by id",
                QuarantineEntity.class)
            .setParameter("after", after)
            .setMaxResults(max);
    facility.ifPresent(code -> query.setParameter("facility", code));
    return query.getResultList().stream().map(QuarantineEntity::entry).toList();
  }

  static List<QuarantineEntry> ofStudy(Tx tx, String facility, String studyInstanceUid) {
    return tx
        .session()
        .createSelectionQuery(
            "from QuarantineEntity where facility = :facility and studyInstanceUid = :study"
                + " order by id",
            QuarantineEntity.class)
        .setParameter("facility", facility)
        .setParameter("study", studyInstanceUid)
        .getResultList()
        .stream()
        .map(QuarantineEntity::entry)
        .toList();
  }

  /** Those of a study or with an instance's UID. */
  static List<QuarantineEntry> naming(Tx tx, Optional<String> facility, String uid, int max) {
    return tx
        .session()
        .createSelectionQuery(
            "from QuarantineEntity where (:facility = '' or facility = :facility)"
                + " and (sopInstanceUid = :uid or studyInstanceUid = :uid) order by id",
            QuarantineEntity.class)
        .setParameter("facility", facility.orElse(""))
        .setParameter("uid", uid)
        .setMaxResults(max)
        .getResultList()
        .stream()
        .map(QuarantineEntity::entry)
        .toList();
  }

  static List<String> studies(Tx tx, String facility, Instant since, String after, int max) {
    return tx.session()
        .createSelectionQuery(
            "select distinct studyInstanceUid from QuarantineEntity where facility = :facility"
                + " and studyInstanceUid > :after and arrived >= :since order by studyInstanceUid",
            String.class)
        .setParameter("facility", facility)
        .setParameter("after", after)
        .setParameter("since", since)
        .setMaxResults(max)
        .getResultList();
  }

  /** Those of some studies of which something that came since then waits. */
  static Set<String> among(Tx tx, String facility, Instant since, Collection<String> studies) {
    return studies.isEmpty()
        ? Set.of()
        : Set.copyOf(
            tx.session()
                .createSelectionQuery(
                    "select distinct studyInstanceUid from QuarantineEntity where facility ="
                        + " :facility and studyInstanceUid in (:studies) and arrived >= :since",
                    String.class)
                .setParameter("facility", facility)
                .setParameterList("studies", studies)
                .setParameter("since", since)
                .getResultList());
  }

  /** As it is; not locked. */
  static Optional<QuarantineEntry> one(Tx tx, long id) {
    return Optional.ofNullable(tx.session().get(QuarantineEntity.class, id))
        .map(QuarantineEntity::entry);
  }

  static long count(Tx tx, String facility, Uid studyInstanceUid) {
    return tx.session()
        .createSelectionQuery(
            "select count(*) from QuarantineEntity where facility = :facility and studyInstanceUid"
                + " = :uid",
            Long.class)
        .setParameter("facility", facility)
        .setParameter("uid", studyInstanceUid.value())
        .getSingleResult();
  }

  static boolean holds(Tx tx, String facility, Uid sopInstanceUid, String digest) {
    return tx.session()
            .createSelectionQuery(
                "select count(*) from QuarantineEntity where facility = :facility"
                    + " and sopInstanceUid = :uid and digest = :digest and reason <> :damaged",
                Long.class)
            .setParameter("damaged", QuarantineReason.DAMAGED)
            .setParameter("facility", facility)
            .setParameter("uid", sopInstanceUid.value())
            .setParameter("digest", digest)
            .getSingleResult()
        > 0;
  }

  /** Locked until the transaction ends. */
  static Optional<QuarantineEntry> claimed(Tx tx, long id) {
    return row(tx, id).map(QuarantineEntity::entry);
  }

  /**
   * On what something is released.
   *
   * @param kept how it is kept from now on
   * @param originalStays whether it is not to take its predecessor's place
   */
  record Terms(UnaryOperator<Decided> kept, Predicate<ArrivedInstance> originalStays) {}

  /** Files it as if it had not been kept aside. */
  static Outcome release(Tx tx, KeptBytes counted, long id, Terms terms) {
    QuarantineEntity row = locked(tx, id);
    if (row.studyInstanceUid.isEmpty()) {
      throw new QuarantineException(false, "quarantine %d: %s".formatted(id, row.reason.text()));
    }
    row.arrivalSequence = turn(tx, row);
    ArrivedInstance instance = arrived(row.entry(), terms.kept().apply(row.decided()));
    Outcome outcome = ArrivalBatch.release(tx, counted, instance, terms.originalStays());
    if (outcome.kind() == Outcome.Kind.GIVEN_UP) {
      throw new QuarantineException(
          false,
          "quarantine %d: its original is on legal hold, or not there as it came (expected: neither)"
              .formatted(id));
    }
    if (outcome.kind() == Outcome.Kind.CONFLICT) {
      throw new QuarantineException(
          false,
          "quarantine %d: %s (expected: no other object with its UID)"
              .formatted(id, QuarantineReason.SAME_UID_OTHER_CONTENT.text()));
    }
    takeOut(tx, counted, row, said(row, QuarantineDecisionEntity.Decision.RELEASED));
    return outcome;
  }

  /** When the index is made anew, it is filed after what its study has now, as it is now. */
  private static long turn(Tx tx, QuarantineEntity row) {
    return tx.session()
        .createSelectionQuery(
            "select coalesce(max(i.arrivalSequence), 0) from InstanceEntity i join SeriesEntity e"
                + " on e.id = i.seriesId join StudyEntity s on s.id = e.studyId where s.facility ="
                + " :facility and s.studyInstanceUid = :study",
            Long.class)
        .setParameter("facility", row.facility)
        .setParameter("study", row.studyInstanceUid)
        .getResultStream()
        .reduce(row.arrivalSequence, Math::max);
  }

  /**
   * Takes it out of the list; its bytes stay where they are. What comes after it is another: by the
   * time of its arrival, for the clock of now may be another node's, or have been set.
   */
  static QuarantineEntry remove(Tx tx, KeptBytes counted, long id) {
    QuarantineEntity row = locked(tx, id);
    QuarantineEntry entry = row.entry();
    QuarantineDecisionEntity said = said(row, QuarantineDecisionEntity.Decision.REMOVED);
    said.untilArrival = Cut.toMicros(row.arrived);
    takeOut(tx, counted, row, said);
    return entry;
  }

  private static QuarantineEntity locked(Tx tx, long id) {
    return row(tx, id)
        .orElseThrow(
            () ->
                new QuarantineException(
                    true, "quarantine %d: no such object, or no longer".formatted(id)));
  }

  private static Optional<QuarantineEntity> row(Tx tx, long id) {
    return Optional.ofNullable(
        tx.session().get(QuarantineEntity.class, id, LockMode.PESSIMISTIC_WRITE));
  }

  private static QuarantineDecisionEntity said(
      QuarantineEntity row, QuarantineDecisionEntity.Decision decision) {
    QuarantineDecisionEntity said = new QuarantineDecisionEntity();
    said.key = new QuarantineDecisionEntity.Key(row.facility, row.sopInstanceUid, row.digest);
    said.decision = decision;
    return said;
  }

  private static void takeOut(
      Tx tx, KeptBytes counted, QuarantineEntity row, QuarantineDecisionEntity said) {
    tx.session().upsert(said);
    tx.session().delete(row);
    UsageCounter usage = new UsageCounter(counted);
    usage.quarantined = -1;
    usage.quarantinedBytes = -row.length;
    usage.write(tx, row.facility);
  }

  /**
   * Smaller forms, and what was moved after its release, that the index took for objects of another
   * patient, or for others with their UID, in the order of their turns. Such a form was made of an
   * instance that was filed; so something that came after that was filed before it.
   */
  static List<ArrivedInstance> formsAside(Tx tx) {
    return tx
        .session()
        .createSelectionQuery(
            "from QuarantineEntity where (recipe <> '' or predecessorUid <> '') and arrivalSequence"
                + " > 0 and reason in (:conflicts) order by arrivalSequence",
            QuarantineEntity.class)
        .setParameterList(
            "conflicts",
            Arrays.stream(QuarantineReason.values()).filter(QuarantineReason::isConflict).toList())
        .getResultList()
        .stream()
        .map(row -> arrived(row.entry(), row.decided()))
        .toList();
  }

  private static ArrivedInstance arrived(QuarantineEntry entry, Decided decided) {
    return new ArrivedInstance(
        entry.facility(),
        entry.sopClassUid(),
        entry.sopInstanceUid(),
        entry.transferSyntaxUid(),
        entry.attributes(),
        entry.digest(),
        entry.at(),
        entry.arrived(),
        entry.sender(),
        decided,
        Optional.empty(),
        entry.recompressed(),
        entry.predecessor(),
        entry.sequence());
  }
}
