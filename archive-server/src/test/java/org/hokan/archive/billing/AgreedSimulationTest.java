package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.contract.BackupPrice;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a simulation or a forecast says of what is agreed: closed months as they were billed. */
@OnEachDatabase
class AgreedSimulationTest {
  private static final YearMonth MAY = YearMonth.of(2026, 5);
  private static final YearMonth JULY = YearMonth.of(2026, 7);

  @TempDir private Path folder;
  private final Database database;
  private final Books books;

  AgreedSimulationTest(TestDatabase on) {
    database = on.shared(AgreedSimulationTest.class, UsageLedger.entities());
    books = new Books(database);
  }

  @Test
  void aClosedMonthIsAsItWasBilledWhateverIsTakenOutAfterItsClose() {
    Contract contract = books.at("2026-04-01T12:00:00").agree("demo-1", ofChosenStudies());
    books.choose(contract, BackupUnit.STUDY, "1.1", true);
    arrived("1.1", "2026-05-02T10:00:00");
    books.at("2026-06-01T12:00:00").close("2026-05");
    List<SimulatedMonth> before = was(MAY, MAY, 0).months();

    books.at("2026-06-02T12:00:00").choose(contract, BackupUnit.STUDY, "1.1", false);

    assertThat(before).extracting(SimulatedMonth::net).containsExactly(yen(9151));
    assertThat(was(MAY, MAY, 0).months()).isEqualTo(before);
    assertThat(was(MAY, MAY.plusMonths(1), 0).months())
        .as("what is given back belongs to the month that is open")
        .startsWith(before.get(0))
        .last()
        .satisfies(june -> assertThat(june.net().isNegative()).isTrue());
  }

  @Test
  void aClosedMonthIsAsItWasBilledWhateverEndIsToldAfterItsClose() {
    books.at("2026-04-01T12:00:00").agree("demo-1", annual("2027-03-31", 1000));
    books.at("2026-05-10T12:00:00").close("2026-05");
    List<SimulatedMonth> before = was(MAY.minusMonths(1), MAY, 0).months();
    books.at("2026-05-11T12:00:00").end("demo-1", "2026-05-20");
    assertThat(was(MAY.minusMonths(1), MAY, 0).months()).isEqualTo(before);
  }

  @Test
  void aMonthThatWasClosedWithALaterOneIsAsItWasBilled() {
    Contract contract = books.at("2026-04-01T12:00:00").agree("demo-1", ofChosenStudies());
    books.choose(contract, BackupUnit.STUDY, "1.1", true);
    arrived("1.1", "2026-05-02T10:00:00");
    books.at("2026-08-01T12:00:00").close("2026-07");
    books.choose(contract, BackupUnit.STUDY, "1.1", false);
    assertThat(was(MAY, MAY, 0).months())
        .extracting(SimulatedMonth::net)
        .containsExactly(yen(9151));
  }

  @Test
  void whatIsInAnotherCurrencyIsInNoSumAndNamed() {
    Money euro = Money.parse("EUR -12.50");
    books
        .at("2026-01-01T12:00:00")
        .contract(
            "demo-1",
            "2026-01-01",
            "2026-03-31",
            PeriodCourse.ANNUAL,
            BackupUnit.PATIENT,
            euro.abs());
    books.at("2026-04-01T12:00:00").agree("demo-2", annual("2027-03-31", 1000));
    books.at("2026-05-03T12:00:00");
    correct("demo-2", yen(-40));
    correct("demo-1", euro);
    books.at("2026-06-01T12:00:00").close("2026-05");
    Simulated was = was(MAY, MAY, 0);
    assertThat(was.months()).extracting(SimulatedMonth::net).containsExactly(yen(-40));
    assertThat(was.notes())
        .contains("In another currency, and in none of these sums: EUR -12.50 in 2026-05.");
  }

  @Test
  void eachOfTheMonthsThatWereClosedTogetherHasTheTaxOfItsOwnNet() {
    BillingTerms taxed = new BillingTerms(PartPeriods.DAYS, RoundingMode.HALF_UP, Tax.JP);
    books
        .at("2026-05-01T12:00:00")
        .agree(
            "demo-1",
            TestTerms.of(
                    "2026-05-01", "2027-04-30", PeriodCourse.MONTHLY, BackupUnit.FACILITY, yen(105))
                .billing(taxed)
                .build());
    books.at("2026-08-01T12:00:00").close("2026-07");
    Simulated was = was(MAY, JULY, 0);
    assertThat(was.months())
        .extracting(SimulatedMonth::tax)
        .as("10.5 each, rounded down; the statement has 31 of 31.5")
        .containsExactly(yen(10), yen(10), yen(11));
    assertThat(was.notes())
        .anyMatch(note -> note.contains("2026-07") && note.contains("1 more than the tax of its"));
  }

