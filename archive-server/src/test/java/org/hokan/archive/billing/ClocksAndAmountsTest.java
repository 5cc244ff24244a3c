package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clocks and people can do to a ledger. */
@OnEachDatabase
class ClocksAndAmountsTest {
  private final Database database;
  private Books books;

  ClocksAndAmountsTest(TestDatabase on) {
    database = on.shared(ClocksAndAmountsTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void agree() {
    books = new Books(database).at("2028-02-29T09:00:00");
    books.agree(
        "demo-1",
        TestTerms.of(
                "2028-02-29", "2030-02-27", PeriodCourse.ANNUAL, BackupUnit.FACILITY, yen(1000))
            .services(List.of(new ServiceTerms("Print", ServiceKind.PRINT, yen(1_000_000_000))))
            .build());
  }

  @Test
  void aYearFromALeapDayIsChargedOnceEachYear() {
    assertThat(books.close("2028-02").statements()).hasSize(1);
    assertThat(books.at("2029-02-28T09:00:00").close("2029-02").statements())
        .singleElement()
        .satisfies(statement -> assertThat(statement.net()).isEqualTo(yen(10_000)));
    assertThat(books.at("2030-03-01T09:00:00").close("2030-02").statements()).isEmpty();
  }

  @Test
  void aClockThatIsSetBackClosesAndSealsNothingTwice() {
    books.at("2028-04-02T09:00:00").close("2028-03");
    books.at("2028-03-15T09:00:00");
    assertThatThrownBy(() -> books.close("2028-03")).isInstanceOf(BillingException.class);
    assertThatThrownBy(() -> books.close("2028-04")).hasMessageContaining("has not begun");
    books.arrived("1.2.3", 5, "2028-03-15T08:00:00", "2028-03-15T08:30:00");
    assertThat(books.records("2028-04")).extracting(BillingRecord::type).contains(RecordType.STUDY);
    assertThat(books.ledger.sealDays()).isEmpty();
    books.at("2028-05-02T09:00:00").close("2028-04");
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void aClockThatJumpsYearsAheadChargesEachPeriodOnce() {
    books.at("2038-01-01T09:00:00").close("2037-12");
    assertThat(Books.statements(books.ledger, Optional.empty()))
        .singleElement()
        .satisfies(statement -> assertThat(statement.net()).isEqualTo(yen(20_000)));
  }

  @Test
  void amountsBeyondAnyBillAreRefused() {
    assertThatThrownBy(
            () ->
                new Correction(
                    "demo", ContractClause.NONE, yen(1_000_000_000_001L), "Too much", "a call"))
        .hasMessage("amount: JPY 1000000000001 (expected: at most 1000000000000 either way)");
    ServiceOrder order = new ServiceOrder("demo", "Print", 1_000_000, "", "order 1");
    assertThatThrownBy(() -> books.ledger.bill(order, "admin"))
        .isInstanceOf(BillingException.class)
        .hasMessageContaining("1000000 x JPY 1000000000 is JPY 1000000000000000");
  }

  @Test
  void anAbsurdPriceThatWasAgreedEndsNobodysClose() {
    books.at("2028-03-01T09:00:00");
    books.agree(
        "other-1",
        TestTerms.of(
                "2028-03-01", "2028-12-31", PeriodCourse.MONTHLY, BackupUnit.FACILITY, yen(1000))
            .capacity(
                new CapacityTerms(
                    1_000_000_000_000L,
                    Optional.of(new CapacityTerms.Overage(100, yen(1_000_000_000)))))
            .build());
    books.arrived(
        "other",
        "other-1",
        "1.2.3",
        "P1",
        1_000_000_000,
        "2028-03-01T10:00:00",
        "2028-03-01T10:20:00");
    books.arrived(
        "other",
        "other-1",
        "1.2.4",
        "P1",
        1_000_000_000,
        "2028-03-01T10:00:00",
        "2028-03-01T10:20:00");

    assertThat(books.at("2028-04-02T09:00:00").close("2028-03").statements())
        .extracting(Statement::net)
        .containsExactly(yen(10_000), Money.parse("JPY 10000000000000001000"));
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  private static Money yen(long amount) {
    return Money.ofMajor(CurrencyUnit.JPY, amount);
  }
}
