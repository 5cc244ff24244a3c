package org.hokan.archive.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement that reads, and its values in the order of its question marks. Texts are to be few,
 * so that the database finds them prepared: lists of values are padded ({@link #padded}).
 */
public record Sql(String text, List<?> values) {

  /** Makes something of the row that the result stands at. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Reads all rows. */
  public <T> List<T> list(Connection connection, RowReader<T> reader) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      return list(statement, reader);
    }
  }

  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    int at = 1;
    for (Object value : values) {
      statement.setObject(at++, value);
    }
    return statement;
  }

  static <T> List<T> list(PreparedStatement statement, RowReader<T> reader) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(reader.read(result));
      }
    }
    return rows;
  }

  /** The values, the last one repeated up to the next power of two. */
  public static <T> List<T> padded(List<T> values) {
    int size = values.size() < 2 ? values.size() : Integer.highestOneBit(values.size() - 1) << 1;
    if (size == values.size()) {
      return values;
    }
    List<T> padded = new ArrayList<>(values);
    while (padded.size() < size) {
      padded.add(values.get(values.size() - 1));
    }
    return padded;
  }

  /** So many question marks, with commas between. */
  public static String marks(int count) {
    return "?" + ", ?".repeat(count - 1);
  }
}