  @Test
  void aRenewedPeriodCountsWholeInAForecastAndWhatIsBilledStaysAsBilled() {
    books.at("2026-02-01T12:00:00").agree("demo-1", annual("2026-02-01", "2027-01-31", 1000));
    books.at("2026-03-01T12:00:00").close("2026-02");
    books.at("2026-07-15T12:00:00").agree("demo-1", annual("2026-02-01", "2027-01-31", 1200));
    books.at("2026-08-01T12:00:00").close("2026-07");
    Simulated was = was(JULY, JULY, 12);
    assertThat(was.months().stream().filter(month -> !month.net().isZero()))
        .extracting(SimulatedMonth::month, SimulatedMonth::net)
        .containsExactly(tuple(YearMonth.of(2027, 2), yen(12_000)));
    assertThat(was(YearMonth.of(2026, 2), JULY, 12).months().get(0).net()).isEqualTo(yen(10_000));
  }

  @Test
  void theSimulatedTermsAreRenewedWholeInAForecastToo() {
    books.at("2026-02-01T12:00:00").agree("demo-1", annual("2026-02-01", "2027-01-31", 1000));
    books.at("2026-08-01T12:00:00").close("2026-07");
    ContractTerms dearer = annual("2026-02-01", "2027-01-31", 1500);
    Simulated would =
        run(new SimulationOrder("demo", JULY, JULY, Optional.of(dearer), 12)).would().orElseThrow();
    assertThat(would.months())
        .filteredOn(month -> !month.net().isZero())
        .extracting(SimulatedMonth::net)
        .containsExactly(yen(15_000));
  }

  @Test
  void anEndThatWasToldIsAnEndInAForecastToo() {
    books
        .at("2026-04-01T12:00:00")
        .agree(
            "demo-1",
            TestTerms.of(
                    "2026-04-01", "2027-03-31", PeriodCourse.MONTHLY, BackupUnit.FACILITY, yen(100))
                .build());
    arrived("1.1", "2026-07-02T10:00:00");
    books.at("2026-08-01T12:00:00").close("2026-07");
    books.end("demo-1", "2026-10-31");
    Simulated was = was(JULY, JULY, 12);
    assertThat(was.notes())
        .anyMatch(note -> note.startsWith("Contract demo-1 ends on 2026-10-31, as was told"))
        .noneMatch(note -> note.startsWith("As if contract"));
    assertThat(was.months().get(3).net()).as("October").isEqualTo(yen(100));
    assertThat(was.months().get(4).net()).as("November").isEqualTo(yen(0));
    assertThat(was.months().get(4).exams()).isZero();
    assertThat(was.refused().get(Cause.NO_CONTRACT).exams()).isEqualTo(9);
  }

  @Test
  void whatIsExpectedIsRefusedBeyondTheCapacityThatIsAgreed() {
    books
        .at("2026-04-01T12:00:00")
        .agree(
            "demo-1",
            TestTerms.of(
                    "2026-04-01", "2027-03-31", PeriodCourse.MONTHLY, BackupUnit.FACILITY, yen(100))
                .capacity(CapacityTerms.of(7_000))
                .build());
    arrived("1.1", "2026-07-02T10:00:00");
    books.at("2026-08-01T12:00:00").close("2026-07");
    Simulated was = was(JULY, JULY, 12);
    assertThat(was.usedUp()).contains(YearMonth.of(2026, 9));
    assertThat(was.refused().get(Cause.CAPACITY).exams()).isEqualTo(10);
  }

  private void correct(String contract, Money amount) {
    ContractClause clause = new ContractClause(contract, 1);
    Correction correction = new Correction("demo", clause, amount, "kindness", "by letter");
    books.ledger.correct(correction, true, "op");
  }

  private void arrived(String study, String at) {
    books.at(at).arrived(study, 3, at, at);
  }

  private static ContractTerms annual(String until, long rate) {
    return annual("2026-04-01", until, rate);
  }

  private static ContractTerms annual(String from, String until, long rate) {
    return TestTerms.of(from, until, PeriodCourse.ANNUAL, BackupUnit.FACILITY, yen(rate)).build();
  }

  /** 10,000 a year for each study that is chosen, by its days: 9,151 from 2 May on. */
  private static ContractTerms ofChosenStudies() {
    BackupPrice price = TestTerms.price(PeriodCourse.ANNUAL, yen(1000));
    return TestTerms.of(
            "2026-04-01", "2027-03-31", PeriodCourse.ANNUAL, BackupUnit.STUDY, yen(1000))
        .billing(new BillingTerms(PartPeriods.DAYS, RoundingMode.HALF_UP, Tax.NONE))
        .backups(List.of(BackupTerms.of(BackupUnit.STUDY, price).chosen(Set.of()).build()))
        .build();
  }

  private Simulated was(YearMonth first, YearMonth last, int ahead) {
    return run(new SimulationOrder("demo", first, last, Optional.empty(), ahead)).was();
  }

  private Comparison run(SimulationOrder order) {
    ExamFacts facts = (facility, study) -> Optional.of(new ExamFacts.Known(Set.of("ES"), false));
    return books.ledger.simulator(folder.resolve("scratch")).run(order, facts, step -> {});
  }

  private static Money yen(long amount) {
    return Money.parse("JPY " + amount);
  }
}
