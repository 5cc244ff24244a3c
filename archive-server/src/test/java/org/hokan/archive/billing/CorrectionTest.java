package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.YearMonth;
import java.util.Optional;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Corrections of two facilities that pay in two currencies. */
@OnEachDatabase
class CorrectionTest {
  private static final ContractClause YEN = new ContractClause("demo-1", 1);

  private final Database database;
  private Books books;

  CorrectionTest(TestDatabase on) {
    database = on.shared(CorrectionTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void closeAMonthOfEach() {
    books = new Books(database).at("2026-11-21T12:00:00");
    contract("demo-1", "JPY 1000");
    contract("other-1", "USD 10.00");
    books.arrived("1.2.3", 5, "2026-10-10T10:00:00", "2026-10-10T10:20:00");
    books.close("2026-10");
  }

  private void contract(String id, String rate) {
    books.contract(
        id,
        "2026-10-01",
        "2027-09-30",
        PeriodCourse.MONTHLY,
        BackupUnit.FACILITY,
        Money.parse(rate));
  }

  private BillingRecord correct(ContractClause clause, String amount, String reference) {
    return books.ledger.correct(
        new Correction("demo", clause, Money.parse(amount), "Why", reference), "admin");
  }

  @Test
  void aPeriodThatIsBilledLateLeadsToTheImagesThatItsStatementCounts() {
    books = new Books(database).at("2026-11-21T12:00:00");
    books.contract(
        "demo-1",
        "2026-01-01",
        "2026-12-31",
        PeriodCourse.ANNUAL,
        BackupUnit.FACILITY,
        Money.parse("JPY 1000"));
    books.arrived("1.2.4", 5, "2026-11-10T10:00:00", "2026-11-10T10:20:00");
    books.at("2026-12-02T12:00:00").close("2026-11");
    Statement statement =
        Books.statements(books.ledger, Optional.of(YearMonth.of(2026, 11))).get(0);
    StatementLine period =
        statement.lines().stream().filter(l -> l.type() == RecordType.PERIOD).findFirst().get();
    assertThat(books.ledger.explain(statement.number(), period.line(), 0, 10).orElseThrow().parts())
        .extracting(LineExplanation.Part::images)
        .containsExactly(5L);
  }

  @Test
  void aCurrencyThatTheNamedContractHasNotIsRefused() {
    assertThatThrownBy(() -> correct(YEN, "USD -1.00", "a call"))
        .isInstanceOf(BillingException.class)
        .hasMessage("currency: USD of USD -1.00 (expected: JPY, as contract demo-1 has)");
    assertThat(correct(YEN, "JPY -1", "a call").number()).isPositive();
  }

  @Test
  void aCurrencyThatNoContractOfTheFacilityHasIsRefused() {
    assertThatThrownBy(() -> correct(ContractClause.NONE, "EUR -10.00", "a call"))
        .isInstanceOf(BillingException.class)
        .hasMessage(
            "currency: EUR of EUR -10.00 (expected: JPY, as a contract of facility demo has)");
    assertThat(books.ledger.verify().records()).isEqualTo(3);
  }

  @Test
  void aCorrectionInAWrongCurrencyOfBeforeCanBeTakenBack() {
    books.tamper("billing_ledger", "update billing_ledger set currency = 'EUR' where number = 2");
    long wrong =
        books.records().stream()
            .filter(r -> r.amount().getCurrencyUnit().getCode().equals("EUR"))
            .findFirst()
            .orElseThrow()
            .number();
    assertThatCode(() -> correct(ContractClause.NONE, "EUR -10.00", "record " + wrong))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"202610-0001", "202610-0001/1", "1", "record 1", "call of 12 May", "4-4"})
  void refersToAStatementALineOrARecordOfTheFacilityOrToOtherWords(String reference) {
    assertThat(correct(YEN, "JPY -1", reference).entry())
        .isEqualTo(new BillingEntry.Adjustment("Why", reference));
  }

  @ParameterizedTest
  @CsvSource({
    "202610-0001,   5",
    "202610-0001/1, 5",
    "1,             5",
    "record 2,      5",
    "record 4,      5",
    "a call,        0"
  })
  void itsLineLeadsToTheImagesOfWhatItCorrects(String reference, long images) {
    correct(YEN, "JPY -1", "202610-0001/1"); // record 4
    BillingRecord correction = correct(YEN, "JPY -2", reference);
    books.at("2026-12-01T12:00:00");
    Statement statement =
        books.close("2026-11").statements().stream()
            .filter(s -> s.facility().equals("demo"))
            .findFirst()
            .orElseThrow();
    int line =
        statement.lines().stream()
            .filter(l -> l.item().equals(String.valueOf(correction.number())))
            .findFirst()
            .orElseThrow()
            .line();
    LineExplanation.Part part =
        books.ledger.explain(statement.number(), line, 0, 10).orElseThrow().parts().get(0);
    assertThat(part.images()).isEqualTo(images);
    assertThat(part.studies()).hasSize(images > 0 ? 1 : 0);
    assertThat(books.ledger.reasons(statement))
        .containsEntry(String.valueOf(correction.number()), "Why");
  }

  @Test
  void oneOfBeforeThatNamesItselfLeadsNowhere() {
    correct(YEN, "JPY -1", "a call");
    books.tamper(
        "billing_ledger", "update billing_ledger set reference = '202611-0001/1' where number = 4");
    books.at("2026-12-01T12:00:00");
    Statement statement = books.close("2026-11").statements().get(0);
    for (StatementLine line : statement.lines()) {
      if (line.type() == RecordType.ADJUSTMENT) {
        books.tamper(
            "billing_ledger",
            "update billing_ledger set reference = '%s/%d' where number = 4"
                .formatted(statement.number(), line.line()));
        assertThat(
                books
                    .ledger
                    .explain(statement.number(), line.line(), 0, 10)
                    .orElseThrow()
                    .parts()
                    .get(0)
                    .studies())
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "209911-0001   | \"209911-0001\" is no statement of demo (expected: one of its own: such as 202610-0001",
        "202610-0002   | \"202610-0002\" is no statement of demo",
        "209911-0001/1 | \"209911-0001/1\" is no statement of demo",
        "202610-0001/2 | statement 202610-0001 has 1 line (expected: NUMBER/LINE with a line from 1 to 1",
        "202610-0001/0 | statement 202610-0001 has 1 line",
        "99            | \"99\" is no billing record of demo (expected: one of its own, see: hokan billing records",
        "record 3      | \"record 3\" is no billing record of demo",
      })
  void whatItNamesMustBeThereAndTheFacilitysOwn(String reference, String message) {
    assertThatThrownBy(() -> correct(YEN, "JPY -1", reference))
        .isInstanceOf(BillingException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void mustSayWhatItCorrects(String reference) {
    assertThatThrownBy(() -> correct(YEN, "JPY -1", reference))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reference: 0 characters (expected: 1 to 200, what it corrects");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\nb", "\u0007"})
  void textsHaveNoControlCharacters(String text) {
    String said = "contains a control character (expected: one line of text";
    Money yen = Money.parse("JPY -1");
    assertThatThrownBy(() -> new Correction("demo", YEN, yen, text, "a call"))
        .hasMessageContaining("reason: " + said);
    assertThatThrownBy(() -> new Correction("demo", YEN, yen, "Why", text))
        .hasMessageContaining("reference: " + said);
    assertThatThrownBy(() -> new ServiceOrder("demo", "Print", 1, text, "order 1"))
        .hasMessageContaining("object: " + said);
    assertThatThrownBy(() -> new ServiceOrder("demo", "Print", 1, "", text))
        .hasMessageContaining("reference: " + said);
  }
}
