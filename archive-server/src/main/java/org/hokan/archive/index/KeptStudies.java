package org.hokan.archive.index;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/** Goes through studies to see how long each is kept. */
final class KeptStudies {
  private KeptStudies() {}

  static List<KeptStudy> page(Tx tx, Optional<String> facility, long after, int max) {
    return tx
        .session()
        .createSelectionQuery(
            "select s, p.patientId from StudyEntity s join PatientEntity p on p.id = s.patientId"
                + " where s.id > :after"
                + (facility.isPresent() ? " and s.facility = :facility" : " and :facility = ''")
                + " order by s.id",
            Object[].class)
        .setParameter("after", after)
        .setParameter("facility", facility.orElse(""))
        .setMaxResults(max)
        .getResultList()
        .stream()
        .map(row -> kept((StudyEntity) row[0], (String) row[1]))
        .toList();
  }

  static List<KeptStudy> of(Tx tx, String facility, List<Uid> sopInstanceUids) {
    return tx
        .session()
        .createSelectionQuery(
            "select s, p.patientId from InstanceEntity i join SeriesEntity e on e.id ="
                + " i.seriesId join StudyEntity s on s.id = e.studyId join PatientEntity p on p.id ="
                + " s.patientId where i.facility = :facility and i.sopInstanceUid in (:uids)",
            Object[].class)
        .setParameter("facility", facility)
        .setParameterList("uids", sopInstanceUids.stream().map(Uid::value).toList())
        .getResultList()
        .stream()
        .map(row -> kept((StudyEntity) row[0], (String) row[1]))
        .toList();
  }

  static Optional<KeptStudy> locked(Tx tx, String facility, Uid studyInstanceUid) {
    return lockedRow(tx, facility, studyInstanceUid)
        .map(
            study ->
                kept(
                    study,
                    Objects.requireNonNull(tx.session().get(PatientEntity.class, study.patientId))
                        .patientId));
  }

  static Optional<StudyEntity> lockedRow(Tx tx, String facility, Uid studyInstanceUid) {
    return tx
        .session()
        .createSelectionQuery(
            "from StudyEntity where facility = :facility and studyInstanceUid = :uid",
            StudyEntity.class)
        .setParameter("facility", facility)
        .setParameter("uid", studyInstanceUid.value())
        .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
        .getResultList()
        .stream()
        .findFirst();
  }

  private static KeptStudy kept(StudyEntity study, String patientId) {
    return new KeptStudy(
        study.id,
        study.facility,
        Uid.of(study.studyInstanceUid),
        patientId,
        study.instanceCount,
        study.bytes,
        study.firstArrival,
        study.lastArrival,
        study.callingAe,
        study.decided());
  }

  static List<String> retentions(Tx tx, KeptStudy study) {
    return tx.session()
        .createSelectionQuery(
            "select distinct i.retention from InstanceEntity i join SeriesEntity e on e.id = i.seriesId where e.studyId = :study and i.retention <> ''",
            String.class)
        .setParameter("study", study.id())
        .getResultList();
  }
}
