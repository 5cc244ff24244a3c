package org.hokan.dicom.cli;

import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.dict.Tag;

/** Query/Retrieve levels (PS3.4 §C.6.1.1) with the attributes that people want to see of them. */
enum QueryLevel {
  PATIENT,
  STUDY,
  SERIES,
  IMAGE;

  List<Integer> shown() {
    return switch (this) {
      case PATIENT -> List.of(Tag.PatientID, Tag.PatientName, Tag.PatientBirthDate, Tag.PatientSex);
      case STUDY ->
          List.of(
              Tag.PatientID,
              Tag.PatientName,
              Tag.StudyDate,
              Tag.StudyTime,
              Tag.AccessionNumber,
              Tag.ModalitiesInStudy,
              Tag.StudyDescription,
              Tag.NumberOfStudyRelatedInstances,
              Tag.StudyInstanceUID);
      case SERIES ->
          List.of(
              Tag.Modality,
              Tag.SeriesNumber,
              Tag.SeriesDescription,
              Tag.NumberOfSeriesRelatedInstances,
              Tag.SeriesInstanceUID);
      case IMAGE -> List.of(Tag.InstanceNumber, Tag.SOPClassUID, Tag.SOPInstanceUID);
    };
  }

  /** The unique key of this level (PS3.4 §C.6.1.1). */
  int uniqueKey() {
    return switch (this) {
      case PATIENT -> Tag.PatientID;
      case STUDY -> Tag.StudyInstanceUID;
      case SERIES -> Tag.SeriesInstanceUID;
      case IMAGE -> Tag.SOPInstanceUID;
    };
  }

  /** The level beneath; this one at the bottom. */
  QueryLevel below() {
    return switch (this) {
      case PATIENT -> STUDY;
      case STUDY -> SERIES;
      case SERIES, IMAGE -> IMAGE;
    };
  }

  /** The unique keys of the levels above that a hierarchical request names (PS3.4 §C.4.1.2.1). */
  List<Integer> keysAbove(QueryModel model) {
    List<Integer> keys = new ArrayList<>();
    QueryLevel top = model == QueryModel.PATIENT ? PATIENT : STUDY;
    for (QueryLevel level = top; level != this && level != IMAGE; level = level.below()) {
      keys.add(level.uniqueKey());
    }
    return keys;
  }
}
