package org.hokan.archive.index;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;
import org.jspecify.annotations.Nullable;

/**
 * Takes one study out of the index: its rows go, its entries in packs are dead, and a certificate
 * of destruction takes their place. All of it in the caller's transaction, some instances at a
 * time, so that memory does not grow with the study.
 */
final class Destruction {
  private static final int AT_ONCE = 500;

  private final Tx tx;
  private final StatelessSession session;
  private final StudyEntity study;
  private final DestructionOrder order;
  private final UsageCounter usage;

  private Destruction(Tx tx, KeptBytes counted, StudyEntity study, DestructionOrder order) {
    this.tx = tx;
    this.usage = new UsageCounter(counted);
    this.session = tx.session();
    this.study = study;
    this.order = order;
  }

  /** Empty when there is no such study. */
  static Optional<Certificate> run(
      Tx tx, KeptBytes counted, String facility, Uid studyInstanceUid, DestructionOrder order) {
    return KeptStudies.lockedRow(tx, facility, studyInstanceUid)
        .map(study -> new Destruction(tx, counted, study, order).run());
  }

  private Certificate run() {
    PatientEntity patient =
        Objects.requireNonNull(
            session.get(PatientEntity.class, study.patientId, LockMode.PESSIMISTIC_WRITE));
    DestroyedStudyEntity certificate = certificate(patient);
    session.insert(certificate);
    session
        .createSelectionQuery(
            "select id, seriesInstanceUid from SeriesEntity where studyId = :study", Object[].class)
        .setParameter("study", study.id)
        .getResultList()
        .forEach(series -> destroy(certificate, (Long) series[0], (String) series[1]));
    remove();
    count(patient);
    return certificate.certificate();
  }

  private void destroy(DestroyedStudyEntity certificate, long series, String seriesUid) {
    for (List<Doomed> page; !(page = completed(first(series, seriesUid))).isEmpty(); ) {
      certify(certificate, page.stream().map(one -> destroyed(certificate, one)).toList());
      bury(certificate, page);
      page.forEach(this::countSmaller);
      session
          .createMutationQuery("delete InstanceEntity where seriesId = :series and id <= :last")
          .setParameter("series", series)
          .setParameter("last", page.get(page.size() - 1).id())
          .executeUpdate();
    }
  }

  /** An instance without its attributes, which may be long. */
  private record Doomed(
      long id,
      String series,
      String sopInstanceUid,
      String sopClassUid,
      String digest,
      String storedDigest,
      String recipe,
      StoredAt at,
      long originalLength,
      String predecessorUid,
      String predecessorDigest) {

    static Doomed of(String seriesUid, Object[] row) {
      return new Doomed(
          (Long) row[0],
          seriesUid,
          (String) row[1],
          (String) row[2],
          (String) row[3],
          (String) row[4],
          (String) row[5],
          new StoredAt((String) row[6], (String) row[7], (Long) row[8], (Long) row[9]),
          (Long) row[10],
          (String) row[11],
          (String) row[12]);
    }

    /** Whether it lost something before it was noted of what. */
    boolean hasUnnotedPredecessor() {
      return isSmaller() && recipe.isEmpty() && predecessorUid.isEmpty();
    }

    Doomed with(DeadObject predecessor) {
      return new Doomed(
          id,
          series,
          sopInstanceUid,
          sopClassUid,
          digest,
          storedDigest,
          recipe,
          at,
          originalLength,
          predecessor.sopInstanceUid(),
          predecessor.original());
    }

    /** Whether it took the place of something with another UID. */
    boolean isRenamed() {
      return !predecessorUid.isEmpty() && !predecessorUid.equals(sopInstanceUid);
    }

    boolean isSmaller() {
      return originalLength > 0;
    }
  }

  /** Those that are left, in the order of an index. */
  private List<Doomed> first(long series, String seriesUid) {
    return session
        .createSelectionQuery(
            "select id, sopInstanceUid, sopClassUid, digest, storedDigest, recipe, volume, pack,"
                + " packOffset, length, originalLength, predecessorUid, predecessorDigest from"
                + " InstanceEntity where seriesId = :series order by seriesId, id",
            Object[].class)
        .setParameter("series", series)
        .setMaxResults(AT_ONCE)
        .getResultList()
        .stream()
        .map(row -> Doomed.of(seriesUid, row))
        .toList();
  }

