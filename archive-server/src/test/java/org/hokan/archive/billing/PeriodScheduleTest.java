package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class PeriodScheduleTest {
  private static final LocalDate FAR = LocalDate.of(2100, 1, 1);

  @Test
  void oneYearHasOneAnnualOrTwelveMonthlyPeriodsFromWhateverDayItStarts() {
    for (int day : new int[] {1, 15, 28, 31}) {
      LocalDate from = LocalDate.of(2026, 1, day);
      LocalDate until = from.plusYears(1).minusDays(1);
      assertThat(schedule(from, until, 12).dueBy(FAR)).as("day %d", day).hasSize(1);
      assertThat(schedule(from, until, 1).dueBy(FAR)).as("day %d", day).hasSize(12);
    }
  }

  @Test
  void periodsFollowEachOtherWithoutGapOrOverlapAndEndWithTheTerm() {
    LocalDate from = LocalDate.of(2026, 1, 31);
    LocalDate until = LocalDate.of(2028, 6, 15);
    LocalDate expected = from;
    for (Period period : periods(schedule(from, until, 1), FAR)) {
      assertThat(period.from()).isEqualTo(expected);
      expected = period.until().plusDays(1);
    }
    assertThat(expected).isEqualTo(until.plusDays(1));
  }

  @Test
  void aContractMonthFromTheThirtyFirstComesBackToTheThirtyFirst() {
    PeriodSchedule schedule = schedule(LocalDate.of(2026, 1, 31), LocalDate.of(2026, 12, 31), 1);
    assertThat(schedule.dueBy(LocalDate.of(2026, 3, 31)))
        .extracting(due -> due.period().from())
        .containsExactly(
            LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 28), LocalDate.of(2026, 3, 31));
  }

  @Test
  void aPeriodIsDueOnItsFirstDay() {
    PeriodSchedule annual = schedule(LocalDate.of(2026, 4, 1), LocalDate.of(2029, 3, 31), 12);
    assertThat(annual.dueBy(LocalDate.of(2026, 3, 31))).isEmpty();
    assertThat(annual.dueBy(LocalDate.of(2027, 3, 31))).hasSize(1);
    assertThat(annual.dueBy(LocalDate.of(2027, 4, 1)))
        .extracting(due -> due.period().from())
        .containsExactly(LocalDate.of(2026, 4, 1), LocalDate.of(2027, 4, 1));
  }

  @Test
  void aPeriodEndsWithTheTermAndKnowsItsWholeLength() {
    PeriodSchedule schedule = schedule(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 6, 30), 12);
    assertThat(periods(schedule, FAR))
        .containsExactly(
            new Period(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)),
            new Period(LocalDate.of(2027, 1, 1), LocalDate.of(2027, 6, 30)));
    assertThat(schedule.dueBy(FAR).get(1).ofDays()).isEqualTo(365);
  }

  @Test
  void refusesAPeriodThatEndsBeforeItStarts() {
    LocalDate day = LocalDate.of(2026, 1, 1);
    assertThatThrownBy(() -> new Period(day, day.minusDays(1)))
        .hasMessageContaining("expected: an end on or after the start");
  }

  @Test
  void eachPeriodHasTheTermsOfItsFirstDay() {
    Map<LocalDate, ContractTerms> byDay = new TreeMap<>();
    byDay.put(LocalDate.of(2026, 1, 1), monthly("JPY 1000").build());
    byDay.put(LocalDate.of(2026, 3, 15), monthly("JPY 900").build());
    Contract contract = TestTerms.agreed("demo-1", byDay);
    assertThat(new PeriodSchedule(contract, BackupUnit.FACILITY).dueBy(LocalDate.of(2026, 5, 31)))
        .extracting(due -> due.backup().price().unitRate().getAmountMajorInt())
        .containsExactly(1000, 1000, 1000, 900, 900);
  }

  @Test
  void aUnitThatIsAddedOrTakenOutWithinAPeriodIsChargedForItsDaysOnly() {
    ContractTerms.Builder both = monthly("JPY 1000");
    BackupTerms facility = both.build().backups().get(0);
    BackupTerms patient =
        BackupTerms.of(
                BackupUnit.PATIENT, TestTerms.price(PeriodCourse.MONTHLY, Money.parse("JPY 10")))
            .until(Optional.of(LocalDate.of(2026, 5, 10)))
            .build();
    Map<LocalDate, ContractTerms> byDay = new TreeMap<>();
    byDay.put(LocalDate.of(2026, 1, 1), monthly("JPY 1000").build());
    byDay.put(LocalDate.of(2026, 3, 15), both.backups(List.of(facility, patient)).build());
    Contract contract = TestTerms.agreed("demo-1", byDay);
    assertThat(periods(new PeriodSchedule(contract, BackupUnit.PATIENT), FAR))
        .containsExactly(
            new Period(LocalDate.of(2026, 3, 15), LocalDate.of(2026, 3, 31)),
            new Period(LocalDate.of(2026, 4, 1), LocalDate.of(2026, 4, 30)),
            new Period(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 5, 10)));
    assertThat(new PeriodSchedule(contract, BackupUnit.FACILITY).dueBy(FAR)).hasSize(12);
    assertThat(new PeriodSchedule(contract, BackupUnit.STUDY).dueBy(FAR)).isEmpty();
  }

  /** Its periods count from the contract's first day, so another course would count others. */
  @Test
  void aUnitThatWasTakenOutComesBackOnItsCourseOnly() {
    Map<LocalDate, ContractTerms> byDay = new TreeMap<>();
    byDay.put(LocalDate.of(2026, 1, 1), withPatients(PeriodCourse.ANNUAL));
    byDay.put(LocalDate.of(2026, 7, 1), monthly("JPY 1000").build());
    byDay.put(LocalDate.of(2026, 10, 1), withPatients(PeriodCourse.MONTHLY));
    assertThatThrownBy(() -> TestTerms.agreed("demo-1", byDay))
        .hasMessage(
            "unit PATIENT: another course (expected: ANNUAL, as in version 1, for its periods count"
                + " on; another one needs a new contract)");
    byDay.put(LocalDate.of(2026, 10, 1), withPatients(PeriodCourse.ANNUAL));
    assertThat(
            periods(new PeriodSchedule(TestTerms.agreed("demo-1", byDay), BackupUnit.PATIENT), FAR))
        .containsExactly(new Period(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)));
  }

  /** Terms that give way before their first day were never charged. */
  @Test
  void aUnitWhoseFirstDayNeverCameMayHaveAnotherCourse() {
    Map<LocalDate, ContractTerms> byDay = new TreeMap<>();
    byDay.put(LocalDate.of(2026, 1, 1), monthly("JPY 1000").build());
    Contract contract = TestTerms.agreed("demo-1", byDay);
    LocalDate october = LocalDate.of(2026, 10, 1);
    Contract first = TestTerms.changed(contract, october, withPatients(PeriodCourse.ANNUAL));
    Contract second = TestTerms.changed(first, october, withPatients(PeriodCourse.MONTHLY));
    assertThat(new PeriodSchedule(second, BackupUnit.PATIENT).dueBy(FAR)).hasSize(3);
  }

  private static ContractTerms withPatients(PeriodCourse course) {
    return monthly("JPY 1000")
        .backup(
            BackupTerms.of(BackupUnit.PATIENT, TestTerms.price(course, Money.parse("JPY 10")))
                .build())
        .build();
  }

  private static ContractTerms.Builder monthly(String rate) {
    return TestTerms.of(
        "2026-01-01", "2026-12-31", PeriodCourse.MONTHLY, BackupUnit.FACILITY, Money.parse(rate));
  }

  private static PeriodSchedule schedule(LocalDate from, LocalDate until, int months) {
    ContractTerms terms =
        TestTerms.of(
                from.toString(),
                until.toString(),
                new PeriodCourse("C" + months, months),
                BackupUnit.FACILITY,
                Money.parse("JPY 1000"))
            .build();
    return new PeriodSchedule(TestTerms.agreed("demo-1", Map.of(from, terms)), BackupUnit.FACILITY);
  }

  private static List<Period> periods(PeriodSchedule schedule, LocalDate day) {
    return schedule.dueBy(day).stream().map(PeriodSchedule.Due::period).toList();
  }
}
