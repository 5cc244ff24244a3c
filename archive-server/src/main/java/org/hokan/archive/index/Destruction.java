package org.hokan.archive.index;

import java.util.ArrayList;
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

/**
 * Takes one study out of the index: its rows go, its entries in packs are dead, and a certificate
 * of destruction takes their place. All of it in the caller's transaction.
 */
final class Destruction {
  private static final int AT_ONCE = 500;

  private final Tx tx;
  private final StatelessSession session;
  private final StudyEntity study;
  private final DestructionOrder order;
  private final Map<String, String> seriesOf = new HashMap<>();

  private Destruction(Tx tx, StudyEntity study, DestructionOrder order) {
    this.tx = tx;
    this.session = tx.session();
    this.study = study;
    this.order = order;
  }

  /** Empty when there is no such study. */
  static Optional<Certificate> run(
      Tx tx, String facility, Uid studyInstanceUid, DestructionOrder order) {
    return KeptStudies.lockedRow(tx, facility, studyInstanceUid)
        .map(study -> new Destruction(tx, study, order).run());
  }

  private Certificate run() {
    PatientEntity patient =
        Objects.requireNonNull(
            session.get(PatientEntity.class, study.patientId, LockMode.PESSIMISTIC_WRITE));
    List<Object[]> rows =
        session
            .createSelectionQuery(
                "select i, e.seriesInstanceUid from InstanceEntity i join SeriesEntity e on e.id = i.seriesId where e.studyId = :study",
                Object[].class)
            .setParameter("study", study.id)
            .getResultList();
    DestroyedStudyEntity certificate = certificate(patient);
    session.insert(certificate);
    List<InstanceEntity> instances = new ArrayList<>();
    List<DestroyedInstanceEntity> destroyed = new ArrayList<>();
    for (Object[] row : rows) {
      InstanceEntity instance = (InstanceEntity) row[0];
      instances.add(instance);
      seriesOf.put(instance.sopInstanceUid, (String) row[1]);
      destroyed.add(destroyed(certificate, instance));
    }
    session.insertMultiple(destroyed);
    bury(certificate, instances);
    remove();
    count(patient, instances);
    return certificate.certificate();
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

  private DestroyedInstanceEntity destroyed(
      DestroyedStudyEntity certificate, InstanceEntity instance) {
    DestroyedInstanceEntity row = new DestroyedInstanceEntity();
    row.key = new DestroyedInstanceEntity.Key(certificate.id, instance.sopInstanceUid);
    row.facility = instance.facility;
    row.seriesInstanceUid = seriesOf.getOrDefault(instance.sopInstanceUid, "");
    row.sopClassUid = instance.sopClassUid;
    row.digest = instance.digest;
    row.length = instance.originalBytes();
    row.untilArrival = study.lastArrival;
    return row;
  }

  /** What the rows point to is dead, and what was dead for their sake is so for good. */
  private void bury(DestroyedStudyEntity certificate, List<InstanceEntity> instances) {
    for (int from = 0; from < instances.size(); from += AT_ONCE) {
      List<InstanceEntity> some =
          instances.subList(from, Math.min(instances.size(), from + AT_ONCE));
      buryOlderEntries(some);
      buryPredecessors(certificate, some);
      for (InstanceEntity instance : some) {
        String digest = instance.storedDigest.isEmpty() ? instance.digest : instance.storedDigest;
        DeadEntries.add(
            tx,
            new DeadObject(
                instance.facility,
                instance.sopInstanceUid,
                digest,
                instance.digest,
                instance.at(),
                DeadReason.DESTROYED,
                order.at()));
      }
    }
  }

  private void buryOlderEntries(List<InstanceEntity> instances) {
    Map<String, Set<String>> digests = new HashMap<>();
    for (InstanceEntity instance : instances) {
      digests.put(
          instance.sopInstanceUid, new HashSet<>(List.of(instance.digest, instance.storedDigest)));
    }
    session
        .createSelectionQuery(
            "from DeadEntryEntity where sopInstanceUid in (:uids) and facility = :facility",
            DeadEntryEntity.class)
        .setParameterList("uids", digests.keySet())
        .setParameter("facility", study.facility)
        .getResultList()
        .stream()
        .filter(dead -> isOf(digests.getOrDefault(dead.sopInstanceUid, Set.of()), dead))
        .forEach(
            dead -> {
              dead.reason = DeadReason.DESTROYED;
              session.update(dead);
            });
  }

  /** Itself, its smaller form, or another smaller form of it. */
  private static boolean isOf(Set<String> digests, DeadEntryEntity dead) {
    return digests.contains(dead.digest) || digests.contains(dead.dead().original());
  }

  /** Originals of what lost something: they are dead, and count still when packs are read. */
  private void buryPredecessors(DestroyedStudyEntity certificate, List<InstanceEntity> instances) {
    Map<String, InstanceEntity> successors = new HashMap<>();
    for (InstanceEntity instance : instances) {
      if (instance.isSmaller() && instance.recipe.isEmpty()) {
        successors.put(instance.sopInstanceUid, instance);
      }
    }
    if (successors.isEmpty()) {
      return;
    }
    session
        .createSelectionQuery(
            "from DeadEntryEntity where facility = :facility and reason = :reason and length in (:lengths)",
            DeadEntryEntity.class)
        .setParameter("facility", study.facility)
        .setParameter("reason", DeadReason.SUPERSEDED)
        .setParameterList(
            "lengths", successors.values().stream().map(row -> row.originalLength).toList())
        .getResultList()
        .forEach(dead -> buryPredecessor(certificate, dead, successors));
  }

  private void buryPredecessor(
      DestroyedStudyEntity certificate,
      DeadEntryEntity dead,
      Map<String, InstanceEntity> successors) {
    Uid successor = Predecessor.successorUid(study.facility, Uid.of(dead.sopInstanceUid));
    Optional<InstanceEntity> other = Optional.ofNullable(successors.get(successor.value()));
    if (other.isPresent() || successors.containsKey(dead.sopInstanceUid)) {
      dead.reason = DeadReason.DESTROYED;
      session.update(dead);
    }
    if (other.isPresent()) {
      DestroyedInstanceEntity row = destroyed(certificate, other.get());
      row.key = new DestroyedInstanceEntity.Key(certificate.id, dead.sopInstanceUid);
      row.digest = dead.digest;
      session.insert(row);
    }
  }

  /** Children first. */
  private void remove() {
    execute(
        "delete InstanceEntity where seriesId in (select id from SeriesEntity where studyId = :study)");
    execute("delete SeriesEntity where studyId = :study");
    execute("delete StudySopClassEntity where studyId = :study");
    execute("delete StudyEntity where id = :study");
  }

  private void execute(String delete) {
    session.createMutationQuery(delete).setParameter("study", study.id).executeUpdate();
  }

  private void count(PatientEntity patient, List<InstanceEntity> instances) {
    UsageCounter usage = new UsageCounter();
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
    for (InstanceEntity instance : instances) {
      if (instance.isSmaller()) {
        usage.recompressed--;
        usage.recompressedBytes -= instance.originalLength;
        usage.savedBytes -= instance.originalLength - instance.length;
      }
    }
    usage.write(session, study.facility);
  }
}
