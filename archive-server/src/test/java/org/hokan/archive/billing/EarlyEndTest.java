package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hokan.archive.contract.BackupTerms;
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
  void whatIsGivenBackNamesTheTermsThatWereAgreedForTheLastDayNotThoseOffered() {
    aYearIsPaid(PartPeriods.DAYS);
    books.agree("demo-1", until("2026-12-31", PartPeriods.DAYS)); // version 2
    books.offer("demo-1", until("2027-12-31", PartPeriods.DAYS));
    books.end("demo-1", "2026-06-30");
    books.at("2026-07-02T09:00:00").close("2026-06");
    assertThat(books.records("2026-06"))
        .extracting(BillingRecord::clause)
        .containsOnly(new ContractClause("demo-1", 2));
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
  void whatWasGivenBackIsChargedAgainWhenTheEndIsPutOff() {
    aYearIsPaid(PartPeriods.DAYS);
    books.agree("demo-1", until("2026-06-30", PartPeriods.DAYS));
    books.at("2026-06-30T09:00:00").close("2026-06");
    books.agree("demo-1", until("2026-12-31", PartPeriods.DAYS));
    Statement december = books.at("2027-01-02T09:00:00").close("2026-12").statements().get(0);
    assertThat(december.net()).isEqualTo(yen(10_000 - 4958));
  }

  @Test
  void whatEndsAfterTheDayOfAnEarlyCloseIsGivenBackByTheNextOneOnce() {
    aYearIsPaidAndEndsOn30June(PartPeriods.DAYS);
    assertThat(books.at("2026-06-29T09:00:00").close("2026-06").statements()).isEmpty();
    Statement july = books.at("2026-07-10T09:00:00").close("2026-07").statements().get(0);
    assertThat(july.net()).isEqualTo(yen(4958 - 10_000));
    assertThat(books.records("2026-07"))
        .extracting(record -> ((BillingEntry.Adjustment) record.entry()).reason())
        .singleElement()
        .asString()
        .contains("last day 2026-06-30");
    assertThat(books.at("2026-09-02T09:00:00").close("2026-08").statements()).isEmpty();
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void whatEndsOnTheDayOfAnEarlyCloseIsGivenBackByIt() {
    aYearIsPaidAndEndsOn30June(PartPeriods.DAYS);
    Statement june = books.at("2026-06-30T09:00:00").close("2026-06").statements().get(0);
    assertThat(june.net()).isEqualTo(yen(4958 - 10_000));
    assertThat(books.at("2026-08-02T09:00:00").close("2026-07").statements()).isEmpty();
  }

  @Test
  void anEndThatMovesWithinTheMonthOfAnEarlyCloseIsGivenBackOnceAsItIsThen() {
    aYearIsPaidAndEndsOn30June(PartPeriods.DAYS);
    assertThat(books.at("2026-06-10T09:00:00").close("2026-06").statements()).isEmpty();
    books.end("demo-1", "2026-06-20");
    Statement july = books.at("2026-08-02T09:00:00").close("2026-07").statements().get(0);
    assertThat(july.net()).isEqualTo(yen(4684 - 10_000));
    assertThat(july.records()).isEqualTo(1);
  }

  @Test
  void anEndOfTheSameMonthThatIsPutOffAfterAnEarlyCloseGaveBackChargesTheDifference() {
    aYearIsPaid(PartPeriods.DAYS);
    books.agree("demo-1", until("2026-06-20", PartPeriods.DAYS));
    Statement june = books.at("2026-06-20T09:00:00").close("2026-06").statements().get(0);
    assertThat(june.net()).isEqualTo(yen(4684 - 10_000));
    books.agree("demo-1", until("2026-06-30", PartPeriods.DAYS));
    Statement july = books.at("2026-07-10T09:00:00").close("2026-07").statements().get(0);
    assertThat(july.net()).isEqualTo(yen(4958 - 4684));
    assertThat(books.at("2026-09-02T09:00:00").close("2026-08").statements()).isEmpty();
  }

  /** A year of a patient at 1,000, one of those whom the terms name. */
  private static ContractTerms ofPatients(PartPeriods partPeriods, String... patients) {
    return with(
        partPeriods,
        BackupTerms.of(BackupUnit.PATIENT, TestTerms.price(PeriodCourse.ANNUAL, yen(100)))
            .chosen(Set.of(patients))
            .build());
  }

  private static ContractTerms with(PartPeriods partPeriods, BackupTerms... more) {
    List<BackupTerms> units = new ArrayList<>(List.of(more));
    units.add(
        BackupTerms.of(BackupUnit.FACILITY, TestTerms.price(PeriodCourse.MONTHLY, yen(1))).build());
    return TestTerms.of(
            "2026-01-01", "2026-12-31", PeriodCourse.ANNUAL, BackupUnit.FACILITY, yen(1))
        .backups(units)
        .billing(new BillingTerms(partPeriods, RoundingMode.DOWN, Tax.JP))
        .build();
  }

  private void twoPatientsArePaid(PartPeriods partPeriods) {
    books.agree("demo-1", ofPatients(partPeriods, "1", "2"));
    arrives("1.2.1", "P1");
    arrives("1.2.2", "P2");
    books.at("2026-03-10T09:00:00").close("2026-02");
  }

  private void arrives(String study, String patient) {
    String day = "2026-01-01T10:00:00";
    books.arrived("demo", "demo-1", study, patient, 3, day, day);
  }

  private List<String> corrections(String month) {
    books.close(month);
    return books.records(month).stream()
        .filter(record -> record.type() == RecordType.ADJUSTMENT)
        .map(
            record ->
                record.amount().getAmount()
                    + " "
                    + ((BillingEntry.Adjustment) record.entry()).reason())
        .toList();
  }

  @Test
  void whatIsPaidForAPatientWhoIsTakenOutIsGivenBackByDays() {
    twoPatientsArePaid(PartPeriods.DAYS);
    books.at("2026-07-01T09:00:00").agree("demo-1", ofPatients(PartPeriods.DAYS, "2"));
    assertThat(corrections("2026-06"))
        .singleElement()
        .asString()
        .startsWith(
            "-505 バックアップ対象の解除による返金 (the object of record 5 was taken out of unit PATIENT, last day"
                + " 2026-06-30");
    books.at("2026-08-02T09:00:00");
    assertThat(corrections("2026-07")).isEmpty();
    books.at("2026-08-10T09:00:00").agree("demo-1", ofPatients(PartPeriods.DAYS, "1", "2"));
    books.at("2026-09-02T09:00:00");
    assertThat(corrections("2026-08"))
        .as("chosen again, so that fewer days are given back")
        .singleElement()
        .asString()
        .startsWith("395 バックアップ対象の解除の変更による請求");
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void aPatientWhoIsTakenOutAfterTheDayOfAnEarlyCloseIsGivenBackByTheNextOneOnce() {
    twoPatientsArePaid(PartPeriods.DAYS);
    books.at("2026-06-10T09:00:00");
    assertThat(corrections("2026-06")).isEmpty();
    books.at("2026-06-21T09:00:00").agree("demo-1", ofPatients(PartPeriods.DAYS, "2"));
    books.at("2026-07-10T09:00:00");
    assertThat(corrections("2026-07"))
        .singleElement()
        .asString()
        .startsWith("-532 バックアップ対象の解除による返金")
        .contains("last day 2026-06-20");
    books.at("2026-09-02T09:00:00");
    assertThat(corrections("2026-08")).isEmpty();
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void aPatientWhoIsTakenOutOnTheDayOfAnEarlyCloseIsGivenBackByIt() {
    twoPatientsArePaid(PartPeriods.DAYS);
    books.at("2026-06-21T09:00:00").agree("demo-1", ofPatients(PartPeriods.DAYS, "2"));
    assertThat(corrections("2026-06")).singleElement().asString().startsWith("-532 ");
    books.at("2026-08-02T09:00:00");
    assertThat(corrections("2026-07")).isEmpty();
  }

  @Test
  void eachBackupObjectHasALineOfItsOwnThatLeadsToItsRecords() {
    books.agree("demo-1", ofPatients(PartPeriods.DAYS, "1", "2"));
    arrives("1.2.1", "P1");
    arrives("1.2.2", "P2");
    Statement statement = books.at("2026-03-10T09:00:00").close("2026-01").statements().get(0);
    assertThat(statement.lines())
        .extracting(StatementLine::unit, StatementLine::object, StatementLine::amount)
        .containsExactly(
            tuple("FACILITY", "demo", yen(1)),
            tuple("PATIENT", "P1", yen(1000)),
            tuple("PATIENT", "P2", yen(1000)));
    LineExplanation second = books.ledger.explain(statement.number(), 2, 0, 10).orElseThrow();
    assertThat(second.parts()).hasSize(1);
    assertThat(second.parts().get(0).images()).isEqualTo(3);
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void whereAPeriodThatHasBegunCountsWholeNothingIsGivenBackForAPatient() {
    twoPatientsArePaid(PartPeriods.WHOLE);
    books.at("2026-07-01T09:00:00").agree("demo-1", ofPatients(PartPeriods.WHOLE, "2"));
    assertThat(corrections("2026-06")).isEmpty();
  }

  @Test
  void whatIsPaidForAUnitThatAChangeOfTermsTakesOutIsGivenBack() {
    twoPatientsArePaid(PartPeriods.DAYS);
    books.at("2026-07-01T09:00:00").agree("demo-1", with(PartPeriods.DAYS));
    assertThat(corrections("2026-06"))
        .singleElement()
        .asString()
        .startsWith("-1010 バックアップ単位の終了による返金 (unit PATIENT ended, last day 2026-06-30");
  }

  @Test
  void whatAUnitsEndGaveBackIsNotChargedAndGivenBackAgainForAPatientWhoIsTakenOutLater() {
    twoPatientsArePaid(PartPeriods.DAYS);
    books.at("2026-07-01T09:00:00").agree("demo-1", with(PartPeriods.DAYS));
    assertThat(corrections("2026-06")).hasSize(1);
    books.at("2026-08-02T09:00:00");
    assertThat(corrections("2026-07")).isEmpty();

    books.at("2026-08-10T09:00:00").agree("demo-1", ofPatients(PartPeriods.DAYS, "2"));
    books.at("2026-09-02T09:00:00");
    assertThat(corrections("2026-08"))
        .as("the other patient alone is kept longer")
        .singleElement()
        .asString()
        .startsWith("395 バックアップ単位の終了の変更による請求 (unit PATIENT is kept longer");
    books.at("2026-10-02T09:00:00");
    assertThat(corrections("2026-09")).isEmpty();
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void noCorrectionNamesAPatient() {
    books.agree("demo-1", ofPatients(PartPeriods.DAYS, "SECRET77"));
    arrives("1.2.1", "PSECRET77");
    books.at("2026-03-10T09:00:00").close("2026-02");
    books.at("2026-07-01T09:00:00").agree("demo-1", ofPatients(PartPeriods.DAYS, "2"));
    books.close("2026-06");
    assertThat(books.records("2026-06"))
        .filteredOn(record -> record.type() == RecordType.ADJUSTMENT)
        .singleElement()
        .extracting(record -> record.entry().toString())
        .asString()
        .doesNotContain("SECRET77")
        .contains("end of the object of record");
  }

  private static Money yen(long amount) {
    return Money.ofMajor(CurrencyUnit.JPY, amount);
  }
}
