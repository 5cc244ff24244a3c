package org.hokan.archive.db;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one H2 table, and its rows as JSON: numbers, booleans and null as such, bytes in
 * hexadecimal, all else as text that the database takes back without loss.
 */
record RowForm(String table, List<Column> columns) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * One column.
   *
   * @param type as SQL names it
   * @param key whether it is part of the primary key
   */
  record Column(String name, String type, boolean key) {
    boolean isBinary() {
      return type.startsWith("BINARY");
    }
  }

  private static final String COLUMNS =
      """
      select lower(c.column_name), c.data_type,
        exists (select 1 from information_schema.key_column_usage k
          join information_schema.table_constraints t on t.constraint_name = k.constraint_name
          where t.constraint_type = 'PRIMARY KEY' and t.table_name = c.table_name
            and k.table_name = c.table_name and k.column_name = c.column_name)
      from information_schema.columns c
      where c.table_name = ? and c.table_schema = 'PUBLIC' order by c.ordinal_position
      """;

  static RowForm of(Connection connection, String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table.toUpperCase(Locale.ROOT));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Column column = new Column(rows.getString(1), rows.getString(2), rows.getBoolean(3));
          if (column.type().endsWith("LARGE OBJECT")) {
            throw new IllegalStateException(
                "table %s, column %s: %s cannot be journaled (expected: varchar or varbinary)"
                    .formatted(table, column.name(), column.type()));
          }
          columns.add(column);
        }
      }
    }
    if (columns.stream().noneMatch(Column::key)) {
      throw new IllegalStateException(
          "table %s: no primary key, or no such table (expected: one that can be journaled)"
              .formatted(table));
    }
    return new RowForm(table.toLowerCase(Locale.ROOT), List.copyOf(columns));
  }

  boolean sameKey(Object[] one, Object[] other) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).key() && !Objects.equals(one[i], other[i])) {
        return false;
      }
    }
    return true;
  }

  /** The values are in the order of the columns. */
  String json(String operation, @Nullable Object[] values) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField(operation, table);
      json.writeObjectFieldStart("row");
      for (int i = 0; i < columns.size(); i++) {
        json.writeFieldName(columns.get(i).name());
        write(json, values[i]);
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof byte[] bytes) {
      json.writeString(HexFormat.of().formatHex(bytes));
    } else if (value instanceof BigDecimal number) {
      json.writeString(number.toPlainString());
    } else if (value instanceof OffsetDateTime time) {
      json.writeString(time.toInstant().toString());
    } else {
      json.writeString(value.toString());
    }
  }
}
