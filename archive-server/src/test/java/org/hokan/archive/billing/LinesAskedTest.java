package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Statements;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often the ledger is asked for lines of statements and invoices; as H2 counts it. */
class LinesAskedTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final int FACILITIES = 2 * RecordGroups.STATEMENTS + 1;

  private final Database database = Database.open(TestDatabase.H2.fresh(), UsageLedger.entities());
  private final Books books = new Books(database).at("2026-11-10T12:00:00");

  @AfterEach
  void close() {
    database.close();
  }

  private void facility(String code, int studies) {
    books.contract(
        code + "-1",
        "2026-10-01",
        "2026-12-31",
        PeriodCourse.MONTHLY,
        BackupUnit.STUDY,
        Money.parse("JPY 100"));
    for (int study = 0; study < studies; study++) {
      String at = "2026-10-%02dT10:00:00".formatted(study % 31 + 1);
      books.arrived(code, code + "-1", "1." + study, "P", 2, at, at);
    }
  }

  @Test
  void theObjectsOfAPageOfStatementsAreAskedForTogether() {
    for (int i = 0; i < FACILITIES; i++) {
      facility("f%03d".formatted(i), 2);
    }
    books.ledger.beginClose(OCTOBER, "admin", tx -> {});
    Map<String, Long> asked = Statements.of(database, () -> books.ledger.finishClose(step -> {}));

    assertThat(Books.statements(books.ledger, Optional.of(OCTOBER)))
        .hasSize(FACILITIES)
        .allSatisfy(statement -> assertThat(statement.lines()).hasSize(2));
    assertThat(
            asked.entrySet().stream()
                .filter(entry -> entry.getKey().contains("billing_ledger"))
                .filter(entry -> entry.getKey().startsWith("select"))
                .filter(entry -> entry.getKey().matches("(?s).*number ?>.*|.*number between.*"))
                .mapToLong(Map.Entry::getValue)
                .sum())
        .as("a page of statements each, and the reading before: %s", asked)
        .isLessThan(10);
  }

  @Test
  void anInvoiceAsksAsOftenForManyLinesAsForFew() {
    facility("few", 2);
    facility("many", 120);
    books.close("2026-10");
    List<Statement> statements = Books.statements(books.ledger, Optional.of(OCTOBER));
    assertThat(statements).extracting(one -> one.lines().size()).containsExactly(2, 120);

    long few = Statements.count(database, () -> invoice(statements.get(0)));
    long many = Statements.count(database, () -> invoice(statements.get(1)));
    assertThat(many).isEqualTo(few).isLessThan(12);
  }

  private void invoice(Statement statement) {
    Invoice invoice = books.ledger.invoice(statement.number()).orElseThrow();
    assertThat(invoice.lines())
        .hasSize(statement.lines().size())
        .allSatisfy(line -> assertThat(line.spans()).hasSize(1));
  }

  @Test
  void aLineSumsUpNothingOfAnotherMonthThatStandsBetweenItsRecords() {
    facility("demo", 2);
    books.at("2026-12-10T12:00:00");
    database.run(tx -> books.ledger.recordPeriods(tx, YearMonth.of(2026, 12)));

    Statement october = books.close("2026-10").statements().get(0);

    assertThat(october.lines()).hasSize(2);
    assertThat(october.lines()).allSatisfy(line -> assertThat(line.records()).isEqualTo(1));
    assertThat(Optional.of(october.net()))
        .isEqualTo(
            books.records("2026-10").stream().map(BillingRecord::amount).reduce(Money::plus));
    assertThat(books.ledger.verify().problems()).isEmpty();
  }
}
