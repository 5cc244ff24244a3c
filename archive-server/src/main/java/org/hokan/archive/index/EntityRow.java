package org.hokan.archive.index;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.hokan.dicom.data.DataSet;
import org.jspecify.annotations.Nullable;

/**
 * One entity of the asked level with everything above it.
 *
 * @param id of the entity's row
 * @param levels attributes of each level from the patient to the asked one
 */
record EntityRow(
    long id,
    Map<QueryLevel, DataSet> levels,
    PatientEntity patient,
    @Nullable StudyEntity study,
    @Nullable SeriesEntity series,
    @Nullable InstanceEntity instance) {

  /**
   * @param columns the level's entity first, then those above it, the nearest first
   */
  static EntityRow of(Object[] columns, Cache cache) {
    int last = columns.length - 1;
    PatientEntity patient = (PatientEntity) columns[last];
    StudyEntity study = last < 1 ? null : (StudyEntity) columns[last - 1];
    SeriesEntity series = last < 2 ? null : (SeriesEntity) columns[last - 2];
    InstanceEntity instance = last < 3 ? null : (InstanceEntity) columns[0];
    Map<QueryLevel, DataSet> levels = new EnumMap<>(QueryLevel.class);
    levels.put(QueryLevel.PATIENT, cache.read(QueryLevel.PATIENT, patient.id, patient.attributes));
    long id = patient.id;
    if (study != null) {
      id = study.id;
      levels.put(QueryLevel.STUDY, cache.read(QueryLevel.STUDY, id, study.attributes));
    }
    if (series != null) {
      id = series.id;
      levels.put(QueryLevel.SERIES, cache.read(QueryLevel.SERIES, id, series.attributes));
    }
    if (instance != null) {
      id = instance.id;
      levels.put(QueryLevel.IMAGE, AttributeBytes.read(instance.attributes));
    }
    return new EntityRow(id, levels, patient, study, series, instance);
  }

  DataSet at(QueryLevel level) {
    return levels.getOrDefault(level, DataSet.empty());
  }

  /** Rows of a page often share what is above them. */
  static final class Cache {
    private final Map<String, DataSet> read = new HashMap<>();

    private DataSet read(QueryLevel level, long id, byte[] bytes) {
      return read.computeIfAbsent(level + ":" + id, key -> AttributeBytes.read(bytes));
    }
  }
}
