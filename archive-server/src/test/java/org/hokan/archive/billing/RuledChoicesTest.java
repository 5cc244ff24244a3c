package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.Days;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rules would choose in a simulation; its scratch database is H2 on every node. */
class RuledChoicesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 4, 10);
  private static final Money RATE = Money.parse("JPY 10");

  private final Database scratch = Database.open(TestDatabase.H2.fresh(), UsageLedger.entities());
  private final Contract contract =
      TestTerms.agreed(
          "demo-1",
          Map.of(
              LocalDate.of(2026, 1, 1),
              TestTerms.of(
                      "2026-01-01", "2026-12-31", PeriodCourse.MONTHLY, BackupUnit.PATIENT, RATE)
                  .backup(
                      BackupTerms.of(
                              BackupUnit.PATIENT, TestTerms.price(PeriodCourse.MONTHLY, RATE))
                          .chosen(Set.of())
                          .build())
                  .build()));
  private final AgreedTerms terms = contract.termsOn(DAY).orElseThrow();

  @AfterEach
  void close() {
    scratch.close();
  }

  private void choose(RuledChoices choices, String patient, LocalDate day, BackupUnit... units) {
    OtherRules.Part part =
        new OtherRules.Part(1, 1000, List.of(), false, Set.of(), Set.of(units), 0, 0);
    BillingEntry.Study study =
        new BillingEntry.Study(
            "1.2.3", "P" + patient, 1, 1000, Instant.EPOCH, Instant.EPOCH, "ENDO1", "", 0);
    ReplayedExam exam =
        new ReplayedExam(YearMonth.from(day), new ContractClause("demo-1", 1), study);
    scratch.run(tx -> choices.choose(tx, terms, part, exam, day));
  }

  private Map<String, Chosen> chosen(RuledChoices choices, Map<String, Chosen> said) {
    return scratch.read(
        tx ->
            choices.over(tx, said, contract, BackupUnit.PATIENT, List.of("P1", "P2", "P3", "P4")));
  }

  private static Chosen from(LocalDate day) {
    return new Chosen(Days.of(day, Days.WITHOUT_END), false);
  }

  @Test
  void whatIsChosenStandsInTheScratchDatabaseAndNotInMemory() {
    choose(new RuledChoices(scratch), "1", DAY, BackupUnit.PATIENT);
    assertThat(chosen(new RuledChoices(scratch), Map.of())).isEqualTo(Map.of("P1", from(DAY)));
  }

  @Test
  void theFirstDayCountsOnlyChosenUnitsDoAndWhatWasReallySaidGoesBefore() {
    RuledChoices choices = new RuledChoices(scratch);
    choose(choices, "1", DAY, BackupUnit.PATIENT);
    choose(choices, "1", DAY.plusDays(1), BackupUnit.PATIENT);
    choose(choices, "2", DAY.plusDays(2), BackupUnit.PATIENT, BackupUnit.STUDY);
    choose(choices, "3", DAY, BackupUnit.STUDY);
    choose(choices, "4", DAY);

    Chosen never = new Chosen(Days.NEVER, true);
    assertThat(chosen(choices, Map.of("P2", never)))
        .isEqualTo(Map.of("P1", from(DAY), "P2", never));
    assertThat(chosen(choices, Map.of()))
        .isEqualTo(Map.of("P1", from(DAY), "P2", from(DAY.plusDays(2))));
  }
}
