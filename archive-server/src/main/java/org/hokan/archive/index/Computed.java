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
            .map(row -> row.row(QueryLevel.STUDY))
            .filter(Objects::nonNull)
            .map(LevelRow::id)
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
    row.rows()
        .forEach(
            (level, kept) -> {
              DataSet.Builder more = row.at(level).toBuilder();
              switch (level) {
                case PATIENT -> patient(more, kept);
                case STUDY -> {
                  study(more, kept);
                  texts(more, Tag.ModalitiesInStudy, modalitiesOf.get(kept.id()));
                  texts(more, Tag.SOPClassesInStudy, classesOf.get(kept.id()));
                }
                case SERIES -> series(more, kept);
                case IMAGE -> image(more, kept);
              }
              levels.put(level, more.build());
            });
    return row.with(levels);
  }

  private void patient(DataSet.Builder more, LevelRow patient) {
    if (patientNumbers) {
      number(more, Tag.NumberOfPatientRelatedStudies, patient.studies());
      number(more, Tag.NumberOfPatientRelatedSeries, patient.series());
      number(more, Tag.NumberOfPatientRelatedInstances, patient.instances());
    }
  }

  private void study(DataSet.Builder more, LevelRow study) {
    if (studyNumbers) {
      number(more, Tag.NumberOfStudyRelatedSeries, study.series());
      number(more, Tag.NumberOfStudyRelatedInstances, study.instances());
    }
  }

  private void series(DataSet.Builder more, LevelRow series) {
    if (seriesNumbers) {
      number(more, Tag.NumberOfSeriesRelatedInstances, series.instances());
    }
  }

  private void image(DataSet.Builder more, LevelRow instance) {
    if (transferSyntax) {
      more.string(Tag.AvailableTransferSyntaxUID, instance.transferSyntaxUid());
    }
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
