package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;

/**
 * Writes what a batch made and changed: inserts in batches, counters as increments, always from
 * patient to instance and by key, so that nodes that file at the same time do not deadlock.
 */
final class BatchWriter {
  private static final int NAME_LENGTH = 200;

  private final Tx tx;
  private final StatelessSession session;
  private final BatchRows rows;

  BatchWriter(Tx tx, BatchRows rows) {
    this.tx = tx;
    this.session = tx.session();
    this.rows = rows;
  }

  void write(List<InstanceEntity> instances, List<BatchStates.Series> seriesOfInstance) {
    if (instances.isEmpty()) {
      return;
    }
    insertPatients();
    insertStudies();
    insertSeries();
    for (int i = 0; i < instances.size(); i++) {
      instances.get(i).seriesId = seriesOfInstance.get(i).row.id;
    }
    InstanceInsert.insert(tx, instances);
    rows.patients.values().stream().filter(p -> !p.isNew && p.instances > 0).forEach(this::update);
    rows.studies.values().stream().filter(s -> !s.isNew && s.instances > 0).forEach(this::update);
    rows.allSeries().stream().filter(s -> !s.isNew && s.instances > 0).forEach(this::update);
  }

  private void insertPatients() {
    List<PatientEntity> made = new ArrayList<>();
    for (BatchStates.Patient patient : rows.patients.values()) {
      if (patient.isNew) {
        patient.row.attributes = AttributeBytes.write(patient.kept());
        patient.row.studyCount = patient.studies;
        patient.row.seriesCount = patient.series;
        patient.row.instanceCount = patient.instances;
        made.add(patient.row);
      }
    }
    insert(made);
    List<PatientNameEntity> names = new ArrayList<>();
    rows.patients.values().stream()
        .filter(patient -> patient.isNew)
        .forEach(patient -> names.addAll(names(patient.row, patient.kept())));
    insert(names);
  }

  private static List<PatientNameEntity> names(PatientEntity patient, DataSet attributes) {
    List<PatientNameEntity> names = new ArrayList<>();
    for (String name : attributes.strings(Tag.PatientName)) {
      for (String group : NameFolding.groups(name)) {
        if (!group.isEmpty()) {
          PatientNameEntity row = new PatientNameEntity();
          row.patientId = patient.id;
          row.facility = patient.facility;
          row.name = Cut.to(NAME_LENGTH, NameFolding.foldGroup(group));
          names.add(row);
        }
      }
    }
    return names;
  }

  private void insertStudies() {
    List<StudyEntity> made = new ArrayList<>();
    for (BatchStates.Study study : rows.studies.values()) {
      if (study.isNew) {
        StudyEntity row = study.row;
        row.patientId = study.patient.row.id;
        row.attributes = AttributeBytes.write(study.kept());
        row.studyDate = BatchRows.dateColumn(study.kept());
        row.accessionNumber = BatchRows.textColumn(study.kept(), Tag.AccessionNumber, 200);
        row.seriesCount = study.series;
        row.instanceCount = study.instances;
        row.bytes = study.bytes;
        row.unsettledSince = row.lastArrival;
        made.add(row);
      }
    }
    insert(made);
    List<StudySopClassEntity> classes = new ArrayList<>();
    for (BatchStates.Study study : rows.studies.values()) {
      study.newSopClasses.stream()
          .sorted()
          .forEach(uid -> classes.add(sopClass(study.row.id, uid)));
    }
    insert(classes);
  }

  private static StudySopClassEntity sopClass(long studyId, String uid) {
    StudySopClassEntity row = new StudySopClassEntity();
    row.studyId = studyId;
    row.sopClassUid = uid;
    return row;
  }

  private void insertSeries() {
    List<SeriesEntity> made = new ArrayList<>();
    for (BatchStates.Series series : rows.allSeries()) {
      if (series.isNew) {
        series.row.studyId = series.study.row.id;
        series.row.attributes = AttributeBytes.write(series.kept());
        series.row.modality = BatchRows.textColumn(series.kept(), Tag.Modality, 16);
        series.row.instanceCount = series.instances;
        series.row.bytes = series.bytes;
        made.add(series.row);
      }
    }
    insert(made);
  }

