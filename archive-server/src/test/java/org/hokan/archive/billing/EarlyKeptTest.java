package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.ContractTerms;
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

/** What is charged by the bytes kept at a month's end, where the month was closed early. */
@OnEachDatabase
class EarlyKeptTest {
  private static final long GB = 1_000_000_000;
  private static final ServiceTerms SMALLER =
      new ServiceTerms("Smaller", ServiceKind.COMPRESSION, yen(3));

  private final Database database;
  private Books books;

  EarlyKeptTest(TestDatabase on) {
    database = on.shared(EarlyKeptTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void agree() {
    books = new Books(database).at("2026-10-01T00:00:00");
    agree(space(7), SMALLER);
  }

  private void agree(ServiceTerms... services) {
    books.agree("demo-1", terms(10, services));
  }

  private static ServiceTerms space(long price) {
    return new ServiceTerms("Space", ServiceKind.STORAGE, yen(price));
  }

  /** Each 5 GB beyond the capacity cost 500. */
  private static ContractTerms terms(long gigabytes, ServiceTerms... services) {
    return TestTerms.of(
            "2026-10-01", "2027-09-30", PeriodCourse.ANNUAL, BackupUnit.FACILITY, yen(0))
        .capacity(
            new CapacityTerms(
                gigabytes * GB, Optional.of(new CapacityTerms.Overage(5 * GB, yen(500)))))
        .services(List.of(services))
        .build();
  }

  /**
   * 12 GB come in November, of which 3 are saved, and then the rest of a history: what December's
   * close has charged.
   */
  private List<String> charged(boolean early, Runnable rest) {
    agree();
    arrived("1.1", 12, "2026-11-05T10:00:00");
    saved("1.1", 3);
    if (early) {
      books.at("2026-11-10T12:00:00").close("2026-11");
      assertThat(kept()).as("of November").isEmpty();
    }
    rest.run();
    books.at("2027-01-03T12:00:00").close("2026-12");
    assertThat(books.ledger.verify().problems()).isEmpty();
    return kept();
  }

  /** An early close and the next one charge together what one late close does. */
  private void comesTo(Runnable rest, String... november) {
    List<String> late = charged(false, rest);
    assertThat(charged(true, rest)).isEqualTo(late);
    assertThat(late)
        .filteredOn(one -> one.startsWith("2026-11 "))
        .containsExactlyInAnyOrder(november);
  }

  @Test
  void whatArrivesInTheRestOfTheMonthIsChargedWithIt() {
    comesTo(
        () -> arrived("1.2", 4, "2026-11-20T10:00:00"),
        "2026-11 STORAGE 16 x JPY 7",
        "2026-11 COMPRESSION 3 x JPY 3",
        "2026-11 OVERAGE 2 x JPY 500");
  }

  @Test
  void whatIsDestroyedInTheRestOfTheMonthIsNot() {
    comesTo(() -> destroyed("1.1", 12, "2026-11-20T10:00:00"), "2026-11 COMPRESSION 3 x JPY 3");
  }

  @Test
  void whatCameInTheRestOfTheMonthAndIsToldAfterItIsChargedWithIt() {
    comesTo(
        () -> {
          books.at("2026-11-30T23:59:00");
          StudyUsage told = usage("1.2", 4);
          books.at("2026-12-05T10:00:00");
          database.run(tx -> books.ledger.recordStudy(tx, told));
        },
        "2026-11 STORAGE 16 x JPY 7",
        "2026-11 COMPRESSION 3 x JPY 3",
        "2026-11 OVERAGE 2 x JPY 500");
  }

  @Test
  void whatComesWithTheNextMonthIsChargedWithThatOne() {
    comesTo(
        () -> arrived("1.2", 4, "2026-12-01T00:00:00"),
        "2026-11 STORAGE 12 x JPY 7",
        "2026-11 COMPRESSION 3 x JPY 3",
        "2026-11 OVERAGE 1 x JPY 500");
  }

  @Test
  void whatCompressionSavesInTheRestOfTheMonthIsNeitherLostNorCountedTwice() {
    comesTo(
        () -> {
          books.at("2026-11-20T10:00:00");
          saved("1.1", 5);
          books.at("2026-12-20T10:00:00");
          saved("1.1", 6);
        },
        "2026-11 STORAGE 12 x JPY 7",
        "2026-11 COMPRESSION 5 x JPY 3",
        "2026-11 OVERAGE 1 x JPY 500");
    assertThat(kept()).contains("2026-12 COMPRESSION 6 x JPY 3");
  }

  @Test
  void aPriceOfAMonthIsTheOneOfItsLastDay() {
    comesTo(
        () -> {
          books.at("2026-11-20T10:00:00");
          agree(space(9), SMALLER);
        },
        "2026-11 STORAGE 12 x JPY 9",
        "2026-11 COMPRESSION 3 x JPY 3",
        "2026-11 OVERAGE 1 x JPY 500");
  }

  @Test
  void aServiceThatEndsInTheRestOfTheMonthIsNotChargedAndOneThatBeginsIs() {
    comesTo(
        () -> {
          books.at("2026-11-20T10:00:00");
          agree(SMALLER);
        },
        "2026-11 COMPRESSION 3 x JPY 3",
        "2026-11 OVERAGE 1 x JPY 500");
    comesTo(
        () -> {
          books.at("2026-11-12T10:00:00").agree("demo-1", terms(10));
          books.at("2026-11-20T10:00:00");
          agree(space(8));
        },
        "2026-11 STORAGE 12 x JPY 8",
        "2026-11 OVERAGE 1 x JPY 500");
  }

  @Test
  void aCapacityIsTheOneOfTheMonthsLastDay() {
    comesTo(
        () -> books.at("2026-11-20T10:00:00").agree("demo-1", terms(12, space(7))),
        "2026-11 STORAGE 12 x JPY 7");
  }

  @Test
  void theMonthInWhichAContractEndsAfterAnEarlyCloseIsChargedOnce() {
    comesTo(
        () -> books.at("2026-11-12T10:00:00").end("demo-1", "2026-11-20"),
        "2026-11 STORAGE 12 x JPY 7",
        "2026-11 COMPRESSION 3 x JPY 3",
        "2026-11 OVERAGE 1 x JPY 500");
    assertThat(kept()).noneMatch(one -> one.startsWith("2026-12"));
  }

  @Test
  void eachOfSeveralEarlyClosesChargesTheMonthBefore() {
    arrived("1.1", 2, "2026-11-05T10:00:00");
    books.at("2026-11-25T12:00:00").close("2026-11");
    arrived("1.2", 1, "2026-11-26T10:00:00");
    books.at("2026-12-25T12:00:00").close("2026-12");
    assertThat(kept()).containsExactly("2026-11 STORAGE 3 x JPY 7");
    arrived("1.3", 1, "2026-12-26T10:00:00");
    books.at("2027-01-25T12:00:00").close("2027-01");
    assertThat(kept()).containsExactly("2026-11 STORAGE 3 x JPY 7", "2026-12 STORAGE 4 x JPY 7");
    assertThat(books.records("2027-01")).extracting(BillingRecord::amount).contains(yen(28));
  }

  @Test
  void aMonthEndsWhereTheFacilityIs() {
    books.zone(ZoneId.of("America/New_York"));
    arrived("1.1", 2, "2026-11-05T10:00:00");
    books.at("2026-12-01T13:00:00").close("2026-11"); // 30 November, 23:00
    arrived("1.2", 1, "2026-12-01T13:30:00");
    books.at("2027-01-03T00:00:00").close("2026-12");
    assertThat(kept()).containsExactly("2026-11 STORAGE 3 x JPY 7", "2026-12 STORAGE 3 x JPY 7");
  }

  @Test
  void aMonthThatWasClosedAfterItsEndIsChargedNoMore() {
    arrived("other", "1.1", 2, "2026-11-05T10:00:00");
    books.at("2026-12-02T12:00:00").close("2026-11");
    books.agree("other-1", terms(10, space(7)));
    books.at("2027-01-03T12:00:00").close("2026-12");
    assertThat(kept()).containsExactly("2026-12 STORAGE 2 x JPY 7");
  }

  @Test
  void theLineOfTwoMonthsNamesTheirDaysAndLeadsToWhatWasKeptAtEachEnd() {
    arrived("1.1", 2, "2026-11-05T10:00:00");
    books.at("2026-11-10T12:00:00").close("2026-11");
    arrived("1.2", 1, "2026-11-20T10:00:00");
    arrived("1.3", 1, "2026-12-20T10:00:00");
    Statement december = books.at("2027-01-03T12:00:00").close("2026-12").statements().get(0);
    InvoiceLine line =
        books.ledger.invoice(december.number()).orElseThrow().lines().stream()
            .filter(one -> one.line().type() == RecordType.STORAGE)
            .findFirst()
            .orElseThrow();
    assertThat(line.line().quantity()).isEqualTo(3 + 4);
    assertThat(line.days())
        .contains(new Period(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 12, 31)));
    assertThat(
            books
                .ledger
                .explain(december.number(), line.line().line(), 0, 10)
                .orElseThrow()
                .parts())
        .extracting(part -> part.studies().stream().map(EarlyKeptTest::study).toList())
        .containsExactly(List.of("1.1", "1.2"), List.of("1.1", "1.2", "1.3"));
  }

  private static String study(BillingRecord record) {
    return ((BillingEntry.Study) record.entry()).studyInstanceUid();
  }

  private void arrived(String study, long gigabytes, String at) {
    arrived("demo", study, gigabytes, at);
  }

  private void arrived(String facility, String study, long gigabytes, String at) {
    books.at(at);
    database.run(tx -> books.ledger.recordStudy(tx, usage(facility, study, gigabytes)));
  }

  private void destroyed(String study, long gigabytes, String at) {
    StudyUsage usage = usage(study, gigabytes);
    books.at(at);
    database.run(tx -> books.ledger.recordDeletion(tx, usage, books.clock.instant()));
  }

  private void saved(String study, long gigabytes) {
    StudySaving saving = new StudySaving("demo", study, gigabytes * GB, books.clock.instant());
    database.run(tx -> books.ledger.recordSavings(tx, List.of(saving)));
  }

  private StudyUsage usage(String study, long gigabytes) {
    return usage("demo", study, gigabytes);
  }

  private StudyUsage usage(String facility, String study, long gigabytes) {
    return new StudyUsage(
        facility,
        study,
        "P1",
        gigabytes,
        gigabytes * GB,
        books.clock.instant(),
        books.clock.instant(),
        "ENDO1",
        new ContractClause(facility + "-1", 1),
        "",
        SecondCopy.NONE);
  }

  /** What is charged by the bytes kept, by month. */
  private List<String> kept() {
    return books.records().stream()
        .filter(record -> record.type().isByMonth())
        .map(EarlyKeptTest::said)
        .sorted()
        .toList();
  }

  private static String said(BillingRecord record) {
    BillingEntry.Item item = (BillingEntry.Item) record.entry();
    return "%s %s %d x %s"
        .formatted(
            KeptRecorder.monthOf(item.fact()), item.type(), item.quantity(), item.unitPrice());
  }

  private static Money yen(long amount) {
    return Money.ofMajor(CurrencyUnit.JPY, amount);
  }
}
