package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.RoundingMode;
import java.util.List;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
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
    books.agree(
        "demo-1",
        TestTerms.of(
                "2026-01-01", "2026-12-31", PeriodCourse.ANNUAL, BackupUnit.FACILITY, yen(1000))
            .billing(new BillingTerms(partPeriods, RoundingMode.DOWN, Tax.JP))
            .build());
    books.at("2026-03-10T09:00:00").close("2026-02");
    books.end("demo-1", "2026-06-30");
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

  private static Money yen(long amount) {
    return Money.ofMajor(CurrencyUnit.JPY, amount);
  }
}
