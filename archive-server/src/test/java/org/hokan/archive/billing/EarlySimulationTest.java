package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulation of what is agreed comes to what was billed, also where months were closed early. */
@OnEachDatabase
class EarlySimulationTest {
  private static final YearMonth JUNE = YearMonth.of(2026, 6);
  private static final YearMonth AUGUST = YearMonth.of(2026, 8);

  @TempDir private Path folder;
  private final Database database;
  private Books books;

  EarlySimulationTest(TestDatabase on) {
    database = on.shared(EarlySimulationTest.class, UsageLedger.entities());
  }

  /** Contract months begin on the 20th. */
  @BeforeEach
  void agree() {
    books = new Books(database).at("2026-05-20T12:00:00");
    books.agree(
        "demo-1",
        TestTerms.of(
                "2026-05-20",
                "2027-05-19",
                PeriodCourse.MONTHLY,
                BackupUnit.STUDY,
                Money.parse("JPY 100"))
            .services(
                List.of(
                    new ServiceTerms("Space", ServiceKind.STORAGE, Money.parse("JPY 7")),
                    new ServiceTerms("Smaller", ServiceKind.COMPRESSION, Money.parse("JPY 3"))))
            .build());
  }

  @Test
  void whatWasDestroyedAfterAnEarlyCloseIsChargedInNoSimulationEither() {
    arrived("1.1", "2026-06-01T10:00:00");
    arrived("1.2", "2026-06-02T10:00:00");
    books.at("2026-06-10T12:00:00").close("2026-06");
    StudyUsage usage = usage("1.1", "2026-06-01T10:00:00");
    books.at("2026-06-15T12:00:00");
    database.run(tx -> books.ledger.recordDeletion(tx, usage, books.clock.instant()));
    books.at("2026-09-02T12:00:00").close("2026-08");
    assertThat(simulated()).isEqualTo(billed());
  }

  @Test
  void whatIsSavedBetweenAnEarlyCloseAndItsMonthsEndIsChargedAsItWas() {
    arrived("1.1", "2026-06-01T10:00:00");
    books.at("2026-06-10T12:00:00").close("2026-06");
    books.at("2026-06-20T12:00:00");
    StudySaving saving = new StudySaving("demo", "1.1", 400, books.clock.instant());
    database.run(tx -> books.ledger.recordSavings(tx, List.of(saving)));
    books.at("2026-07-10T12:00:00").close("2026-07");
    books.at("2026-09-02T12:00:00").close("2026-08");
    assertThat(simulated()).isEqualTo(billed());
    assertThat(billed()).contains("2026-07 JPY 110"); // 100 for the period, 7 and 3 for June
  }

  @Test
  void whatCompressionSavedBeforeItsStudyWasToldIsCountedOnceWhenACloseCameBetween() {
    books.at("2026-06-10T11:00:00");
    StudySaving saving = new StudySaving("demo", "1.1", 400, books.clock.instant());
    database.run(tx -> books.ledger.recordSavings(tx, List.of(saving)));
    books.at("2026-06-10T12:00:00").close("2026-06");
    books.at("2026-06-10T13:00:00").arrived("1.1", 1, "2026-06-10T10:00:00", "2026-06-10T10:00:00");
    books.at("2026-09-02T12:00:00").close("2026-08");
    Comparison found = run(Optional.of(books.contracts.get(0).terms()));
    assertThat(found.was().months()).extracting(SimulatedMonth::savedBytes).last().isEqualTo(400L);
    assertThat(found.would().orElseThrow().months()).isEqualTo(found.was().months());
    assertThat(simulated()).isEqualTo(billed());
  }

  @Test
  void whatIsKeptAtAMonthsEndIsInASimulationOfAFacilityWhereItEndsLater() {
    books.zone(ZoneId.of("America/New_York"));
    arrived("1.1", "2026-06-02T10:00:00");
    books.at("2026-09-02T12:00:00").close("2026-08");
    assertThat(books.records())
        .filteredOn(record -> record.type() == RecordType.STORAGE)
        .hasSize(3);
    assertThat(run(Optional.empty()).was().months())
        .allSatisfy(month -> assertThat(month.net()).isGreaterThanOrEqualTo(Money.parse("JPY 7")));
  }

  @Test
  void aForecastKnowsWhatCameSinceItsFirstMonthWasClosedEarly() {
    arrived("1.1", "2026-06-02T10:00:00");
    books.at("2026-06-10T12:00:00").close("2026-06");
    arrived("1.2", "2026-06-12T10:00:00");
    Simulated was =
        run(new SimulationOrder(
                "demo", JUNE.minusMonths(1), JUNE.minusMonths(1), Optional.empty(), 12))
            .was();
    SimulatedMonth june = was.months().get(1);
    assertThat(june.exams()).as("2 in 11 days, and 18 days left: 3 of 5").isEqualTo(5);
    assertThat(was.months().get(2).exams()).as("of 31 days").isEqualTo(6);
    assertThat(was.notes()).anyMatch(note -> note.contains("of 2026-06 the 2 examinations so far"));
  }

  @Test
  void aCorrectionAfterAnEarlyCloseStaysInItsMonthInAForecast() {
    arrived("1.1", "2026-06-02T10:00:00");
    books.at("2026-06-10T12:00:00").close("2026-06");
    books.at("2026-06-12T12:00:00");
    ContractClause clause = new ContractClause("demo-1", 1);
    books.ledger.correct(
        new Correction("demo", clause, Money.parse("JPY -25"), "kindness", "a call"), "op");
    Simulated was =
        run(new SimulationOrder(
                "demo", JUNE.minusMonths(1), JUNE.minusMonths(1), Optional.empty(), 12))
            .was();
    assertThat(was.months().get(1).charges()).doesNotContainKey(RecordType.ADJUSTMENT);
    assertThat(was.months().get(2).charges())
        .containsEntry(RecordType.ADJUSTMENT, Money.parse("JPY -25"));
  }

  private void arrived(String study, String at) {
    books.at(at).arrived(study, 3, at, at);
  }

  private StudyUsage usage(String study, String at) {
    books.at(at);
    return new StudyUsage(
        "demo",
        study,
        "P1",
        3,
        3000,
        books.clock.instant(),
        books.clock.instant(),
        "ENDO1",
        new ContractClause("demo-1", 1),
        "",
        SecondCopy.NONE);
  }

  private Comparison run(Optional<ContractTerms> terms) {
    return run(new SimulationOrder("demo", JUNE, AUGUST, terms, 0));
  }

  private Comparison run(SimulationOrder order) {
    ExamFacts facts = (facility, study) -> Optional.of(new ExamFacts.Known(Set.of("ES"), false));
    return books.ledger.simulator(folder.resolve("scratch")).run(order, facts, step -> {});
  }

  private List<String> simulated() {
    return run(Optional.empty()).was().months().stream()
        .filter(month -> !month.net().isZero())
        .map(month -> month.month() + " " + month.net())
        .toList();
  }

  private List<String> billed() {
    return books.records().stream()
        .collect(
            Collectors.groupingBy(
                BillingRecord::month,
                TreeMap::new,
                Collectors.reducing(Money.parse("JPY 0"), BillingRecord::amount, Money::plus)))
        .entrySet()
        .stream()
        .filter(month -> !month.getValue().isZero())
        .map(month -> month.getKey() + " " + month.getValue())
        .toList();
  }
}
