package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.RoundingMode;
import java.util.List;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A year is paid; the contract is terminated within it. */
@OnEachDatabase
class EarlyEndTest {
  private final Database database;
  private Books books;

  EarlyEndTest(TestDatabase on) {
    database = on.shared(EarlyEndTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void open() {
    books = new Books(database).at("2026-01-01T09:00:00");
  }

  private void aYearIsPaidAndEndsOn30June(PartPeriods partPeriods) {
    aYearIsPaid(partPeriods);
    books.end("demo-1", "2026-06-30");
  }

  private void aYearIsPaid(PartPeriods partPeriods) {
    books.agree("demo-1", until("2026-12-31", partPeriods));
    books.at("2026-03-10T09:00:00").close("2026-02");
  }

  private static ContractTerms until(String last, PartPeriods partPeriods) {
    return TestTerms.of("2026-01-01", last, PeriodCourse.ANNUAL, BackupUnit.FACILITY, yen(1000))
        .billing(new BillingTerms(partPeriods, RoundingMode.DOWN, Tax.JP))
        .build();
  }

  @Test
  void byDaysWhatIsPaidForTheDaysAfterTheEndIsGivenBackOnceWithItsTax() {
    aYearIsPaidAndEndsOn30June(PartPeriods.DAYS);
    assertThat(books.close("2026-03").statements()).as("the end is still to come").isEmpty();
    Statement june = books.at("2026-07-02T09:00:00").close("2026-06").statements().get(0);
    assertThat(june.net()).isEqualTo(yen(4958 - 10_000)); // 181 of 365 days are kept
    assertThat(june.taxes()).hasSize(1);
    assertThat(june.lines()).extracting(StatementLine::type).containsOnly(RecordType.ADJUSTMENT);
    assertThat(books.at("2026-09-02T09:00:00").close("2026-08").statements()).isEmpty();
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void whereAPeriodThatHasBegunCountsWholeNothingIsGivenBack() {
    aYearIsPaidAndEndsOn30June(PartPeriods.WHOLE);
    assertThat(books.at("2026-07-02T09:00:00").close("2026-06").statements()).isEmpty();
  }

  @Test
  void aContractThatEndsAtItsTermGivesNothingBack() {
    books.contract(
        "demo-1", "2026-01-01", "2026-03-31", PeriodCourse.MONTHLY, BackupUnit.FACILITY, yen(1000));
    List<Statement> all = books.at("2026-06-02T09:00:00").close("2026-05").statements();
    assertThat(all).hasSize(1);
    assertThat(all.get(0).net()).isEqualTo(yen(3000));
  }

  @Test
  void whatAChangeOfTheTermTakesAwayIsGivenBackAndChargedOnceByTheNextContract() {
    aYearIsPaid(PartPeriods.DAYS);
    books.agree("demo-1", until("2026-06-30", PartPeriods.DAYS));
    books.agree(
        "demo-2",
        TestTerms.of("2026-07-01", "2026-12-31", PeriodCourse.MONTHLY, BackupUnit.FACILITY, yen(10))
            .build());
    Statement june = books.at("2026-07-02T09:00:00").close("2026-06").statements().get(0);
    assertThat(june.net()).isEqualTo(yen(4958 - 10_000));
    Statement july = books.at("2026-08-02T09:00:00").close("2026-07").statements().get(0);
    assertThat(july.net()).isEqualTo(yen(10));
  }

  @Test
  void whenTheEndMovesAfterItWasGivenBackTheDifferenceIsRecorded() {
    aYearIsPaidAndEndsOn30June(PartPeriods.DAYS);
    books.at("2026-06-10T09:00:00").close("2026-06");
    books.end("demo-1", "2026-06-20");
    Statement july = books.at("2026-08-02T09:00:00").close("2026-07").statements().get(0);
    assertThat(july.net()).isEqualTo(yen(4684 - 4958)); // 171 days instead of 181
    assertThat(july.records()).isEqualTo(1);
    assertThat(books.at("2026-09-02T09:00:00").close("2026-08").statements()).isEmpty();
  }

  @Test
  void whatWasGivenBackIsChargedAgainWhenTheEndIsPutOff() {
    aYearIsPaid(PartPeriods.DAYS);
    books.agree("demo-1", until("2026-06-30", PartPeriods.DAYS));
    books.at("2026-06-10T09:00:00").close("2026-06");
    books.agree("demo-1", until("2026-12-31", PartPeriods.DAYS));
    Statement december = books.at("2027-01-02T09:00:00").close("2026-12").statements().get(0);
    assertThat(december.net()).isEqualTo(yen(10_000 - 4958));
  }

  private static Money yen(long amount) {
    return Money.ofMajor(CurrencyUnit.JPY, amount);
  }
}
