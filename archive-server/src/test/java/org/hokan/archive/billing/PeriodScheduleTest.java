package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;

class PeriodScheduleTest {
  private static final YearMonth FAR = YearMonth.of(2100, 1);

  @Test
  void oneYearHasOneAnnualOrTwelveMonthlyPeriodsFromWhateverDayItStarts() {
    for (int day : new int[] {1, 15, 28, 31}) {
      LocalDate from = LocalDate.of(2026, 1, day);
      LocalDate until = from.plusYears(1).minusDays(1);
      assertThat(new PeriodSchedule(from, until, 12).dueBy(FAR)).as("day %d", day).hasSize(1);
      assertThat(new PeriodSchedule(from, until, 1).dueBy(FAR)).as("day %d", day).hasSize(12);
    }
  }

  @Test
  void periodsFollowEachOtherWithoutGapOrOverlapAndEndWithTheTerm() {
    LocalDate from = LocalDate.of(2026, 1, 31);
    LocalDate until = LocalDate.of(2028, 6, 15);
    LocalDate expected = from;
    for (Period period : new PeriodSchedule(from, until, 1).dueBy(FAR)) {
      assertThat(period.from()).isEqualTo(expected);
      expected = period.until().plusDays(1);
    }
    assertThat(expected).isEqualTo(until.plusDays(1));
  }

  @Test
  void aContractMonthFromTheThirtyFirstComesBackToTheThirtyFirst() {
    PeriodSchedule schedule =
        new PeriodSchedule(LocalDate.of(2026, 1, 31), LocalDate.of(2026, 12, 31), 1);
    assertThat(schedule.dueBy(YearMonth.of(2026, 3)))
        .extracting(Period::from)
        .containsExactly(
            LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 28), LocalDate.of(2026, 3, 31));
  }

  @Test
  void aPeriodIsDueInTheMonthOfItsFirstDay() {
    PeriodSchedule annual =
        new PeriodSchedule(LocalDate.of(2026, 4, 1), LocalDate.of(2029, 3, 31), 12);
    assertThat(annual.dueBy(YearMonth.of(2026, 3))).isEmpty();
    assertThat(annual.dueBy(YearMonth.of(2027, 3))).hasSize(1);
    assertThat(annual.dueBy(YearMonth.of(2027, 4)))
        .extracting(Period::due)
        .containsExactly(YearMonth.of(2026, 4), YearMonth.of(2027, 4));
  }

  @Test
  void aPeriodThatHasBegunCountsWhole() {
    PeriodSchedule schedule =
        new PeriodSchedule(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 6, 30), 12);
    assertThat(schedule.dueBy(FAR))
        .containsExactly(
            new Period(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)),
            new Period(LocalDate.of(2027, 1, 1), LocalDate.of(2027, 6, 30)));
  }

  @Test
  void refusesAPeriodThatEndsBeforeItStarts() {
    LocalDate day = LocalDate.of(2026, 1, 1);
    assertThatThrownBy(() -> new Period(day, day.minusDays(1)))
        .hasMessageContaining("expected: an end on or after the start");
  }
}
