package org.hokan.archive.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Patients, studies and series of one facility that a batch needs: found by a handful of statements
 * for the whole batch, made where missing.
 */
final class BatchRows {
  final Map<String, BatchStates.Patient> patients = new TreeMap<>();
  final Map<String, BatchStates.Study> studies = new TreeMap<>();

  private final StatelessSession session;
  private final String facility;

  BatchRows(StatelessSession session, String facility) {
    this.session = session;
    this.facility = facility;
  }

  /**
   * What the index knows of instances that come.
   *
   * @param digests of those that it has
   * @param destroyed until which arrival objects are destroyed, by {@link Certificates#name}
   * @param certificates whether anything of the facility was ever destroyed
   */
  record Known(Map<String, String> digests, Map<String, Instant> destroyed, boolean certificates) {}

  /** One statement, so that a facility of which nothing was destroyed costs none for it. */
  Known known(Collection<String> sopInstanceUids) {
    Map<String, String> digests = new HashMap<>();
    Map<String, Instant> destroyed = new HashMap<>();
    boolean certificates = false;
    for (Object[] row : rows(sopInstanceUids)) {
      String uid = (String) row[0];
      String digest = (String) row[1];
      if (uid.isEmpty()) {
        certificates = true;
      } else if (row[3] != null) {
        destroyed(destroyed, Certificates.name(uid, digest), (Instant) row[3]);
        destroyed(destroyed, Certificates.name(uid, (String) row[2]), (Instant) row[3]);
      } else if (facility.equals(row[2])) {
        digests.put(uid, digest);
      }
    }
    return new Known(digests, destroyed, certificates);
  }

  private static void destroyed(Map<String, Instant> all, String name, Instant until) {
    all.merge(name, until, (one, other) -> one.isAfter(other) ? one : other);
  }

  private List<Object[]> rows(Collection<String> sopInstanceUids) {
    return session
        .createSelectionQuery(
            "select sopInstanceUid, digest, facility, cast(null as Instant) from InstanceEntity"
                + " where sopInstanceUid in (:uids) union all select key.sopInstanceUid, digest,"
                + " originalDigest, untilArrival from DestroyedInstanceEntity where"
                + " key.sopInstanceUid in (:uids) and facility = :facility union all select '', '',"
                + " facility, cast(null as Instant) from DestroyedStudyEntity where id = (select"
                + " d.id from DestroyedStudyEntity d where d.facility = :facility order by"
                + " d.facility, d.id limit 1)",
            Object[].class)
        .setParameterList("uids", sopInstanceUids)
        .setParameter("facility", facility)
        .getResultList();
  }

  /**
   * Finds what there is of these studies with their patients and these series.
   *
   * @param patientsOfStudy keys of the patients that the batch names, by Study Instance UID
   */
  void load(Map<String, Set<String>> patientsOfStudy, Set<String> seriesUids) {
    loadStudies(patientsOfStudy.keySet());
    if (!studies.isEmpty()) {
      loadSeries(seriesUids);
      loadSopClasses();
    }
    Set<String> patientKeys = new HashSet<>();
    patientsOfStudy.forEach(
        (uid, keys) -> {
          if (!studies.containsKey(uid)) {
            patientKeys.addAll(keys);
          }
        });
    patientKeys.removeAll(patients.keySet());
    if (!patientKeys.isEmpty()) {
      loadPatients(patientKeys);
    }
  }

  private void loadStudies(Set<String> uids) {
    for (Object[] row :
        session
            .createSelectionQuery(
                "select s, p from StudyEntity s join PatientEntity p on p.id = s.patientId"
                    + " where s.studyInstanceUid in (:uids)",
                Object[].class)
            .setParameterList("uids", uids)
            .getResultList()) {
      StudyEntity study = (StudyEntity) row[0];
      if (study.facility.equals(facility)) {
        found(study, (PatientEntity) row[1]);
      }
    }
  }

  private void found(StudyEntity study, PatientEntity patient) {
    BatchStates.Patient owner = patients.computeIfAbsent(patient.patientKey, key -> found(patient));
    studies.put(
        study.studyInstanceUid,
        new BatchStates.Study(study, owner, false, AttributeBytes.read(study.attributes)));
  }

  private void loadPatients(Set<String> keys) {
    session
        .createSelectionQuery("from PatientEntity where patientKey in (:keys)", PatientEntity.class)
        .setParameterList("keys", keys)
        .getResultList()
        .stream()
        .filter(row -> row.facility.equals(facility))
        .forEach(row -> patients.put(row.patientKey, found(row)));
  }

