package org.hokan.archive.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnEachDatabase
@Timeout(120)
class StatementWatchTest {
  private final Database database;

  StatementWatchTest(TestDatabase on) {
    database = on.shared(StatementWatchTest.class, List.of());
  }

  /** A million times a million rows, of which none is found. */
  private Sql endless() {
    String numbers =
        database.kind() == DatabaseKind.H2
            ? "system_range(1, 1000000)"
            : "generate_series(1, 1000000)";
    String number = database.kind() == DatabaseKind.H2 ? ".x" : "";
    return new Sql(
        "select count(*) from %s a, %s b where cast(a%s as bigint) * b%s < 0"
            .formatted(numbers, numbers, number, number),
        List.of());
  }

  @Test
  void aStatementThatNobodyWaitsForIsStoppedAmidItsSearch() {
    assertThatThrownBy(
            () -> database.read(tx -> tx.list(endless(), row -> row.getLong(1), () -> true)))
        .isInstanceOf(StatementStoppedException.class);
  }

  @Test
  void whatTheConnectionIsAskedNextIsAnswered() {
    AtomicBoolean asked = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                database.read(
                    tx -> tx.list(endless(), row -> row.getLong(1), () -> !asked.getAndSet(true))))
        .isInstanceOf(StatementStoppedException.class);

    List<Long> next =
        database.read(
            tx -> tx.list(new Sql("select 1", List.of()), row -> row.getLong(1), () -> false));
    assertThat(next).containsExactly(1L);
  }
}
