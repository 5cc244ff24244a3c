package org.hokan.archive.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** H2 reads the head of its file so. */
  @ParameterizedTest
  @ValueSource(strings = {"'0'", "'0v'"})
  void aFigureThatIsNoneIsDamage(String text) throws Exception {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:");
        var statement = h2.createStatement()) {
      SQLException refused =
          catchThrowableOfType(
              SQLException.class,
              () -> statement.execute("select hextoraw(" + text + ") || x" + text));
      assertThat(Damage.isIn(DatabaseException.of(refused))).isTrue();
    }
  }

  /** A stop interrupts threads that are in the midst of a read; H2's file is closed by that. */
  @Test
  void aThreadThatIsInterruptedInH2IsNoDamage(@TempDir Path folder) throws Exception {
    String url = "jdbc:h2:" + folder.resolve("db") + ";CACHE_SIZE=16";
    try (Connection h2 = DriverManager.getConnection(url);
        var statement = h2.createStatement()) {
      statement.execute("create table t (id int primary key, text varchar)");
      statement.execute(
          "insert into t select x, repeat('x', 2000) || x from system_range(1, 2000)");
    }
    try (Connection h2 = DriverManager.getConnection(url);
        var statement = h2.createStatement()) {
      Thread.currentThread().interrupt();
      SQLException interrupted =
          catchThrowableOfType(
              SQLException.class, () -> statement.executeQuery("select sum(length(text)) from t"));
      assertThat(Thread.interrupted()).isTrue();
      assertThat((Throwable) interrupted).isNotNull();
      assertThat(Damage.isIn(interrupted)).isFalse();
      SQLException closed =
          catchThrowableOfType(
              SQLException.class, () -> statement.executeQuery("select sum(length(text)) from t"));
      assertThat((Throwable) closed).isNotNull();
      assertThat(Damage.isIn(closed)).isFalse();
    } catch (SQLException e) {
      assertThat(Damage.isIn(e)).as("while it is closed").isFalse();
    }
    try (Connection h2 = DriverManager.getConnection(url);
        var rows = h2.createStatement().executeQuery("select count(*) from t")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(2000);
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
