package org.hokan.archive.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {
  @Test
  void showsNeitherPasswordNorOptions() {
    DatabaseSettings settings =
        DatabaseSettings.postgresql(
            "jdbc:postgresql://db:5432/hokan?password=secret", "hokan", "secret");
    assertThat(settings)
        .hasToString("DatabaseSettings[jdbc:postgresql://db:5432/hokan, user=hokan, pool=16]");
    assertThat(settings.kind()).isEqualTo(DatabaseKind.POSTGRESQL);
  }

  @Test
  void knowsH2ByItsUrl() {
    assertThat(DatabaseSettings.h2(Path.of("x")).kind()).isEqualTo(DatabaseKind.H2);
  }

  @Test
  void refusesADatabaseThatItDoesNotKnow() {
    assertThatThrownBy(() -> DatabaseSettings.postgresql("jdbc:oracle:thin:@x", "a", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql");
  }
}
