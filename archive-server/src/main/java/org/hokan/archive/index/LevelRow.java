package org.hokan.archive.index;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One row of a level's table, as far as answers need it.
 *
 * @param attributes as {@link AttributeBytes} writes them
 * @param studies how many there are beneath; 0 where the level does not count them, as the next two
 * @param transferSyntaxUid of an instance, else empty
 */
record LevelRow(
    long id,
    byte[] attributes,
    long studies,
    long series,
    long instances,
    String transferSyntaxUid) {

  static String columns(QueryLevel level) {
    return switch (level) {
      case PATIENT -> "p.id, p.attributes, p.study_count, p.series_count, p.instance_count";
      case STUDY -> "s.id, s.attributes, s.series_count, s.instance_count";
      case SERIES -> "e.id, e.attributes, e.instance_count";
      case IMAGE -> "i.id, i.attributes, i.transfer_syntax_uid";
    };
  }

  /** How many columns that are. */
  static int width(QueryLevel level) {
    return switch (level) {
      case PATIENT -> 5;
      case STUDY -> 4;
      case SERIES, IMAGE -> 3;
    };
  }

  /**
   * @param at number of the first of {@link #columns}
   */
  static LevelRow read(QueryLevel level, ResultSet row, int at) throws SQLException {
    long id = row.getLong(at);
    byte[] attributes = row.getBytes(at + 1);
    return switch (level) {
      case PATIENT ->
          new LevelRow(
              id, attributes, row.getLong(at + 2), row.getLong(at + 3), row.getLong(at + 4), "");
      case STUDY -> new LevelRow(id, attributes, 0, row.getLong(at + 2), row.getLong(at + 3), "");
      case SERIES -> new LevelRow(id, attributes, 0, 0, row.getLong(at + 2), "");
      case IMAGE -> new LevelRow(id, attributes, 0, 0, 0, row.getString(at + 2));
    };
  }
}
