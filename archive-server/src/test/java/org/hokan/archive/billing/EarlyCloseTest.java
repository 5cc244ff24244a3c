package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
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
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

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
    books.ledger.beginClose(NOVEMBER, "admin", tx -> {});
    books.at("2026-12-25T12:00:00");
    books.ledger.finishClose(step -> {});
    assertThat(charged("2026-11")).containsExactly("2026-11-20");
  }

  @Test
  void aCloseThatIsFinishedAfterItsMonthsEndSaysUpToWhichDayItCharges() {
    books.at("2026-11-29T23:30:00");
    books.ledger.beginClose(NOVEMBER, "admin", tx -> {});
    books.at("2026-12-02T12:00:00");
    books.ledger.finishClose(step -> {});
    Statement november = Books.statements(books.ledger, Optional.of(NOVEMBER)).get(0);
    assertThat(november.closedEarly()).contains(LocalDate.of(2026, 11, 29));
    assertThat(november.invoice().map(InvoiceFacts::issued)).contains(LocalDate.of(2026, 12, 2));
    assertThat(books.ledger.closed(NOVEMBER).map(MonthClose::stillRunning)).contains(true);
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void whatIsExportedNamesTheDayUpToWhichItCharges() throws IOException {
    books.at("2026-11-29T23:30:00");
    books.ledger.beginClose(NOVEMBER, "admin", tx -> {});
    books.at("2026-12-02T12:00:00");
    books.ledger.finishClose(step -> {});
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    books.ledger.exportJson(NOVEMBER, RecordFilter.of(NOVEMBER), json);
    assertThat(json.toString(StandardCharsets.UTF_8))
        .contains("\"issued\":\"2026-12-02\"", "\"closedEarly\":\"2026-11-29\"");
    Statement november = Books.statements(books.ledger, Optional.of(NOVEMBER)).get(0);
    assertThat(InvoiceWords.of("en").closedEarly(november).orElseThrow()) // PDF and UBL
        .startsWith("Closed as of 29 November 2026, before the month ended");
    assertThat(InvoiceWords.of("ja").closedEarly(november).orElseThrow()).contains("11月29日");
  }

  @Test
  void theDayUpToWhichAStatementChargesIsSealedWithIt() {
    books.at("2026-11-29T23:30:00").close("2026-11");
    books.tamper("billing_statement", "update billing_statement set charged_until = null");
    assertThat(books.ledger.verify().problems())
        .containsExactly("statement 2: was changed after it was written");
  }

  @Test
  void theDayIsOneOfTheFacilitysZone() {
    books.zone(ZoneId.of("America/New_York"));
    books.at("2026-12-01T13:00:00").close("2026-11");
    Statement november = Books.statements(books.ledger, Optional.of(NOVEMBER)).get(0);
    assertThat(november.closedEarly()).contains(LocalDate.of(2026, 11, 30));
  }

  @Test
  void aStatementFromBeforeTheDayWasKeptSaysWhenItWasMade() {
    Statement now = books.at("2026-11-29T23:30:00").close("2026-11").statements().get(0);
    Statement before =
        new Statement(
                now.number(),
                now.month(),
                now.facility(),
                now.records(),
                now.images(),
                now.bytes(),
                now.net(),
                now.taxes(),
                now.lines(),
                now.invoice(),
                Optional.empty(),
                now.closedAt(),
                now.closedBy(),
                now.previousHash(),
                "")
            .sealed();
    assertThat(before.hash()).isNotEqualTo(now.hash());
    assertThat(before.closedEarly()).contains(LocalDate.of(2026, 11, 29));
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
            SecondCopy.NONE);
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
