package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hokan.archive.contract.BackupObjects.Key;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Statements;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often the list of chosen objects is asked for many examinations; as H2 counts it. */
class ChoicesAskedTest {
  private final Database database = Database.open(TestDatabase.H2.fresh(), RulesNode.tables());
  private final RulesNode node = new RulesNode(database);

  ChoicesAskedTest() {
    node.admit("demo", "ENDO1");
    BackupPrice price = TestTerms.price(PeriodCourse.MONTHLY, Money.parse("JPY 10"));
    ContractTerms terms =
        TestTerms.of(
                "2026-01-01",
                "2026-12-31",
                PeriodCourse.MONTHLY,
                BackupUnit.PATIENT,
                Money.parse("JPY 10"))
            .backups(
                List.of(
                    BackupTerms.of(BackupUnit.PATIENT, price).chosen(Set.of("P1")).build(),
                    BackupTerms.of(BackupUnit.STUDY, price).chosen(Set.of()).build()))
            .build();
    node.contracts.add("demo", terms, "op");
    node.contracts.objects().choose(Key.study("demo-1", "1.2.7"), Optional.empty(), "op");
  }

  @AfterEach
  void close() {
    node.close();
    database.close();
  }

  private long asked(Runnable work) {
    Map<String, Long> statements = Statements.of(database, work);
    return statements.entrySet().stream()
        .filter(entry -> entry.getKey().contains("contract_backup_choice"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static KeepingFacts exam(int number) {
    return new KeepingFacts(
        "demo", Optional.of("P" + number), "1.2." + number, "demo-1", RulesNode.NOON, List.of());
  }

  @Test
  void howLongAPageOfExamsIsKeptAsksOnceAndAnswersForEach() {
    List<KeepingFacts> page = IntStream.range(0, 100).mapToObj(ChoicesAskedTest::exam).toList();

    assertThat(asked(() -> database.read(tx -> node.contracts.keeping(tx, page)))).isOne();

    KeptExams kept = database.read(tx -> node.contracts.keeping(tx, page));
    for (KeepingFacts exam : page) {
      assertThat(kept.until(exam)).isEqualTo(node.contracts.keptUntil(exam));
    }
    LocalDate end = LocalDate.of(2026, 12, 31);
    assertThat(kept.until(exam(1)).map(KeptUntil::lastDay)).as("its patient").contains(end);
    assertThat(kept.until(exam(7)).map(KeptUntil::lastDay)).as("itself").contains(end);
    assertThat(kept.until(exam(8))).isEmpty();
  }

  @Test
  void aRuleThatIsTriedOnAnExamAsksOnceForAllOfItsImages() {
    Predicate<ArrivalFacts> rule =
        node.rules.matching(StorageRule.of("ENDO1", "r", "patient_id == 'P9'", Actions.ACCEPT, 10));

    long asked =
        asked(
            () -> {
              for (int image = 0; image < 5; image++) {
                assertThat(rule.test(image("1.2.7"))).isTrue();
              }
              assertThat(rule.test(image("1.2.8"))).isTrue();
            });

    assertThat(asked).isEqualTo(2);
  }

  @Test
  void whatARenewalLeavesBehindIsLookedForOnceAndThenOnlyWhetherSomethingChanged() {
    LocalDate today = node.contracts.today("demo");
    node.admit("renewed");
    ContractTerms ended =
        ofPatients(
            "2026-01-01",
            today.minusDays(1).toString(),
            IntStream.range(0, 1000).mapToObj(Integer::toString).collect(Collectors.toSet()));
    node.contracts.add("renewed", ended, "op");
    Contract next =
        node.contracts.add("renewed", ofPatients(today.toString(), "2027-12-31", Set.of()), "op");

    assertThat(asked(node.contracts::review)).isGreaterThan(3);
    assertThat(asked(node.contracts::review)).isOne();

    node.contracts.change(
        next.id(), 2, ofPatients(today.toString(), "2028-12-31", Set.of()), Optional.empty(), "op");
    assertThat(asked(node.contracts::review)).as("other terms").isGreaterThan(3);
    assertThat(asked(node.contracts::review)).isOne();
  }

  private static ContractTerms ofPatients(String from, String until, Set<String> patients) {
    Money rate = Money.parse("JPY 10");
    return TestTerms.of(from, until, PeriodCourse.MONTHLY, BackupUnit.PATIENT, rate)
        .backup(
            BackupTerms.of(BackupUnit.PATIENT, TestTerms.price(PeriodCourse.MONTHLY, rate))
                .chosen(patients)
                .build())
        .build();
  }

  private static ArrivalFacts image(String study) {
    return ArrivalFacts.builder()
        .facility("demo")
        .callingAe("ENDO1")
        .time(RulesNode.NOON)
        .head(
            DataSet.builder()
                .string(Tag.StudyInstanceUID, study)
                .string(Tag.PatientID, "P9")
                .build())
        .build();
  }
}