  private static BatchStates.Patient found(PatientEntity row) {
    return new BatchStates.Patient(row, false, AttributeBytes.read(row.attributes));
  }

  private void loadSeries(Set<String> uids) {
    Map<Long, BatchStates.Study> byId = studiesById();
    session
        .createSelectionQuery(
            "from SeriesEntity where studyId in (:ids) and seriesInstanceUid in (:uids)",
            SeriesEntity.class)
        .setParameterList("ids", byId.keySet())
        .setParameterList("uids", uids)
        .getResultList()
        .forEach(
            row -> {
              BatchStates.Study study = present(byId.get(row.studyId));
              study.seriesByUid.put(
                  row.seriesInstanceUid,
                  new BatchStates.Series(row, study, false, AttributeBytes.read(row.attributes)));
            });
  }

  private void loadSopClasses() {
    Map<Long, BatchStates.Study> byId = studiesById();
    session
        .createSelectionQuery(
            "from StudySopClassEntity where studyId in (:ids)", StudySopClassEntity.class)
        .setParameterList("ids", byId.keySet())
        .getResultList()
        .forEach(row -> present(byId.get(row.studyId)).sopClasses.add(row.sopClassUid));
  }

  private Map<Long, BatchStates.Study> studiesById() {
    Map<Long, BatchStates.Study> byId = new HashMap<>();
    studies.values().forEach(study -> byId.put(study.row.id, study));
    return byId;
  }

  private static BatchStates.Study present(BatchStates.@Nullable Study study) {
    return java.util.Objects.requireNonNull(study);
  }

  /** The study of that UID; a new one, of that patient, when there is none. */
  BatchStates.Study study(String uid, PatientKey key, ArrivedInstance first) {
    return studies.computeIfAbsent(uid, u -> newStudy(u, key, first));
  }

  private BatchStates.Study newStudy(String uid, PatientKey key, ArrivedInstance first) {
    BatchStates.Patient patient =
        patients.computeIfAbsent(key.key(), k -> newPatient(key, first.head()));
    patient.studies++;
    StudyEntity row = new StudyEntity();
    row.facility = facility;
    row.studyInstanceUid = uid;
    row.firstArrival = Cut.toMicros(first.arrived());
    row.lastArrival = row.firstArrival;
    row.callingAe = Cut.to(16, first.sender().callingAe());
    row.storageClass = first.decided().storageClass();
    row.contractId = first.decided().contractId();
    row.contractVersion = first.decided().contractVersion();
    row.ruleName = first.decided().ruleName();
    row.ruleVersion = first.decided().ruleVersion();
    return new BatchStates.Study(
        row, patient, true, LevelAttributes.of(QueryLevel.STUDY, first.head()));
  }

  private BatchStates.Patient newPatient(PatientKey key, DataSet head) {
    PatientEntity row = new PatientEntity();
    row.facility = facility;
    row.patientKey = key.key();
    row.patientId = key.id();
    return new BatchStates.Patient(row, true, LevelAttributes.of(QueryLevel.PATIENT, head));
  }

  BatchStates.Series series(BatchStates.Study study, String uid, DataSet head) {
    return study.seriesByUid.computeIfAbsent(uid, u -> newSeries(study, u, head));
  }

  private BatchStates.Series newSeries(BatchStates.Study study, String uid, DataSet head) {
    study.series++;
    study.patient.series++;
    SeriesEntity row = new SeriesEntity();
    row.facility = facility;
    row.seriesInstanceUid = uid;
    return new BatchStates.Series(row, study, true, LevelAttributes.of(QueryLevel.SERIES, head));
  }

  List<BatchStates.Series> allSeries() {
    List<BatchStates.Series> all = new ArrayList<>();
    studies.values().forEach(study -> all.addAll(new TreeMap<>(study.seriesByUid).values()));
    return all;
  }

  /** The column of narrowing by date. */
  static @Nullable String dateColumn(DataSet study) {
    return study.string(Tag.StudyDate).map(Moment::normalDate).orElse(null);
  }

  /** The column of narrowing by a text; null when there is none. */
  static @Nullable String textColumn(DataSet dataSet, int tag, int length) {
    return dataSet.string(tag).map(text -> Cut.to(length, text)).orElse(null);
  }
}
