package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import org.hokan.archive.contract.StorageDecision.Accept;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.StorageDecision.Quarantine;
import org.hokan.archive.contract.StorageDecision.Refuse;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
  private static final Contract CONTRACT =
      new Contract(
          "demo-1",
          3,
          "demo",
          new ContractTerms(
              LocalDate.parse("2026-01-01"),
              LocalDate.parse("2026-12-31"),
              PeriodCourse.ANNUAL,
              Money.parse("JPY 1000"),
              BackupUnit.FACILITY,
              1000),
          10,
          ContractState.AGREED,
          Instant.EPOCH,
          "op");

  /** Columns: contract in force, rule's actions or none, exam, size and use of 1000, outcome. */
  @ParameterizedTest(name = "contract {0}, rule {1}, exam {2}, {3} bytes onto {4}: {5}")
  @CsvSource({
    "yes, -, NEW, 100, 0, ACCEPT",
    "yes, -, IN_PROGRESS, 100, 0, ACCEPT",
    "yes, -, NEW, 100, 900, ACCEPT",
    "yes, -, NEW, 101, 900, REFUSE CAPACITY",
    "yes, -, IN_PROGRESS, 101, 900, QUARANTINE CAPACITY",
    "yes, -, NEW, 9223372036854775807, 9223372036854775807, REFUSE CAPACITY",
    "yes, storage-class=DELUXE, NEW, 100, 0, ACCEPT",
    "yes, storage-class=DELUXE, NEW, 100, 5000, REFUSE CAPACITY",
    "yes, storage-class=DELUXE, IN_PROGRESS, 100, 5000, QUARANTINE CAPACITY",
    "yes, refuse, NEW, 100, 0, REFUSE RULE",
    "yes, refuse, IN_PROGRESS, 100, 0, REFUSE RULE",
    "yes, refuse, IN_PROGRESS, 100, 5000, REFUSE RULE",
    "yes, quarantine, NEW, 100, 0, QUARANTINE RULE",
    "yes, quarantine, IN_PROGRESS, 100, 0, QUARANTINE RULE",
    "yes, quarantine, NEW, 100, 5000, REFUSE CAPACITY",
    "yes, quarantine, IN_PROGRESS, 100, 5000, QUARANTINE CAPACITY",
    "no, -, NEW, 100, 0, REFUSE NO_CONTRACT",
    "no, -, IN_PROGRESS, 100, 0, QUARANTINE NO_CONTRACT",
    "no, refuse, NEW, 100, 0, REFUSE NO_CONTRACT",
    "no, refuse, IN_PROGRESS, 100, 0, REFUSE RULE",
    "no, quarantine, NEW, 100, 0, REFUSE NO_CONTRACT",
    "no, quarantine, IN_PROGRESS, 100, 0, QUARANTINE NO_CONTRACT",
    "no, storage-class=DELUXE, NEW, 100, 0, REFUSE NO_CONTRACT",
    "no, storage-class=DELUXE, IN_PROGRESS, 100, 0, QUARANTINE NO_CONTRACT"
  })
  void decidesByContractRuleExamAndUse(
      String contract, String then, ExamState exam, long size, long used, String outcome) {
    Optional<StorageRule> rule = then.equals("-") ? Optional.empty() : Optional.of(rule("r", then));
    StorageDecision decision =
        Admission.decide(
            contract.equals("yes") ? Optional.of(CONTRACT) : Optional.empty(),
            rule,
            exam,
            size,
            used);
    assertThat(outcomeOf(decision)).isEqualTo(outcome);
  }

  @Test
  void whatIsKeptCarriesTheRulesActionsAndTheirOrigin() {
    StorageRule rule = rule("stills", "storage-class=DELUXE,retention=10y,compression=lossless");
    assertThat(Admission.decide(Optional.of(CONTRACT), Optional.of(rule), ExamState.NEW, 1, 0))
        .isEqualTo(
            new Accept(
                new DecidedBy("demo-1", 3, "stills", 7),
                StorageClass.DELUXE,
                Optional.of(Period.ofYears(10)),
                Optional.of(Compression.LOSSLESS)));
  }

  @Test
  void whatNoRuleMatchesIsKeptOnceUnderTheContract() {
    assertThat(Admission.decide(Optional.of(CONTRACT), Optional.empty(), ExamState.NEW, 1, 0))
        .isEqualTo(
            new Accept(
                new DecidedBy("demo-1", 3, "", 0),
                StorageClass.ECONOMY,
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void theTextForThePeerFitsAnErrorComment() {
    StorageRule rule = rule("r".repeat(64), "refuse");
    StorageDecision decision =
        Admission.decide(Optional.of(CONTRACT), Optional.of(rule), ExamState.NEW, 1, 0);
    assertThat(decision)
        .isInstanceOfSatisfying(Refuse.class, r -> assertThat(r.text()).hasSizeBetween(20, 64));
  }

  private static StorageRule rule(String name, String then) {
    return new StorageRule(
        "ENDO1", name, 7, "true", Actions.parse(then), 10, false, Instant.EPOCH, "op");
  }

  private static String outcomeOf(StorageDecision decision) {
    if (decision instanceof Refuse refuse) {
      return "REFUSE " + refuse.cause();
    }
    if (decision instanceof Quarantine quarantine) {
      return "QUARANTINE " + quarantine.cause();
    }
    return "ACCEPT";
  }

  @Test
  void eachCauseIsOneThatTheTableShows() {
    assertThat(Cause.values()).hasSize(3);
  }
}
