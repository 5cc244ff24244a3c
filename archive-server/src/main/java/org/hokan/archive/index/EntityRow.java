package org.hokan.archive.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.hokan.dicom.data.DataSet;
import org.jspecify.annotations.Nullable;

/**
 * One entity of the asked level with everything above it.
 *
 * @param facility whose it is
 * @param rows of each level from the patient to the asked one
 * @param levels their attributes
 */
record EntityRow(
    QueryLevel level,
    String facility,
    Map<QueryLevel, LevelRow> rows,
    Map<QueryLevel, DataSet> levels) {

  /** The columns of {@link #read}. */
  static String columns(QueryLevel level) {
    StringBuilder columns = new StringBuilder("p.facility");
    for (QueryLevel each : QueryLevel.values()) {
      if (!level.isAbove(each)) {
        columns.append(", ").append(LevelRow.columns(each));
      }
    }
    return columns.toString();
  }

  static EntityRow read(QueryLevel level, ResultSet row, Cache cache) throws SQLException {
    Map<QueryLevel, LevelRow> rows = new EnumMap<>(QueryLevel.class);
    Map<QueryLevel, DataSet> levels = new EnumMap<>(QueryLevel.class);
    int at = 2;
    for (QueryLevel each : QueryLevel.values()) {
      if (!level.isAbove(each)) {
        LevelRow read = LevelRow.read(each, row, at);
        rows.put(each, read);
        levels.put(
            each, each == level ? AttributeBytes.read(read.attributes()) : cache.of(each, read));
        at += LevelRow.width(each);
      }
    }
    return new EntityRow(level, row.getString(1), rows, levels);
  }

  /** Of the asked level's row. */
  long id() {
    LevelRow row = row(level);
    if (row == null) {
      throw new IllegalStateException("no row of level " + level);
    }
    return row.id();
  }

  /** The row of this level; null below the asked one. */
  @Nullable LevelRow row(QueryLevel of) {
    return rows.get(of);
  }

  DataSet at(QueryLevel of) {
    return levels.getOrDefault(of, DataSet.empty());
  }

  EntityRow with(Map<QueryLevel, DataSet> attributes) {
    return new EntityRow(level, facility, rows, attributes);
  }

  /** Rows of a page often share what is above them. */
  static final class Cache {
    private final Map<QueryLevel, Map<Long, DataSet>> read = new EnumMap<>(QueryLevel.class);

    private DataSet of(QueryLevel level, LevelRow row) {
      return read.computeIfAbsent(level, key -> new HashMap<>())
          .computeIfAbsent(row.id(), id -> AttributeBytes.read(row.attributes()));
    }
  }
}
