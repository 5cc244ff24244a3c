package org.hokan.archive.billing;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * H2's trigger on the append-only tables: refuses every change and deletion. PostgreSQL has the
 * same in its own language; see the migrations {@code V051__billing_append_only}.
 */
public final class RefuseChange implements Trigger {
  @Override
  public void fire(Connection connection, Object @Nullable [] oldRow, Object @Nullable [] newRow)
      throws SQLException {
    throw new SQLException(
        "billing: UPDATE or DELETE refused (append-only; a correction is a new record)", "45000");
  }
}
