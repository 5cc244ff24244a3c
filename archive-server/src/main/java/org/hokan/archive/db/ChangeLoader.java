package org.hokan.archive.db;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts rows back from their changes, before anything else works on the database. Each {@link
 * #commit} keeps what came before the latest {@link #mark}, with the position that it belongs to.
 * One thread.
 */
public final class ChangeLoader implements AutoCloseable {
  private final Connection connection;
  private final Map<String, JournaledTable> allowed;
  private final Map<String, TableLoader> tables = new HashMap<>();
  private @Nullable Savepoint mark;

  ChangeLoader(Connection connection, List<JournaledTable> allowed) throws SQLException {
    this.connection = connection;
    this.allowed = allowed.stream().collect(Collectors.toMap(JournaledTable::name, table -> table));
    execute("set referential_integrity false");
  }

  /**
   * Makes one change again. An insert of what is there is an update, and nothing when it is equal.
   *
   * @param json as {@link Change#json}
   */
  public void apply(String json) {
    try {
      JsonNode change = Change.parse(json);
      String operation = change.fieldNames().next();
      TableLoader table = table(change.path(operation).asText());
      if (operation.equals("delete")) {
        table.delete(change.path("row"));
      } else {
        table.put(change.path("row"));
      }
    } catch (SQLException e) {
      throw DatabaseException.of(new IllegalStateException(e));
    }
  }

  /** Says that all changes up to now belong together. */
  public void mark() {
    try {
      mark = connection.setSavepoint();
    } catch (SQLException e) {
      throw DatabaseException.of(new IllegalStateException(e));
    }
  }

  /**
   * Commits what came before the latest {@link #mark}, undoes what came after, and remembers how
   * far the log was followed.
   */
  public void commit(String databaseId, long number, String hash) {
    if (mark == null) {
      throw new IllegalStateException("change loader: nothing was marked");
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update change_position set database_id = ?, number = ?, hash = ?")) {
      connection.rollback(mark);
      fill();
      statement.setString(1, databaseId);
      statement.setLong(2, number);
      statement.setString(3, hash);
      statement.executeUpdate();
      connection.commit();
      mark = connection.setSavepoint();
    } catch (SQLException e) {
      throw DatabaseException.of(new IllegalStateException(e));
    }
  }

  private void fill() throws SQLException {
    for (Map.Entry<String, TableLoader> each : tables.entrySet()) {
      String filling = Objects.requireNonNull(allowed.get(each.getKey())).filling();
      if (each.getValue().lacksColumns() && !filling.isEmpty()) {
        execute(filling);
      }
    }
  }

  /** The tables whose rows were changed. */
  public List<String> changed() {
    return List.copyOf(new TreeSet<>(tables.keySet()));
  }

  private TableLoader table(String name) throws SQLException {
    TableLoader known = tables.get(name);
    if (known == null) {
      if (!allowed.containsKey(name)) {
        throw new IllegalArgumentException(
            "journal: rows of a table %s (expected: one of %s; written by a newer version?)"
                .formatted(name.replaceAll("[^a-z0-9_]", "?"), new TreeSet<>(allowed.keySet())));
      }
      known = new TableLoader(connection, RowForm.of(connection, name));
      tables.put(name, known);
    }
    return known;
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What was not committed is undone. */
  @Override
  public void close() {
    try (connection) {
      connection.rollback();
      for (TableLoader table : tables.values()) {
        table.close();
      }
      execute("set referential_integrity true");
      connection.commit();
    } catch (SQLException e) {
      throw DatabaseException.of(new IllegalStateException(e));
    }
  }

  /** The statements of one table. */
  private static final class TableLoader implements AutoCloseable {
    private final Connection connection;
    private final RowForm form;
    private final List<RowForm.Column> keys;
    private final Map<Set<String>, RowLoader> forms = new HashMap<>();
    private final PreparedStatement delete;

    TableLoader(Connection connection, RowForm form) throws SQLException {
      this.connection = connection;
      this.form = form;
      this.keys = form.columns().stream().filter(RowForm.Column::key).toList();
      this.delete =
          connection.prepareStatement(
              "delete from " + form.table() + " where " + each(keys, "%s = ?", " and "));
    }

    void put(JsonNode row) throws SQLException {
      Set<String> names = new HashSet<>();
      row.fieldNames().forEachRemaining(names::add);
      RowLoader known = forms.get(names);
      if (known == null) {
        known = new RowLoader(connection, with(names));
        forms.put(names, known);
      }
      known.put(row);
    }

    /** An older version's rows lack columns, which then have what the schema gives them. */
    private RowForm with(Set<String> names) {
      List<RowForm.Column> some =
          form.columns().stream().filter(column -> names.contains(column.name())).toList();
      if (some.size() < names.size()) {
        throw new IllegalArgumentException(
            "journal: table %s has a column that is unknown here (expected: %s; written"
                    .formatted(form.table(), each(form.columns(), "%s", ", "))
                + " by a newer version?)");
      }
      if (!some.containsAll(keys)) {
        throw new IllegalArgumentException(
            "journal: a row of table %s without its key (expected: %s)"
                .formatted(form.table(), each(keys, "%s", ", ")));
      }
      return new RowForm(form.table(), some);
    }

    /** Whether there were rows without some of the columns. */
    boolean lacksColumns() {
      return forms.keySet().stream().anyMatch(names -> names.size() < form.columns().size());
    }

    void delete(JsonNode row) throws SQLException {
      bind(delete, keys, row, 1);
      delete.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
      for (RowLoader rows : forms.values()) {
        rows.close();
      }
      delete.close();
    }
  }

  /** The statements for the rows of one table that have the same columns. */
  private static final class RowLoader implements AutoCloseable {
    private final RowForm form;
    private final List<RowForm.Column> keys;
    private final List<RowForm.Column> others;
    private final PreparedStatement find;
    private final PreparedStatement insert;
    private final PreparedStatement update;

    RowLoader(Connection connection, RowForm form) throws SQLException {
      this.form = form;
      this.keys = form.columns().stream().filter(RowForm.Column::key).toList();
      this.others = form.columns().stream().filter(column -> !column.key()).toList();
      String where = " where " + each(keys, "%s = ?", " and ");
      String equal = others.isEmpty() ? "true" : each(others, "%s is not distinct from ?", " and ");
      this.find = connection.prepareStatement("select " + equal + " from " + form.table() + where);
      this.insert =
          connection.prepareStatement(
              "insert into %s (%s) values (%s)"
                  .formatted(
                      form.table(),
                      each(form.columns(), "%s", ", "),
                      each(form.columns(), "?", ", ")));
      String set =
          others.isEmpty() ? each(keys, "%1$s = %1$s", ", ") : each(others, "%s = ?", ", ");
      this.update = connection.prepareStatement("update " + form.table() + " set " + set + where);
    }

    void put(JsonNode row) throws SQLException {
      bind(find, keys, row, bind(find, others, row, 1));
      boolean there;
      boolean equal;
      try (ResultSet rows = find.executeQuery()) {
        there = rows.next();
        equal = there && rows.getBoolean(1);
      }
      if (!there) {
        bind(insert, form.columns(), row, 1);
        insert.executeUpdate();
      } else if (!equal) {
        bind(update, keys, row, bind(update, others, row, 1));
        update.executeUpdate();
      }
    }

    @Override
    public void close() throws SQLException {
      find.close();
      insert.close();
      update.close();
    }
  }

  private static String each(List<RowForm.Column> columns, String form, String separator) {
    return columns.stream()
        .map(column -> form.formatted(column.name()))
        .collect(Collectors.joining(separator));
  }

  /** Answers the next parameter's number. */
  private static int bind(
      PreparedStatement statement, List<RowForm.Column> columns, JsonNode row, int first)
      throws SQLException {
    int at = first;
    for (RowForm.Column column : columns) {
      JsonNode value = row.path(column.name());
      if (value.isNull() || value.isMissingNode()) {
        statement.setObject(at++, null);
      } else if (column.isBinary()) {
        statement.setBytes(at++, HexFormat.of().parseHex(value.asText()));
      } else {
        statement.setString(at++, value.asText());
      }
    }
    return at;
  }
}
