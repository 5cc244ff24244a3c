package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.contract.BackupObjects.Key;
import org.hokan.archive.contract.BackupObjects.Ruled;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is chosen by agreement, by people and by rules, is one list in which nothing changes. */
@OnEachDatabase
class BackupObjectsTest {
  private static final LocalDate TODAY = LocalDate.ofInstant(RulesNode.NOON, ZoneOffset.UTC);

  private static final BackupPrice PRICE =
      TestTerms.price(PeriodCourse.MONTHLY, Money.parse("JPY 10"));

  private final Database database;
  private final RulesNode node;
  private final BackupObjects objects;

  BackupObjectsTest(TestDatabase on) {
    database = on.shared(BackupObjectsTest.class, RulesNode.tables());
    node = new RulesNode(database);
    objects = node.contracts.objects();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static ContractTerms terms(Set<String> patients, Set<String> studies) {
    return terms(
            BackupTerms.of(BackupUnit.PATIENT, PRICE).chosen(patients).build(),
            BackupTerms.of(BackupUnit.STUDY, PRICE).chosen(studies).build())
        .build();
  }

  private static ContractTerms.Builder terms(BackupTerms... units) {
    return TestTerms.of(
            "2026-01-01",
            "2026-12-31",
            PeriodCourse.MONTHLY,
            BackupUnit.PATIENT,
            Money.parse("JPY 10"))
        .backups(List.of(units));
  }

  private Contract agreed(String facility, ContractTerms terms) {
    node.admit(facility);
    return node.contracts.add(facility, terms, "op");
  }

  private Optional<Days> days(Key key) {
    return Optional.ofNullable(
            database
                .read(tx -> objects.chosen(tx, key.contract(), key.unit(), List.of(key.object())))
                .get(key.object()))
        .map(Chosen::days);
  }

  @Test
  void whatTermsNameIsChosenFromTheirFirstDayAndTakenOutByThoseThatNameItNoMore() {
    Contract first = agreed("named", terms(Set.of("P1", "P2"), Set.of("1.2.3")));
    LocalDate change = TODAY.plusDays(10);
    node.contracts.change(
        first.id(), 2, terms(Set.of("P2"), Set.of("1.2.3")), Optional.of(change), "op");

    assertThat(days(Key.patient(first.id(), "P1")))
        .contains(Days.of(first.from(), change.minusDays(1)));
    assertThat(days(Key.patient(first.id(), "P2")))
        .contains(Days.of(first.from(), Days.WITHOUT_END));
    assertThat(days(Key.study(first.id(), "1.2.3")))
        .contains(Days.of(first.from(), Days.WITHOUT_END));
  }

  /** As Java sorts them: a simulation merges the pages of several contracts. */
  @Test
  void whatWasTakenOutIsReadByCode() {
    Contract first =
        agreed("bycode", terms(Set.of("p1", "P1", "Z9", "a_b", "a-b", "患者"), Set.of()));
    node.contracts.change(
        first.id(), 2, terms(Set.of(), Set.of()), Optional.of(TODAY.plusDays(10)), "op");

    List<String> all =
        database.read(tx -> objects.takenOut(tx, first.id(), BackupUnit.PATIENT, "", 10));

    assertThat(all).hasSize(6).isSorted();
    List<String> rest =
        database.read(tx -> objects.takenOut(tx, first.id(), BackupUnit.PATIENT, all.get(2), 10));
    assertThat(rest).isEqualTo(all.subList(3, 6));
  }

  @Test
  void termsThatNameAnObjectNoMoreLeaveWhatAPersonOrARuleChose() {
    Contract contract = agreed("kept", terms(Set.of(), Set.of()));
    Key person = Key.patient(contract.id(), "P1");
    Key rule = Key.study(contract.id(), "1.2.3");
    objects.choose(person, Optional.empty(), "op");
    choose("kept", List.of(new Ruled(contract.agreed().get(0), Optional.empty(), "1.2.3", TODAY)));

    LocalDate named = TODAY.plusDays(10);
    change(contract.id(), terms(Set.of("P1", "P2"), Set.of("1.2.3")), named);
    LocalDate noMore = TODAY.plusDays(20);
    change(contract.id(), terms(Set.of(), Set.of()), noMore);

    assertThat(days(person)).contains(Days.of(TODAY, Days.WITHOUT_END));
    assertThat(days(rule)).contains(Days.of(TODAY, Days.WITHOUT_END));
    assertThat(days(Key.patient(contract.id(), "P2")))
        .contains(Days.of(named, noMore.minusDays(1)));
    assertThat(objects.history(person)).as("nothing without effect").allMatch(c -> c.chosen());
  }

  @Test
  void whatAPersonPlannedStaysPlannedWhenTermsNameTheObjectNoMore() {
    Contract contract = agreed("planned", terms(Set.of("P1"), Set.of()));
    Key patient = Key.patient(contract.id(), "P1");
    objects.takeOut(patient, Optional.of(TODAY.plusDays(5)), "op");
    objects.choose(patient, Optional.of(TODAY.plusDays(10)), "op");

    change(contract.id(), terms(Set.of(), Set.of()), TODAY.plusDays(2));

    assertThat(days(patient))
        .contains(
            Days.of(contract.from(), TODAY.plusDays(1))
                .then(Days.of(TODAY.plusDays(10), Days.WITHOUT_END)));
  }

  private void change(String contract, ContractTerms terms, LocalDate from) {
    int seen = node.contracts.contract(contract).orElseThrow().lastStep().number();
    node.contracts.change(contract, seen, terms, Optional.of(from), "op");
  }

  @Test
  void aPersonChoosesAndTakesOutFromADayOnAndBothAreInTheAuditTrail() {
    Contract contract = agreed("staff", terms(Set.of(), Set.of()));
    Key exam = Key.study(contract.id(), "1.2.840.1");

    objects.choose(exam, Optional.empty(), "op");
    assertThatThrownBy(() -> objects.choose(exam, Optional.empty(), "op"))
        .hasMessageContaining("chosen on " + TODAY + " already");
    objects.takeOut(exam, Optional.of(TODAY.plusDays(5)), "op");

    assertThat(days(exam)).contains(Days.of(TODAY, TODAY.plusDays(4)));
    assertThat(objects.history(exam)).extracting(BackupChoice::chosen).containsExactly(true, false);
    assertThat(objects.list(contract.id(), BackupUnit.STUDY, 0, 10).orElseThrow())
        .extracting(BackupObjects.Listed::object)
        .containsExactly("1.2.840.1");
    assertThat(node.audit.list(AuditFilter.builder().build()).stream())
        .filteredOn(event -> event.study().equals("1.2.840.1"))
        .extracting(AuditEvent::action)
        .contains("backup.add", "backup.remove");
  }

  @Test
  void aListGoesOnBehindANumberThatTellsNobody() {
    Contract contract = agreed("paged", terms(Set.of("P1", "P2", "P3"), Set.of("1.2.3")));
    List<BackupObjects.Listed> first =
        objects.list(contract.id(), BackupUnit.PATIENT, 0, 2).orElseThrow();
    long last = first.get(1).number();
    List<BackupObjects.Listed> rest =
        objects.list(contract.id(), BackupUnit.PATIENT, last, 2).orElseThrow();

    assertThat(first).extracting(BackupObjects.Listed::object).containsExactly("PP1", "PP2");
    assertThat(rest).extracting(BackupObjects.Listed::object).containsExactly("PP3");
    assertThat(objects.list(contract.id(), BackupUnit.STUDY, last, 2)).as("of a unit").isEmpty();
    assertThat(objects.list("paged-2", BackupUnit.PATIENT, last, 2)).isEmpty();
  }

  @Test
  void nothingIsChosenForAPastDayNorInAUnitThatIsAboutAll() {
    Contract contract = agreed("all", RulesNode.terms("2026-01-01", "2026-12-31"));
    Key key = Key.patient(contract.id(), "P1");
    assertThatThrownBy(() -> objects.choose(key, Optional.empty(), "op"))
        .hasMessageContaining("has no unit PATIENT");
    Contract chosen = agreed("past", terms(Set.of(), Set.of()));
    assertThatThrownBy(
            () ->
                objects.choose(
                    Key.patient(chosen.id(), "P1"), Optional.of(TODAY.minusDays(1)), "op"))
        .hasMessageContaining("or later");
  }

  @Test
  void nothingIsChosenNorSaidToBeKeptInAUnitThatHasEnded() {
    BackupTerms facility =
        BackupTerms.of(BackupUnit.FACILITY, PRICE).until(Optional.of(TODAY)).build();
    BackupTerms patients =
        BackupTerms.of(BackupUnit.PATIENT, PRICE)
            .chosen(Set.of())
            .until(Optional.of(TODAY.plusDays(1)))
            .build();
    Contract contract = agreed("ended", terms(facility, patients).build());
    Key key = Key.patient(contract.id(), "P1");

    assertThatThrownBy(() -> objects.choose(key, Optional.of(TODAY.plusDays(2)), "op"))
        .hasMessageContaining("has no unit PATIENT on " + TODAY.plusDays(2));
    assertThat(objects.follows(contract, key, TODAY)).contains("kept under unit FACILITY alone");
    assertThat(objects.follows(contract, key, TODAY.plusDays(1)))
        .contains("what is kept stays for the grace");
  }

  @Test
  void whatFollowsATakingOutIsSaidByTheTermsOfThatDay() {
    Contract contract = agreed("later", terms(Set.of(), Set.of()));
    ContractTerms shorter =
        terms(contract.terms().backups().toArray(BackupTerms[]::new))
            .grace(Optional.of(Period.ofDays(1)))
            .build();
    change(contract.id(), shorter, TODAY.plusDays(30));
    Contract changed = node.contracts.contract(contract.id()).orElseThrow();
    Key key = Key.patient(contract.id(), "P1");
    String before =
        changed
            .termsOn(TODAY)
            .orElseThrow()
            .terms()
            .grace()
            .map(Retention::format)
            .orElse("none agreed");
    assertThat(objects.follows(changed, key, TODAY)).contains("the grace (" + before + ")");
    assertThat(objects.follows(changed, key, TODAY.plusDays(30))).contains("the grace (1d)");
  }

  @Test
  void aRuleChoosesOnceAndNeverWhatAPersonTookOut() {
    Contract contract = agreed("ruled", terms(Set.of(), Set.of()));
    AgreedTerms terms = contract.agreed().get(0);
    Key exam = Key.study(contract.id(), "1.2.3");
    Ruled ruled = new Ruled(terms, Optional.of("P1"), "1.2.3", TODAY);

    for (int times = 0; times < 2; times++) {
      choose("ruled", List.of(ruled, ruled));
    }
    assertThat(objects.history(exam))
        .extracting(choice -> choice.said().rule())
        .containsExactly("ENDO1/keep@3");

    objects.takeOut(exam, Optional.empty(), "op");
    choose("ruled", List.of(ruled));
    assertThat(days(exam)).contains(Days.NEVER);
    assertThat(days(Key.patient(contract.id(), "P1"))).isEmpty();
  }

  private void choose(String facility, List<Ruled> some) {
    database.run(
        tx -> objects.chooseByRule(tx, facility, "ENDO1/keep@3", List.of(BackupUnit.STUDY), some));
  }

  @Test
  void aRuleThatChoosesForAUnitThatNoContractHasIsRefused() {
    agreed("lacking", RulesNode.terms("2026-01-01", "2026-12-31"));
    assertThatThrownBy(() -> objects.checkUnits("keep", "lacking", List.of(BackupUnit.STUDY)))
        .hasMessageContaining("no contract of facility lacking has a unit STUDY of chosen objects");
  }

  @Test
  void whatTermsNamedBeforeThereWereChoicesIsAdoptedOnce() {
    Contract contract = agreed("adopted", terms(Set.of("P1"), Set.of()));
    database.run(
        tx ->
            tx.session()
                .createNativeMutationQuery(
                    "delete from contract_backup_choice where contract = :id")
                .setParameter("id", contract.id())
                .executeUpdate());
    Key patient = Key.patient(contract.id(), "P1");
    assertThat(days(patient)).isEmpty();

    objects.adopt();
    objects.adopt();

    assertThat(objects.history(patient)).hasSize(1);
    assertThat(days(patient)).contains(Days.of(contract.from(), Days.WITHOUT_END));
  }
}
