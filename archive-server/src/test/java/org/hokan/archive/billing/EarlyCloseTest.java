package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A month that is closed before it ends bills what is due by then; the rest waits. */
@OnEachDatabase
class EarlyCloseTest {
  private final Database database;
  private Books books;

  EarlyCloseTest(TestDatabase on) {
    database = on.shared(EarlyCloseTest.class, UsageLedger.entities());
  }

  /**
   * Contract months begin on the 20th; a study came in September and has paid until 19 November.
   */
  @BeforeEach
  void aStudyIsKept() {
    books = new Books(database).at("2026-09-20T12:00:00");
    agree("JPY 100");
    books.arrived("1.1", 3, "2026-09-20T10:00:00", "2026-09-20T10:00:00");
    books.at("2026-11-02T12:00:00");
    books.close("2026-10");
    assertThat(charged("2026-10")).containsExactly("2026-09-20", "2026-10-20");
  }

  private void agree(String rate) {
    books.agree(
        "demo-1",
        TestTerms.of(
                "2026-09-20",
                "2027-09-19",
                PeriodCourse.MONTHLY,
                BackupUnit.STUDY,
                Money.parse(rate))
            .build());
  }

  @Test
  void aPeriodThatBeginsLaterInTheMonthIsChargedByTheNextClose() {
    books.at("2026-11-10T12:00:00");
    books.close("2026-11");
    assertThat(charged("2026-11")).isEmpty();
    books.at("2027-01-02T12:00:00");
    books.close("2026-12");
    assertThat(charged("2026-12")).containsExactly("2026-11-20", "2026-12-20");
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void whatIsDestroyedBeforeThePeriodBeginsIsNotChargedForIt() {
    books.at("2026-11-10T12:00:00");
    books.close("2026-11");
    books.at("2026-11-15T12:00:00");
    destroy("1.1");
    books.at("2027-01-02T12:00:00");
    books.close("2026-12");
    assertThat(charged("2026-12")).isEmpty();
    assertThat(books.records("2026-12"))
        .extracting(BillingRecord::type)
        .containsExactly(RecordType.DELETION);
  }

  @Test
  void aPriceThatIsAgreedBeforeThePeriodBeginsIsTheOnesOfThePeriod() {
    books.at("2026-11-10T12:00:00");
    books.close("2026-11");
    books.at("2026-11-15T12:00:00");
    agree("JPY 70");
    books.at("2026-12-01T12:00:00");
    books.ledger.close(YearMonth.of(2026, 12), "admin");
    assertThat(books.records("2026-12"))
        .extracting(BillingRecord::amount)
        .containsExactly(Money.parse("JPY 70"));
  }

  @Test
  void aPeriodThatBeginsOnTheDayOfTheCloseIsChargedAlsoWhenItIsFinishedLater() {
    books.at("2026-11-20T23:00:00");
    books.ledger.beginClose(YearMonth.of(2026, 11), "admin", tx -> {});
    books.at("2026-12-25T12:00:00");
    books.ledger.finishClose(step -> {});
    assertThat(charged("2026-11")).containsExactly("2026-11-20");
  }

  private void destroy(String study) {
    StudyUsage usage =
        new StudyUsage(
            "demo",
            study,
            "P1",
            3,
            3000,
            LocalDateTime.parse("2026-09-20T10:00:00").atZone(Books.TOKYO).toInstant(),
            LocalDateTime.parse("2026-09-20T10:00:00").atZone(Books.TOKYO).toInstant(),
            "ENDO1",
            new ContractClause("demo-1", 1),
            "stills@1",
            false);
    database.write(tx -> books.ledger.recordDeletion(tx, usage, books.clock.instant()));
  }

  /** First days of the periods that a month's statement charges. */
  private List<String> charged(String month) {
    return books.records(month).stream()
        .map(BillingRecord::entry)
        .filter(BillingEntry.PeriodCharge.class::isInstance)
        .map(entry -> ((BillingEntry.PeriodCharge) entry).period().from().toString())
        .toList();
  }
}
