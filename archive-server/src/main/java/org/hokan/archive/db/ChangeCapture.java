package org.hokan.archive.db;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLDataException;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2's trigger on journaled tables: puts each change of a row into the outbox, in the transaction
 * that makes it. Public, for H2 makes it by its name.
 */
public final class ChangeCapture implements Trigger {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeCapture.class);
  private static final String PUT =
      "insert into change_outbox (tx, change) values (transaction_id(), ?)";

  /** SQLSTATE: data exception, string data, right truncation. */
  private static final String TOO_LONG = "22001";

  private static final int MOST_BYTES_OF_CHAR = 3;

  private String table = "";
  private volatile @Nullable RowForm form;

  @Override
  public void init(
      Connection connection,
      String schemaName,
      String triggerName,
      String tableName,
      boolean before,
      int type) {
    table = tableName;
  }

  @Override
  public void fire(Connection connection, Object @Nullable [] oldRow, Object @Nullable [] newRow)
      throws SQLException {
    RowForm columns = form(connection);
    if (oldRow == null && newRow != null) {
      put(connection, columns.json("insert", newRow));
    } else if (oldRow != null && newRow == null) {
      put(connection, columns.json("delete", oldRow));
    } else if (oldRow != null && newRow != null) {
      if (columns.sameKey(oldRow, newRow)) {
        put(connection, columns.json("update", newRow));
      } else {
        put(connection, columns.json("delete", oldRow));
        put(connection, columns.json("insert", newRow));
      }
    }
  }

  /** Refuses what could not be read back when it is needed; with that, its transaction. */
  private void checkLength(String change) throws SQLException {
    boolean isShort = change.length() <= Change.LONGEST / MOST_BYTES_OF_CHAR;
    int bytes = isShort ? 0 : change.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Change.LONGEST) {
      String problem =
          "table %s: a row of %d bytes in the journal (expected: at most %d)"
              .formatted(table, bytes, Change.LONGEST);
      LOG.error(problem); // the exception's message stays in this room
      throw new SQLDataException(problem, TOO_LONG);
    }
  }

  private RowForm form(Connection connection) throws SQLException {
    RowForm known = form;
    if (known == null) {
      known = RowForm.of(connection, table);
      form = known;
    }
    return known;
  }

  private void put(Connection connection, String change) throws SQLException {
    checkLength(change);
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      statement.setString(1, change);
      statement.executeUpdate();
    }
  }
}
