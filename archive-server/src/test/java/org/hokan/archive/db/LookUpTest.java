package org.hokan.archive.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LookUpTest {
  private static final String SQL = "select name from thing where id = cast(? as integer)";

  private static Database withThings(TestDatabase on) {
    Database database = Database.open(on.fresh(), List.of());
    database.run(
        tx ->
            tx.sql(
                connection -> {
                  try (var statement = connection.createStatement()) {
                    statement.execute("create table thing (id integer, name varchar(10))");
                    return statement.execute("insert into thing values (1, 'one')");
                  }
                }));
    return database;
  }

  private static void put(Database database, String values) {
    database.run(
        tx ->
            tx.sql(
                connection -> {
                  try (var statement = connection.createStatement()) {
                    return statement.execute("insert into thing values " + values);
                  }
                }));
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void findsWhatWasCommittedBeforeItIsAsked(TestDatabase on) {
    try (Database database = withThings(on)) {
      LookUp names = database.lookUp(SQL);
      assertThat(names.first("1")).contains("one");
      assertThat(names.first("2")).isEmpty();
      put(database, "(2, 'two')");
      assertThat(names.first("2")).contains("two");
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void howeverManyAskAtOnceConnectionsAreLeftForOthers(TestDatabase on) {
    try (Database database = withThings(on)) {
      for (int round = 0; round < 30; round++) {
        LookUp names = database.lookUp(SQL);
        assertThat(IntStream.range(0, 16).parallel().mapToObj(i -> names.first("1")).distinct())
            .hasSize(1);
        put(database, "(3, 'more')");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aFailureSaysNoValue(TestDatabase on) {
    try (Database database = withThings(on)) {
      LookUp names = database.lookUp(SQL);
      assertThatThrownBy(() -> names.first("secret"))
          .isInstanceOf(DatabaseException.class)
          .hasMessageNotContaining("secret");
      assertThat(names.first("1")).contains("one");
    }
  }
}
