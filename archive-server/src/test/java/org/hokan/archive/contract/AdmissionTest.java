package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.contract.StorageDecision.Accept;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.StorageDecision.Quarantine;
import org.hokan.archive.contract.StorageDecision.Refuse;
import org.hokan.dicom.dict.Tag;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
  private static final ContractTerms TERMS = terms().build();

  private static ContractTerms.Builder terms() {
    return TestTerms.of(
            "2026-01-01",
            "2026-12-31",
            PeriodCourse.ANNUAL,
            BackupUnit.FACILITY,
            Money.parse("JPY 1000"))
        .capacity(CapacityTerms.of(1000));
  }

  private static Optional<AppliedTerms> inForce(ContractTerms terms) {
    return inForce(terms, Set.of("P1"));
  }

  /** With these patients chosen, and nothing said of any examination. */
  private static Optional<AppliedTerms> inForce(ContractTerms terms, Set<String> patients) {
    return inForce(terms, patients, terms.from());
  }

  private static Optional<AppliedTerms> inForce(
      ContractTerms terms, Set<String> patients, LocalDate day) {
    AgreedTerms agreed = new AgreedTerms("demo-1", 3, terms.from(), terms.until(), terms);
    return Optional.of(
        AppliedTerms.of(
            agreed,
            new AppliedTerms.Asked(Optional.of("P1"), "1.2.3", day),
            (unit, object) ->
                unit == BackupUnit.STUDY
                    ? Optional.empty()
                    : Optional.of(
                        patients.contains(object.substring(1)) ? Days.ALWAYS : Days.NEVER)));
  }

  private static ArrivalFacts object(long size) {
    return ArrivalFacts.builder()
        .callingAe("ENDO1")
        .sopClass("1.2.840.10008.5.1.4.1.1.77.1.1")
        .head(TestFacts.head(Map.of(Tag.Modality, "ES", Tag.PatientID, "P1")))
        .sizeBytes(size)
        .build();
  }

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
            contract.equals("yes") ? inForce(TERMS) : Optional.empty(),
            rule,
            exam,
            object(size),
            used);
    assertThat(outcomeOf(decision)).isEqualTo(outcome);
  }

  @Test
  void whatIsKeptCarriesTheRulesActionsAndTheirOrigin() {
    StorageRule rule = rule("stills", "storage-class=DELUXE,retention=10y,compression=lossless");
    assertThat(Admission.decide(inForce(TERMS), Optional.of(rule), ExamState.NEW, object(1), 0))
        .isEqualTo(
            new Accept(
                new DecidedBy("demo-1", 3, "stills", 7),
                StorageClass.DELUXE,
                Optional.of(Period.ofYears(10)),
                Optional.of(CompressionOrder.atOnce(Compression.LOSSLESS))));
  }

  @Test
  void whatNoRuleMatchesIsKeptOnceUnderTheContract() {
    assertThat(Admission.decide(inForce(TERMS), Optional.empty(), ExamState.NEW, object(1), 0))
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
        Admission.decide(inForce(TERMS), Optional.of(rule), ExamState.NEW, object(1), 0);
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
  void theTextOfWhatIsKeptAsideTellsItsCause() {
    ContractTerms ct = terms().selection(new Selection(Set.of("CT"), Set.of(), Set.of())).build();
    assertThat(toldCause(inForce(TERMS), "quarantine", 0)).contains(Cause.RULE);
    assertThat(toldCause(inForce(TERMS), "quarantine", 5000)).contains(Cause.CAPACITY);
    assertThat(toldCause(inForce(ct), "quarantine", 5000)).contains(Cause.NOT_SELECTED);
    assertThat(toldCause(Optional.empty(), "accept", 0)).contains(Cause.NO_CONTRACT);
    assertThat(Cause.toldBy("The storage contract is suspended")).isEmpty();
  }

  private static Optional<Cause> toldCause(Optional<AppliedTerms> terms, String then, long used) {
    StorageDecision decision =
        Admission.decide(
            terms, Optional.of(rule("r", then)), ExamState.IN_PROGRESS, object(1), used);
    return Cause.toldBy(((Quarantine) decision).text());
  }

  @Test
  void eachCauseIsOneThatTheTableShows() {
    assertThat(Cause.values()).hasSize(4);
  }

  /** Columns: what is chosen, whether the object is of it. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "modality, ES, true",
    "modality, CT, false",
    "sopClass, 1.2.840.10008.5.1.4.1.1.77.1.1, true",
    "sopClass, 1.2.840.10008.5.1.4.1.1.2, false",
    "station, ENDO1, true",
    "station, CT1, false",
    "patient, P1, true",
    "patient, P2, false"
  })
  void outsideTheSelectionANewExamIsRefusedAndARunningOneKeptAside(
      String kind, String value, boolean chosen) {
    Set<String> one = Set.of(value);
    ContractTerms.Builder terms = terms();
    switch (kind) {
      case "modality" -> terms.selection(new Selection(one, Set.of(), Set.of()));
      case "sopClass" -> terms.selection(new Selection(Set.of(), one, Set.of()));
      case "station" -> terms.selection(new Selection(Set.of(), Set.of(), one));
      default -> terms.backup(patients());
    }
    Optional<AppliedTerms> agreed = inForce(terms.build(), one);
    assertThat(outcomeOf(Admission.decide(agreed, Optional.empty(), ExamState.NEW, object(1), 0)))
        .isEqualTo(chosen ? "ACCEPT" : "REFUSE NOT_SELECTED");
    assertThat(
            outcomeOf(
                Admission.decide(agreed, Optional.empty(), ExamState.IN_PROGRESS, object(1), 0)))
        .isEqualTo(chosen ? "ACCEPT" : "QUARANTINE NOT_SELECTED");
  }

  @Test
  void whoIsRefusedIsToldWhatTheContractIsNotAbout() {
    ContractTerms ct = terms().selection(new Selection(Set.of("CT"), Set.of(), Set.of())).build();
    StorageDecision decision =
        Admission.decide(inForce(ct, Set.of()), Optional.empty(), ExamState.NEW, object(1), 0);
    assertThat(((StorageDecision.Refuse) decision).text())
        .isEqualTo("Not selected by the contract: modality ES");
  }

  private static BackupTerms patients() {
    return chosen(BackupUnit.PATIENT);
  }

  private static BackupTerms chosen(BackupUnit unit) {
    BackupPrice price = TestTerms.price(PeriodCourse.MONTHLY, Money.parse("JPY 10"));
    return BackupTerms.of(unit, price).chosen(Set.of()).storageClass(StorageClass.DELUXE).build();
  }

  @ParameterizedTest
  @CsvSource({
    "STUDY, backup=STUDY, ACCEPT",
    "STUDY, backup=PATIENT, REFUSE NOT_SELECTED",
    "PATIENT, backup=PATIENT, REFUSE NOT_SELECTED"
  })
  void aRuleChoosesWhatNobodyDecidedOnAndNothingThatAPersonTookOut(
      BackupUnit unit, String then, String outcome) {
    Optional<AppliedTerms> agreed = inForce(terms().backup(chosen(unit)).build(), Set.of());
    assertThat(
            outcomeOf(
                Admission.decide(
                    agreed, Optional.of(rule("r", then)), ExamState.NEW, object(1), 0)))
        .isEqualTo(outcome);
  }

  /** Columns: with a unit of patients, in which this one is chosen; the day; outcome and class. */
  @ParameterizedTest(name = "patients {0}, {1}: {2}")
  @CsvSource({
    "false, 2026-03-31, ECONOMY",
    "false, 2026-04-01, REFUSE NOT_SELECTED",
    "true, 2026-03-31, DELUXE",
    "true, 2026-04-01, DELUXE"
  })
  void aUnitThatHasEndedTakesNothing(boolean withPatients, LocalDate day, String outcome) {
    BackupTerms ending =
        BackupTerms.of(BackupUnit.FACILITY, TERMS.backups().get(0).price())
            .until(Optional.of(LocalDate.of(2026, 3, 31)))
            .build();
    ContractTerms both =
        terms().backups(withPatients ? List.of(ending, patients()) : List.of(ending)).build();
    StorageDecision decision =
        Admission.decide(
            inForce(both, Set.of("P1"), day), Optional.empty(), ExamState.NEW, object(1), 0);
    assertThat(
            decision instanceof Accept accept
                ? accept.storageClass().toString()
                : outcomeOf(decision))
        .isEqualTo(outcome);
  }

  @Test
  void whatNoUnitKeepsAnyMoreIsNotCompressed() {
    BackupTerms asItCame =
        BackupTerms.of(BackupUnit.PATIENT, TERMS.backups().get(0).price())
            .chosen(Set.of("P1"))
            .compression(AllowedCompression.parse("none"))
            .build();
    ContractTerms terms = terms().backups(List.of(asItCame)).build();
    Actions later = Actions.parse("compression=lossless,compress=30d");
    assertThat(Admission.compression(later, inForce(terms, Set.of("P1")))).isEmpty();
    assertThat(Admission.compression(later, inForce(terms, Set.of()))).as("taken out").isEmpty();
  }

  @Test
  void beyondACapacityWithAPriceForMoreNothingIsRefused() {
    CapacityTerms priced =
        new CapacityTerms(1000, Optional.of(new CapacityTerms.Overage(100, Money.parse("JPY 50"))));
    assertThat(
            outcomeOf(
                Admission.decide(
                    inForce(terms().capacity(priced).build()),
                    Optional.empty(),
                    ExamState.NEW,
                    object(500),
                    900)))
        .isEqualTo("ACCEPT");
  }

  @Test
  void withoutARuleAnObjectIsKeptAsWellAsTheBestOfItsUnitsSays() {
    ContractTerms both = terms().backups(List.of(TERMS.backups().get(0), patients())).build();
    assertThat(inForce(both, Set.of("P1")).orElseThrow().storageClass())
        .isEqualTo(StorageClass.DELUXE);
    assertThat(inForce(both, Set.of("P2")).orElseThrow().storageClass())
        .isEqualTo(StorageClass.ECONOMY);
  }
}
