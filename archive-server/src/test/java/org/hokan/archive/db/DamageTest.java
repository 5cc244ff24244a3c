package org.hokan.archive.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DamageTest {
  @Test
  void aStoredValueOfAnotherTypeThanItsColumnIsDamage() throws Exception {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:");
        var statement = h2.createStatement()) {
      SQLException refused =
          catchThrowableOfType(
              SQLException.class, () -> statement.execute("select cast('x' as integer)"));
      assertThat(Damage.isIn(DatabaseException.of(refused))).isTrue();
    }
  }

  @Test
  void aFullDiskIsNoDamage() {
    SQLException full =
        new SQLException(
            "IO",
            "90031",
            org.h2.api.ErrorCode.IO_EXCEPTION_2,
            new IOException("No space left on device"));
    assertThat(Damage.isIn(full)).isFalse();
  }
}
