package org.hokan.archive.index;

import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;

/** The levels of the information models, from the top (PS3.4 §C.6.1.1, §C.6.2.1). */
public enum QueryLevel {
  PATIENT(Tag.PatientID),
  STUDY(Tag.StudyInstanceUID),
  SERIES(Tag.SeriesInstanceUID),
  IMAGE(Tag.SOPInstanceUID);

  private final int uniqueKey;

  QueryLevel(int uniqueKey) {
    this.uniqueKey = uniqueKey;
  }

  /** Tag of the attribute that names one entity of this level. */
  public int uniqueKey() {
    return uniqueKey;
  }

  /** The level that (0008,0052) says; empty when it is missing or none of the four. */
  public static Optional<QueryLevel> of(DataSet identifier) {
    String text = identifier.string(Tag.QueryRetrieveLevel).orElse("");
    for (QueryLevel level : values()) {
      if (level.name().equals(text)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  boolean isAbove(QueryLevel other) {
    return compareTo(other) < 0;
  }
}