  private void insert(List<?> made) {
    if (!made.isEmpty()) {
      session.insertMultiple(made);
    }
  }

  private void update(BatchStates.Patient patient) {
    session
        .createMutationQuery(
            "update PatientEntity set studyCount = studyCount + :studies, seriesCount = seriesCount + :series,"
                + " instanceCount = instanceCount + :instances where id = :id")
        .setParameter("studies", patient.studies)
        .setParameter("series", patient.series)
        .setParameter("instances", patient.instances)
        .setParameter("id", patient.row.id)
        .executeUpdate();
    if (!patient.additions().isEmpty()) {
      complete(patient);
    }
  }

  private void complete(BatchStates.Patient patient) {
    PatientEntity row = locked(PatientEntity.class, patient.row.id);
    DataSet all = Texts.merged(AttributeBytes.read(row.attributes), patient.additions());
    session
        .createMutationQuery("update PatientEntity set attributes = :attributes where id = :id")
        .setParameter("attributes", AttributeBytes.write(all))
        .setParameter("id", row.id)
        .executeUpdate();
    if (patient.additions().contains(Tag.PatientName)) {
      insert(names(row, patient.additions()));
    }
  }

  private void update(BatchStates.Study study) {
    session
        .createMutationQuery(
            "update StudyEntity set seriesCount = seriesCount + :series, instanceCount = instanceCount + :instances,"
                + " bytes = bytes + :bytes, firstArrival = least(firstArrival, :first),"
                + " lastArrival = greatest(lastArrival, :last),"
                + " unsettledSince = greatest(lastArrival, :last) where id = :id")
        .setParameter("series", study.series)
        .setParameter("instances", study.instances)
        .setParameter("bytes", study.bytes)
        .setParameter("first", study.row.firstArrival)
        .setParameter("last", study.row.lastArrival)
        .setParameter("id", study.row.id)
        .executeUpdate();
    if (!study.additions().isEmpty()) {
      complete(study);
    }
  }

  private void complete(BatchStates.Study study) {
    StudyEntity row = locked(StudyEntity.class, study.row.id);
    DataSet all = Texts.merged(AttributeBytes.read(row.attributes), study.additions());
    session
        .createMutationQuery(
            "update StudyEntity set attributes = :attributes, studyDate = :date, accessionNumber = :accession where id = :id")
        .setParameter("attributes", AttributeBytes.write(all))
        .setParameter("date", BatchRows.dateColumn(all), String.class)
        .setParameter(
            "accession", BatchRows.textColumn(all, Tag.AccessionNumber, 200), String.class)
        .setParameter("id", row.id)
        .executeUpdate();
  }

  private void update(BatchStates.Series series) {
    session
        .createMutationQuery(
            "update SeriesEntity set instanceCount = instanceCount + :instances, bytes = bytes + :bytes where id = :id")
        .setParameter("instances", series.instances)
        .setParameter("bytes", series.bytes)
        .setParameter("id", series.row.id)
        .executeUpdate();
    if (!series.additions().isEmpty()) {
      complete(series);
    }
  }

  private void complete(BatchStates.Series series) {
    SeriesEntity row = locked(SeriesEntity.class, series.row.id);
    DataSet all = Texts.merged(AttributeBytes.read(row.attributes), series.additions());
    session
        .createMutationQuery(
            "update SeriesEntity set attributes = :attributes, modality = :modality where id = :id")
        .setParameter("attributes", AttributeBytes.write(all))
        .setParameter("modality", BatchRows.textColumn(all, Tag.Modality, 16), String.class)
        .setParameter("id", row.id)
        .executeUpdate();
  }

  private <T> T locked(Class<T> type, long id) {
    return Objects.requireNonNull(session.get(type, id, LockMode.PESSIMISTIC_WRITE));
  }
}
