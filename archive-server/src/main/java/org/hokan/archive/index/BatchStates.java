package org.hokan.archive.index;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/**
 * The rows that a batch touches, as it found or made them, and what it adds to each. Counts are
 * increments.
 */
final class BatchStates {
  private BatchStates() {}

  /**
   * What all three levels have in common: attributes, of which the first value wins and later ones
   * fill gaps.
   */
  abstract static class Level {
    final boolean isNew;
    private DataSet kept;
    private DataSet additions = DataSet.empty();

    Level(boolean isNew, DataSet kept) {
      this.isNew = isNew;
      this.kept = kept;
    }

    abstract QueryLevel level();

    void complete(DataSet head) {
      DataSet more = LevelAttributes.additions(level(), kept, head);
      if (!more.isEmpty()) {
        kept = Texts.merged(kept, more);
        additions = Texts.merged(additions, more);
      }
    }

    DataSet kept() {
      return kept;
    }

    /** What a row that was there before lacks. */
    DataSet additions() {
      return isNew ? DataSet.empty() : additions;
    }
  }

  static final class Patient extends Level {
    final PatientEntity row;
    long studies;
    long series;
    long instances;

    Patient(PatientEntity row, boolean isNew, DataSet kept) {
      super(isNew, kept);
      this.row = row;
    }

    @Override
    QueryLevel level() {
      return QueryLevel.PATIENT;
    }
  }

  static final class Study extends Level {
    final StudyEntity row;
    final Patient patient;
    final Map<String, Series> seriesByUid = new HashMap<>();
    final Set<String> sopClasses = new HashSet<>();
    final Set<String> newSopClasses = new HashSet<>();
    long series;
    long instances;
    long bytes;

    Study(StudyEntity row, Patient patient, boolean isNew, DataSet kept) {
      super(isNew, kept);
      this.row = row;
      this.patient = patient;
    }

    @Override
    QueryLevel level() {
      return QueryLevel.STUDY;
    }

    void arrived(Instant moment, long length, Uid sopClass) {
      instances++;
      bytes += length;
      row.firstArrival = moment.isBefore(row.firstArrival) ? moment : row.firstArrival;
      row.lastArrival = moment.isAfter(row.lastArrival) ? moment : row.lastArrival;
      if (sopClasses.add(sopClass.value())) {
        newSopClasses.add(sopClass.value());
      }
    }
  }

  static final class Series extends Level {
    final SeriesEntity row;
    final Study study;
    long instances;
    long bytes;

    Series(SeriesEntity row, Study study, boolean isNew, DataSet kept) {
      super(isNew, kept);
      this.row = row;
      this.study = study;
    }

    @Override
    QueryLevel level() {
      return QueryLevel.SERIES;
    }
  }
}