  /** With the predecessors of those that lost something before these were noted. */
  private List<Doomed> completed(List<Doomed> page) {
    Set<Long> lengths = new HashSet<>();
    page.stream()
        .filter(Doomed::hasUnnotedPredecessor)
        .forEach(instance -> lengths.add(instance.originalLength()));
    if (lengths.isEmpty()) {
      return page;
    }
    List<DeadObject> superseded =
        session
            .createSelectionQuery(
                "from DeadEntryEntity where facility = :facility and reason = :reason and length in"
                    + " (:lengths)",
                DeadEntryEntity.class)
            .setParameter("facility", study.facility)
            .setParameter("reason", DeadReason.SUPERSEDED)
            .setParameterList("lengths", lengths)
            .getResultList()
            .stream()
            .map(DeadEntryEntity::dead)
            .toList();
    Map<String, DeadObject> predecessors = new HashMap<>();
    superseded.forEach(
        dead ->
            predecessors.put(
                Predecessor.successorUid(study.facility, new Uid(dead.sopInstanceUid())).value(),
                dead));
    superseded.forEach(dead -> predecessors.put(dead.sopInstanceUid(), dead));
    return page.stream()
        .map(
            instance ->
                Optional.ofNullable(predecessors.get(instance.sopInstanceUid()))
                    .filter(dead -> instance.hasUnnotedPredecessor())
                    .filter(dead -> dead.at().length() == instance.originalLength())
                    .map(instance::with)
                    .orElse(instance))
        .toList();
  }

  private DestroyedStudyEntity certificate(PatientEntity patient) {
    DestroyedStudyEntity row = new DestroyedStudyEntity();
    row.facility = study.facility;
    row.studyInstanceUid = study.studyInstanceUid;
    row.patientId = patient.patientId;
    row.studyDate = Optional.ofNullable(study.studyDate).orElse("");
    row.contractId = study.contractId;
    row.images = study.instanceCount;
    row.bytes = study.bytes;
    row.firstArrival = study.firstArrival;
    row.lastArrival = study.lastArrival;
    row.destroyedAt = Cut.toMicros(order.at());
    row.reason = Cut.to(1000, order.reason());
    row.proposedBy = Cut.to(128, order.proposedBy());
    row.approvedBy = Cut.to(1000, order.approvedBy());
    row.destroyedBy = Cut.to(128, order.destroyedBy());
    row.deletion = order.deletion();
    return row;
  }

  private DestroyedInstanceEntity destroyed(DestroyedStudyEntity certificate, Doomed instance) {
    DestroyedInstanceEntity row = new DestroyedInstanceEntity();
    row.key = new DestroyedInstanceEntity.Key(certificate.id, instance.sopInstanceUid());
    row.facility = study.facility;
    row.seriesInstanceUid = instance.series();
    row.sopClassUid = instance.sopClassUid();
    row.digest = instance.digest();
    row.originalDigest = instance.isRenamed() ? "" : instance.predecessorDigest();
    row.length = instance.isSmaller() ? instance.originalLength() : instance.at().length();
    row.untilArrival = study.lastArrival;
    return row;
  }

  /** What lost something may have come again with its first UID: then one row names both. */
  private void certify(DestroyedStudyEntity certificate, List<DestroyedInstanceEntity> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Map<String, DestroyedInstanceEntity> known = new HashMap<>();
    session
        .createSelectionQuery(
            "from DestroyedInstanceEntity where key.certificate = :id and key.sopInstanceUid in"
                + " (:uids)",
            DestroyedInstanceEntity.class)
        .setParameter("id", certificate.id)
        .setParameterList("uids", rows.stream().map(row -> row.key.sopInstanceUid()).toList())
        .getResultList()
        .forEach(row -> known.put(row.key.sopInstanceUid(), row));
    for (DestroyedInstanceEntity row : rows) {
      DestroyedInstanceEntity before = known.get(row.key.sopInstanceUid());
      if (before != null && !before.digest.equals(row.digest)) {
        before.originalDigest = row.digest;
        session.update(before);
      }
    }
    session.insertMultiple(
        rows.stream().filter(row -> !known.containsKey(row.key.sopInstanceUid())).toList());
  }

  /** What the rows point to is dead, and what was dead for their sake is so for good. */
  private void bury(DestroyedStudyEntity certificate, List<Doomed> instances) {
    buryOlderEntries(instances);
    buryPredecessors(certificate, instances);
    for (Doomed instance : instances) {
      String stored = instance.storedDigest();
      DeadEntries.add(
          tx,
          new DeadObject(
              study.facility,
              instance.sopInstanceUid(),
              stored.isEmpty() ? instance.digest() : stored,
              instance.sopInstanceUid(),
              instance.digest(),
              instance.at(),
              DeadReason.DESTROYED,
              order.at()));
    }
  }

