package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Attributes that no object has and answers can (PS3.4 §C.3.4): numbers of related entities,
 * modalities and SOP classes in the study. Only what the keys ask for is made.
 */
record Computed(
    boolean patientNumbers,
    boolean studyNumbers,
    boolean seriesNumbers,
    boolean modalities,
    boolean sopClasses,
    boolean transferSyntax) {

  static Computed of(DataSet keys) {
    return new Computed(
        keys.contains(Tag.NumberOfPatientRelatedStudies)
            || keys.contains(Tag.NumberOfPatientRelatedSeries)
            || keys.contains(Tag.NumberOfPatientRelatedInstances),
        keys.contains(Tag.NumberOfStudyRelatedSeries)
            || keys.contains(Tag.NumberOfStudyRelatedInstances),
        keys.contains(Tag.NumberOfSeriesRelatedInstances),
        keys.contains(Tag.ModalitiesInStudy),
        keys.contains(Tag.SOPClassesInStudy),
        keys.contains(Tag.AvailableTransferSyntaxUID));
  }

  /**
   * The same rows with what is asked for; one statement for modalities and one for SOP classes, if
   * asked.
   */
  List<EntityRow> add(Tx tx, List<EntityRow> rows) {
    if (!(patientNumbers
        || studyNumbers
        || seriesNumbers
        || modalities
        || sopClasses
        || transferSyntax)) {
      return rows;
    }
    List<Long> studies =
        rows.stream()
            .map(EntityRow::study)
            .filter(Objects::nonNull)
            .map(s -> s.id)
            .distinct()
            .toList();
    Map<Long, SortedSet<String>> modalitiesOf =
        modalities ? Studies.modalities(tx, studies) : Map.of();
    Map<Long, SortedSet<String>> classesOf =
        sopClasses ? Studies.sopClasses(tx, studies) : Map.of();
    List<EntityRow> all = new ArrayList<>(rows.size());
    rows.forEach(row -> all.add(with(row, modalitiesOf, classesOf)));
    return all;
  }

  private EntityRow with(
      EntityRow row,
      Map<Long, SortedSet<String>> modalitiesOf,
      Map<Long, SortedSet<String>> classesOf) {
    Map<QueryLevel, DataSet> levels = new EnumMap<>(row.levels());
    if (patientNumbers) {
      levels.computeIfPresent(QueryLevel.PATIENT, (level, kept) -> numbered(kept, row.patient()));
    }
    StudyEntity study = row.study();
    if (study != null && (studyNumbers || modalities || sopClasses)) {
      DataSet.Builder more = row.at(QueryLevel.STUDY).toBuilder();
      number(more, Tag.NumberOfStudyRelatedSeries, study.seriesCount);
      number(more, Tag.NumberOfStudyRelatedInstances, study.instanceCount);
      texts(more, Tag.ModalitiesInStudy, modalitiesOf.get(study.id));
      texts(more, Tag.SOPClassesInStudy, classesOf.get(study.id));
      levels.put(QueryLevel.STUDY, more.build());
    }
    SeriesEntity series = row.series();
    if (series != null && seriesNumbers) {
      DataSet.Builder more = row.at(QueryLevel.SERIES).toBuilder();
      number(more, Tag.NumberOfSeriesRelatedInstances, series.instanceCount);
      levels.put(QueryLevel.SERIES, more.build());
    }
    InstanceEntity instance = row.instance();
    if (instance != null && transferSyntax) {
      DataSet.Builder more = row.at(QueryLevel.IMAGE).toBuilder();
      more.string(Tag.AvailableTransferSyntaxUID, instance.transferSyntaxUid);
      levels.put(QueryLevel.IMAGE, more.build());
    }
    return new EntityRow(row.id(), levels, row.patient(), study, series, instance);
  }

  private static DataSet numbered(DataSet kept, PatientEntity patient) {
    DataSet.Builder more = kept.toBuilder();
    number(more, Tag.NumberOfPatientRelatedStudies, patient.studyCount);
    number(more, Tag.NumberOfPatientRelatedSeries, patient.seriesCount);
    number(more, Tag.NumberOfPatientRelatedInstances, patient.instanceCount);
    return more.build();
  }

  private static void number(DataSet.Builder more, int tag, long number) {
    more.string(tag, Long.toString(number));
  }

  private static void texts(DataSet.Builder more, int tag, @Nullable SortedSet<String> values) {
    if (values != null) {
      more.strings(tag, List.copyOf(values));
    }
  }
}
