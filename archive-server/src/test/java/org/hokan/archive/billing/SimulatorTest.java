package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.hokan.archive.billing.Simulated.Refused;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.Selection;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a simulation says, beside what was billed. Four months of 2026, each bill in yen. */
@OnEachDatabase
class SimulatorTest {
  private static final YearMonth FIRST = YearMonth.of(2026, 4);
  private static final YearMonth LAST = YearMonth.of(2026, 7);

  @TempDir private Path folder;
  private final Database database;

  SimulatorTest(TestDatabase on) {
    database = on.shared(SimulatorTest.class, UsageLedger.entities());
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theSameContractSimulatedComesToWhatWasBilled(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Books books = new Books(database);
    ContractTerms terms = terms(random);
    books.agree("demo-1", terms);
    history(books, random, Optional.empty());
    SimulationOrder order =
        new SimulationOrder("demo", FIRST.minusMonths(1), LAST, Optional.of(terms), 0);
    Comparison found = run(books, order);
    assertThat(found.was().months()).as("seed %d", seed).hasSize(5);
    assertThat(sum(found.was().months(), SimulatedMonth::tax))
        .as("seed %d, tax of all", seed)
        .isEqualTo(taxed(books));
    for (SimulatedMonth month : found.was().months()) {
      assertThat(billed(books, month.month()))
          .as("seed %d, %s as agreed", seed, month.month())
          .isEqualTo(month.net());
    }
    assertThat(found.would().orElseThrow().months())
        .as("seed %d, the same terms", seed)
        .isEqualTo(found.was().months());
    assertThat(found.would().orElseThrow().refused()).as("seed %d", seed).isEmpty();
  }

  /** What was charged for a time and given back is one charge for less in a simulation. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anEarlyEndIsGivenBackOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Books books = new Books(database);
    books.agree("demo-1", terms(random));
    history(books, random, Optional.of(LocalDate.of(2026, 7, 14)));
    SimulationOrder all =
        new SimulationOrder("demo", FIRST.minusMonths(1), LAST, Optional.empty(), 0);
    Money simulated =
        run(books, all).was().months().stream()
            .map(SimulatedMonth::net)
            .reduce(yen(0), Money::plus);
    Money billed =
        Books.statements(books.ledger, Optional.empty()).stream()
            .map(Statement::net)
            .reduce(yen(0), Money::plus);
    assertThat(simulated).as("seed %d", seed).isEqualTo(billed);
  }

  @Test
  void aCopyGoesWithItsStudyWhateverDayItWasRecordedOn() {
    Books books = new Books(database);
    books.at("2026-05-01T12:00:00");
    books.agree(
        "demo-1",
        plain()
            .capacity(CapacityTerms.of(1L << 40))
            .services(List.of(new ServiceTerms("Second copy", ServiceKind.COPY, yen(30))))
            .build());
    books.at("2026-06-01T12:00:00");
    for (String first : List.of("2026-05-31T12:00:00", "2026-06-01T12:00:00")) {
      Instant at = LocalDateTime.parse(first).atZone(Books.TOKYO).toInstant();
      StudyUsage exam =
          new StudyUsage(
              "demo",
              "1." + at.getEpochSecond(),
              "P1",
              1,
              1000,
              at,
              at,
              "ENDO1",
              new ContractClause("demo-1", 1),
              "",
              SecondCopy.MADE);
      books.database.write(tx -> books.ledger.recordStudy(tx, exam));
    }
    books.at("2026-08-01T12:00:00").close("2026-07");
    ContractTerms fromJune =
        TestTerms.of("2026-06-01", "2027-03-31", PeriodCourse.MONTHLY, BackupUnit.FACILITY, yen(0))
            .capacity(CapacityTerms.of(1L << 40))
            .build();
    Simulated would = run(books, order(Optional.of(fromJune), 0)).would().orElseThrow();
    assertThat(would.months())
        .extracting(SimulatedMonth::net)
        .containsExactly(yen(1000), yen(1030), yen(0), yen(0));
  }

  private static ContractTerms terms(SplittableRandom random) {
    BackupTerms.Builder facility =
        BackupTerms.of(
            BackupUnit.FACILITY,
            TestTerms.price(
                random.nextBoolean() ? PeriodCourse.ANNUAL : PeriodCourse.MONTHLY, yen(1000)));
    if (random.nextBoolean()) {
      facility.storageClass(StorageClass.DELUXE);
    }
    BackupTerms patients =
        BackupTerms.of(
                BackupUnit.values()[1 + random.nextInt(2)],
                TestTerms.price(PeriodCourse.MONTHLY, yen(random.nextInt(500))))
            .build();
    LocalDate from = LocalDate.of(2026, 3, 1).plusDays(random.nextInt(60));
    return TestTerms.of(
            from.toString(), "2027-03-31", PeriodCourse.MONTHLY, BackupUnit.FACILITY, yen(1))
        .backups(List.of(facility.build(), patients))
        .capacity(new CapacityTerms(20_000, Optional.of(new CapacityTerms.Overage(5_000, yen(70)))))
        .billing(
            new BillingTerms(
                random.nextBoolean() ? PartPeriods.DAYS : PartPeriods.WHOLE,
                RoundingMode.HALF_UP,
                Tax.JP))
        .services(
            List.of(
                new ServiceTerms("Second copy", ServiceKind.COPY, yen(30)),
                new ServiceTerms("Space", ServiceKind.STORAGE, yen(11)),
                new ServiceTerms("Disc", ServiceKind.MEDIA, yen(300))))
        .build();
  }

  /** Arrivals, late images, discs, corrections and closes, some of them late. */
  private static void history(Books books, SplittableRandom random, Optional<LocalDate> end) {
    boolean twice =
        books.contracts.get(0).terms().backups().stream()
            .anyMatch(unit -> unit.storageClass() == StorageClass.DELUXE);
    List<StudyUsage> exams = new ArrayList<>();
    for (LocalDate day = LocalDate.of(2026, 5, 1);
        day.isBefore(LocalDate.of(2026, 8, 9));
        day = day.plusDays(1 + random.nextInt(6))) {
      books.at(day + "T12:00:00");
      Instant now = books.clock.instant();
      StudyUsage exam = exam(exams, random, now, twice);
      exams.add(exam);
      books.database.write(tx -> books.ledger.recordStudy(tx, exam));
      if (end.filter(day::isAfter).isEmpty() && end.filter(day.plusDays(7)::isAfter).isPresent()) {
        books.end("demo-1", end.get().toString());
      }
      if (random.nextInt(8) == 0) {
        books.ledger.bill(new ServiceOrder("demo", "Disc", 2, "", "order of " + day), "op");
      }
      if (random.nextInt(10) == 0) {
        ContractClause clause = new ContractClause("demo-1", 1);
        books.ledger.correct(
            new Correction("demo", clause, yen(-40), "kindness", "a call"), true, "op");
      }
      YearMonth before = YearMonth.from(day).minusMonths(1);
      if (!books.ledger.isClosed(before) && random.nextInt(3) == 0) {
        books.ledger.close(before, "op");
      }
    }
    books.at("2026-08-10T12:00:00");
    if (!books.ledger.isClosed(LAST)) {
      books.ledger.close(LAST, "op");
    }
  }

  /** A new one, or an earlier one with images more. */
  private static StudyUsage exam(
      List<StudyUsage> exams, SplittableRandom random, Instant now, boolean twice) {
    boolean late = !exams.isEmpty() && random.nextInt(4) == 0;
    StudyUsage old = late ? exams.get(random.nextInt(exams.size())) : null;
    long images = 1 + random.nextInt(3) + (old == null ? 0 : old.images());
    return new StudyUsage(
        "demo",
        old == null ? "1.2." + exams.size() : old.studyInstanceUid(),
        old == null ? "P" + random.nextInt(5) : old.patient(),
        images,
        images * 1000,
        old == null ? now : old.first(),
        now,
        "ENDO1",
        new ContractClause("demo-1", 1),
        "",
        twice ? SecondCopy.MADE : SecondCopy.NONE);
  }

  @Test
  void whatBeginsBeyondTheCapacityIsRefusedAndItsLateImagesWithIt() {
    Books books = threeExams();
    ContractTerms small = plain().capacity(CapacityTerms.of(3500)).build();
    Simulated would = run(books, order(Optional.of(small), 0)).would().orElseThrow();
    assertThat(would.refused()).isEqualTo(Map.of(Cause.CAPACITY, new Refused(1, 2, 2000)));
    assertThat(would.usedUp()).contains(YearMonth.of(2026, 6));
    assertThat(would.months().get(3).keptBytes()).isEqualTo(4000);
  }

  @Test
  void whatIsNotSelectedIsRefused() {
    Books books = threeExams();
    ContractTerms other =
        plain()
            .capacity(CapacityTerms.of(1L << 40))
            .selection(new Selection(Set.of(), Set.of(), Set.of("ENDO2")))
            .build();
    assertThat(run(books, order(Optional.of(other), 0)).would().orElseThrow().refused())
        .isEqualTo(Map.of(Cause.NOT_SELECTED, new Refused(3, 6, 6000)));
    ContractTerms ct =
        plain()
            .capacity(CapacityTerms.of(1L << 40))
            .selection(new Selection(Set.of("CT"), Set.of(), Set.of()))
            .build();
    assertThat(run(books, order(Optional.of(ct), 0)).would().orElseThrow().refused())
        .isEqualTo(Map.of(Cause.NOT_SELECTED, new Refused(3, 6, 6000)));
  }

  @Test
  void termsOfAnotherTimeAreSimulatedAsIfTheyBeganWithTheMonths() {
    Books books = threeExams();
    ContractTerms next =
        TestTerms.of("2027-04-01", "2028-03-31", PeriodCourse.ANNUAL, BackupUnit.FACILITY, yen(900))
            .build();
    Simulated would = run(books, order(Optional.of(next), 0)).would().orElseThrow();
    assertThat(would.months().get(0).net()).isEqualTo(yen(9000));
    assertThat(would.notes()).anyMatch(note -> note.contains("as if they began on 2026-04-01"));
  }

  @Test
  void aForecastGoesOnAsTheKnownMonthsDidAndSaysWhenTheCapacityIsUsedUp() {
    Books books = threeExams();
    Simulated was = run(books, order(Optional.empty(), 12)).was();
    assertThat(was.months()).hasSize(16);
    SimulatedMonth next = was.months().get(4);
    assertThat(next.month()).isEqualTo(YearMonth.of(2026, 8));
    assertThat(next.exams()).isEqualTo(1);
    assertThat(next.net()).isEqualTo(yen(1000));
    assertThat(was.usedUp()).contains(YearMonth.of(2026, 11));
    assertThat(was.notes()).anyMatch(note -> note.contains("mean of 3 known months"));
  }

  @Test
  void aForecastBeginsWithWhatCameInTheMonthThatHasBegun() {
    Books books = new Books(database);
    books.at("2026-08-01T12:00:00");
    books.agree("demo-1", plain().capacity(CapacityTerms.of(13_000)).build());
    for (int n = 0; n < 8; n++) {
      String first = "2026-08-%02dT12:00:00".formatted(9 + n);
      books.at(first).arrived("1." + n, 2, first, first);
    }
    List<String> told = new ArrayList<>();
    SimulationOrder order = new SimulationOrder("demo", LAST, LAST, Optional.empty(), 12);
    ExamFacts facts = (facility, study) -> Optional.of(new ExamFacts.Known(Set.of("ES"), false));

    Simulated was =
        books.ledger.simulator(folder.resolve("scratch")).run(order, facts, told::add).was();

    assertThat(was.months().get(0).exams()).isZero();
    SimulatedMonth open = was.months().get(1);
    assertThat(open.month()).isEqualTo(YearMonth.of(2026, 8));
    assertThat(open.exams() + was.refused().get(Cause.CAPACITY).exams())
        .as("one a day: 8 that came, 15 days that are left, eleven months of 334 days")
        .isEqualTo(8 + 15 + 334);
    assertThat(open.keptBytes()).as("what came was taken").isEqualTo(16_000);
    assertThat(was.usedUp()).contains(YearMonth.of(2026, 8));
    assertThat(was.notes())
        .anyMatch(note -> note.contains("as the 8 days of 2026-08"))
        .anyMatch(
            note -> note.contains("of 2026-08 the 8 examinations so far, and the 15 days left"));
    assertThat(told).allMatch(step -> step.compareTo("as agreed: 2026-07") >= 0);
    assertThat(told).hasSize(13);
  }

  @Test
  void onlyTheRestOfTheMonthThatHasBegunIsExpected() {
    Books books = threeExams();
    String came = "2026-08-20T12:00:00"; // of 31 days 11 are left, a third of an examination
    books.at(came).arrived("1.7", 2, came, came);
    Simulated was = run(books, order(Optional.empty(), 12)).was();
    SimulatedMonth open = was.months().get(4);
    assertThat(open.exams()).isEqualTo(1);
    assertThat(open.keptBytes()).isEqualTo(8000);
    assertThat(was.months().get(5).exams()).isEqualTo(1);
  }

  @Test
  void whatCompressionSavedBeforeItsStudyWasRecordedIsSavedInASimulation() {
    Books books = new Books(database);
    books.at("2026-04-01T12:00:00");
    ContractTerms terms =
        plain()
            .capacity(CapacityTerms.of(1L << 40))
            .services(List.of(new ServiceTerms("Smaller", ServiceKind.COMPRESSION, yen(7))))
            .build();
    books.agree("demo-1", terms);
    books.at("2026-05-10T12:00:00");
    StudySaving saving = new StudySaving("demo", "1.0", 400, books.clock.instant());
    database.run(tx -> books.ledger.recordSavings(tx, List.of(saving)));
    books.at("2026-05-10T13:00:00").arrived("1.0", 1, "2026-05-10T11:00:00", "2026-05-10T11:00:00");
    StudySaving late = new StudySaving("demo", "1.1", 300, books.clock.instant());
    database.run(tx -> books.ledger.recordSavings(tx, List.of(late)));
    books.at("2026-06-01T12:00:00").arrived("1.1", 1, "2026-05-31T23:00:00", "2026-05-31T23:00:00");
    books.at("2026-08-01T12:00:00").close("2026-07");

    Comparison found = run(books, order(Optional.of(terms), 0));

    assertThat(found.was().months().get(1).savedBytes()).isEqualTo(700);
    assertThat(found.would().orElseThrow().months()).isEqualTo(found.was().months());
    assertThat(found.would().orElseThrow().notes())
        .noneMatch(note -> note.contains("would not be saved"));
    ContractTerms small = plain().capacity(CapacityTerms.of(500)).build();
    assertThat(run(books, order(Optional.of(small), 0)).would().orElseThrow().notes())
        .anyMatch(note -> note.startsWith("700 bytes that compression saves would not be saved"));
  }

  @Test
  void examinationsThatHaveNotEndedAreCountedAsTheyAreNow() {
    Books books = threeExams();
    books.at("2026-08-20T12:00:00");
    StudyUsage begun = open("1.8", 3, "2026-08-20T10:00:00");
    StudyUsage amended = open("1.2", 4, "2026-08-20T11:00:00"); // 2 of its images are recorded
    SimulationOrder order =
        new SimulationOrder("demo", FIRST, LAST.plusMonths(1), Optional.of(plain().build()), 0);

    Comparison found = run(books, order, List.of(begun, amended));

    SimulatedMonth now = found.was().months().get(4);
    assertThat(now.exams()).isEqualTo(1);
    assertThat(now.images()).isEqualTo(5);
    assertThat(found.would().orElseThrow().months().get(4).images()).isEqualTo(5);
    assertThat(found.was().notes())
        .contains("2 examinations have not ended: they are counted as they are now.");
    assertThat(books.records())
        .as("nothing is written")
        .noneMatch(r -> r.month().equals(now.month()));
  }

  @Test
  void aForecastKnowsExaminationsThatHaveNotEnded() {
    Books books = new Books(database);
    books.at("2026-08-01T12:00:00");
    books.agree("demo-1", plain().capacity(CapacityTerms.of(1L << 40)).build());
    books.at("2026-08-16T12:00:00");
    SimulationOrder order = new SimulationOrder("demo", LAST, LAST, Optional.empty(), 12);

    Simulated was = run(books, order, List.of(open("1.8", 2, "2026-08-16T10:00:00"))).was();

    assertThat(was.months().get(1).exams()).as("1 that came, 15 days left").isEqualTo(16);
    assertThat(was.months().get(2).exams()).as("September").isEqualTo(30);
    assertThat(was.notes()).anyMatch(note -> note.contains("as the 1 days of 2026-08"));
  }

  @Test
  void whatCompressionSavedOfAnExaminationThatHasNotEndedIsSavedInASimulation() {
    Books books = new Books(database);
    books.at("2026-08-01T12:00:00");
    ContractTerms terms = plain().capacity(CapacityTerms.of(1L << 40)).build();
    books.agree("demo-1", terms);
    books.at("2026-08-20T12:00:00");
    StudySaving saving = new StudySaving("demo", "1.8", 400, books.clock.instant());
    database.run(tx -> books.ledger.recordSavings(tx, List.of(saving)));
    YearMonth month = LAST.plusMonths(1);
    SimulationOrder order = new SimulationOrder("demo", month, month, Optional.of(terms), 0);

    Comparison found = run(books, order, List.of(open("1.8", 1, "2026-08-20T10:00:00")));

    assertThat(found.was().months().get(0).savedBytes()).isEqualTo(400);
    assertThat(found.would().orElseThrow().months()).isEqualTo(found.was().months());
  }

  private static StudyUsage open(String study, long images, String last) {
    Instant at = LocalDateTime.parse(last).atZone(Books.TOKYO).toInstant();
    return new StudyUsage(
        "demo",
        study,
        "P1",
        images,
        images * 1000,
        at,
        at,
        "ENDO1",
        new ContractClause("demo-1", 1),
        "",
        SecondCopy.NONE);
  }

  @Test
  void aRunThatIsCancelledLeavesNothingBehind() {
    Books books = threeExams();
    Simulator simulator = books.ledger.simulator(folder.resolve("scratch"));
    ExamFacts facts = (facility, study) -> Optional.empty();

    assertThatThrownBy(
            () ->
                simulator.run(
                    order(Optional.empty(), 0),
                    facts,
                    step -> {
                      assertThat(folder.resolve("scratch")).isNotEmptyDirectory();
                      throw new CancellationException(step);
                    }))
        .isInstanceOf(CancellationException.class);

    assertThat(folder.resolve("scratch")).doesNotExist();
  }

  @Test
  void refusesAbsurdMonthsAndAnotherCurrency() {
    Books books = threeExams();
    assertThatThrownBy(
            () -> new SimulationOrder("demo", FIRST, YearMonth.of(2046, 1), Optional.empty(), 0))
        .hasMessageContaining("expected: 1 to 120");
    ContractTerms euro =
        TestTerms.of(
                "2026-04-01",
                "2027-03-31",
                PeriodCourse.ANNUAL,
                BackupUnit.FACILITY,
                Money.parse("EUR 9"))
            .build();
    assertThatThrownBy(() -> run(books, order(Optional.of(euro), 0)))
        .hasMessageContaining("currency: EUR (expected: JPY");
  }

  /** Capacity 13 kB at 1,000 a month; an exam in each of three months, one image of it late. */
  private Books threeExams() {
    Books books = new Books(database);
    books.at("2026-04-01T12:00:00");
    books.agree("demo-1", plain().capacity(CapacityTerms.of(13_000)).build());
    for (int n = 0; n < 3; n++) {
      String first = "2026-0%d-10T12:00:00".formatted(5 + n);
      books.at(first).arrived("1." + n, 1, first, first);
      String late = "2026-0%d-11T12:00:00".formatted(5 + n);
      books.at(late).arrived("1." + n, 2, first, late);
    }
    books.at("2026-08-01T12:00:00").close("2026-07");
    return books;
  }

  private static ContractTerms.Builder plain() {
    return TestTerms.of(
        "2026-04-01", "2027-03-31", PeriodCourse.MONTHLY, BackupUnit.FACILITY, yen(1000));
  }

  private static SimulationOrder order(Optional<ContractTerms> terms, int ahead) {
    return new SimulationOrder("demo", FIRST, LAST, terms, ahead);
  }

  private Comparison run(Books books, SimulationOrder order) {
    return run(books, order, List.of());
  }

  private Comparison run(Books books, SimulationOrder order, List<StudyUsage> open) {
    ExamFacts facts = (facility, study) -> Optional.of(new ExamFacts.Known(Set.of("ES"), false));
    return books
        .ledger
        .simulator(folder.resolve("scratch"))
        .run(order, new Simulator.Known(facts, OtherRules.NONE, open), step -> {});
  }

  /** The sum of the records that belong to a month. */
  private static Money billed(Books books, YearMonth month) {
    return sum(
        books.records().stream().filter(record -> record.month().equals(month)).toList(),
        BillingRecord::amount);
  }

  /** The tax on all statements. */
  private static Money taxed(Books books) {
    return sum(
        Books.statements(books.ledger, Optional.empty()),
        statement -> statement.total().minus(statement.net()));
  }

  private static <T> Money sum(List<T> all, Function<T, Money> each) {
    return all.stream().map(each).reduce(yen(0), Money::plus);
  }

  private static Money yen(long amount) {
    return Money.ofMinor(CurrencyUnit.JPY, amount);
  }
}
