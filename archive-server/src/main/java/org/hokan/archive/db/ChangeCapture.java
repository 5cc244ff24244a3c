package org.hokan.archive.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * H2's trigger on journaled tables: puts each change of a row into the outbox, in the transaction
 * that makes it. Public, for H2 makes it by its name.
 */
public final class ChangeCapture implements Trigger {
  private static final String PUT =
      "insert into change_outbox (tx, change) values (transaction_id(), ?)";

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

  private RowForm form(Connection connection) throws SQLException {
    RowForm known = form;
    if (known == null) {
      known = RowForm.of(connection, table);
      form = known;
    }
    return known;
  }

  private static void put(Connection connection, String change) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      statement.setString(1, change);
      statement.executeUpdate();
    }
  }
}