  private void buryOlderEntries(List<Doomed> instances) {
    Map<String, Set<String>> digests = new HashMap<>();
    for (Doomed instance : instances) {
      digests.put(
          instance.sopInstanceUid(),
          new HashSet<>(List.of(instance.digest(), instance.storedDigest())));
    }
    dead("sopInstanceUid", digests.keySet()).stream()
        .filter(dead -> isOf(digests.getOrDefault(dead.sopInstanceUid, Set.of()), dead))
        .forEach(this::bury);
    dead("originalUid", digests.keySet()).stream()
        .filter(dead -> isOf(digests.getOrDefault(dead.originalUid, Set.of()), dead))
        .forEach(this::bury);
  }

  /** Itself, its smaller form, another smaller form of it, or what was to take its place. */
  private static boolean isOf(Set<String> digests, DeadEntryEntity dead) {
    return digests.contains(dead.digest) || digests.contains(dead.dead().original());
  }

  /** Originals of what lost something: they are dead, and count still when packs are read. */
  private void buryPredecessors(DestroyedStudyEntity certificate, List<Doomed> instances) {
    Map<String, Doomed> successors = new HashMap<>();
    for (Doomed instance : instances) {
      if (!instance.predecessorUid().isEmpty()) {
        successors.put(instance.predecessorUid(), instance);
      }
    }
    if (successors.isEmpty()) {
      return;
    }
    certify(
        certificate,
        successors.values().stream()
            .filter(Doomed::isRenamed)
            .map(instance -> predecessor(certificate, instance))
            .toList());
    dead("sopInstanceUid", successors.keySet()).stream()
        .filter(dead -> isPredecessor(successors.get(dead.sopInstanceUid), dead))
        .forEach(this::bury);
    dead("originalUid", successors.keySet()).stream()
        .filter(dead -> isPredecessor(successors.get(dead.originalUid), dead))
        .forEach(this::bury);
  }

  private List<DeadEntryEntity> dead(String column, Set<String> uids) {
    return session
        .createSelectionQuery(
            "from DeadEntryEntity where %s in (:uids) and facility = :facility".formatted(column),
            DeadEntryEntity.class)
        .setParameterList("uids", uids)
        .setParameter("facility", study.facility)
        .getResultList();
  }

  private void bury(DeadEntryEntity dead) {
    dead.reason = DeadReason.DESTROYED;
    session.update(dead);
  }

  private static boolean isPredecessor(@Nullable Doomed successor, DeadEntryEntity dead) {
    return successor != null && successor.predecessorDigest().equals(dead.dead().original());
  }

  /** What had another UID, so that nothing of it comes back from an old pack. */
  private DestroyedInstanceEntity predecessor(DestroyedStudyEntity certificate, Doomed successor) {
    DestroyedInstanceEntity row = destroyed(certificate, successor);
    row.key = new DestroyedInstanceEntity.Key(certificate.id, successor.predecessorUid());
    row.digest = successor.predecessorDigest();
    return row;
  }

  /** Children first. */
  private void remove() {
    execute("delete SeriesEntity where studyId = :study");
    execute("delete StudySopClassEntity where studyId = :study");
    execute("delete StudyEntity where id = :study");
  }

  private void execute(String delete) {
    session.createMutationQuery(delete).setParameter("study", study.id).executeUpdate();
  }

  private void countSmaller(Doomed instance) {
    if (instance.isSmaller()) {
      usage.recompressed--;
      usage.recompressedBytes -= instance.originalLength();
      usage.savedBytes -= instance.originalLength() - instance.at().length();
    }
  }

  private void count(PatientEntity patient) {
    if (patient.studyCount <= 1) {
      session
          .createMutationQuery("delete PatientNameEntity where patientId = :id")
          .setParameter("id", patient.id)
          .executeUpdate();
      session.delete(patient);
      usage.patients = -1;
    } else {
      patient.studyCount--;
      patient.seriesCount -= study.seriesCount;
      patient.instanceCount -= study.instanceCount;
      session.update(patient);
    }
    usage.studies = -1;
    usage.series = -study.seriesCount;
    usage.instances = -study.instanceCount;
    usage.bytes = -study.bytes;
    usage.write(tx, study.facility);
  }
}
