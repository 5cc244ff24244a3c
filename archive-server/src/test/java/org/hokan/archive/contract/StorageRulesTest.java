package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.contract.RulesNode.NOON;
import static org.hokan.archive.contract.RulesNode.refused;
import static org.hokan.archive.contract.RulesNode.terms;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.contract.RuleTrace.Outcome;
import org.hokan.archive.contract.StorageDecision.Accept;
import org.hokan.archive.contract.StorageDecision.Refuse;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.dict.Tag;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEachDatabase
class StorageRulesTest {
  private final Database database;
  private final RulesNode node;
  private final StorageRules rules;

  StorageRulesTest(TestDatabase on) {
    database = on.shared(StorageRulesTest.class, RulesNode.tables());
    node = new RulesNode(database);
    rules = node.rules;
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void theFirstRuleThatMatchesDecides() {
    under("first", "FIRST1");
    add("FIRST1", "late", "true", "quarantine", 30);
    add("FIRST1", "stills", "modality == \"ES\"", "storage-class=DELUXE", 10);
    add("FIRST1", "reports", "modality == 'SR'", "refuse", 20);

    assertThat(decide(facts("first", "FIRST1").head(TestFacts.head(Tag.Modality, "ES"))))
        .isInstanceOfSatisfying(
            Accept.class,
            a -> {
              assertThat(a.storageClass()).isEqualTo(StorageClass.DELUXE);
              assertThat(a.by()).isEqualTo(new DecidedBy("first-1", 1, "stills", 1));
            });
    assertThat(
            decide(facts("first", "FIRST1").head(TestFacts.head(Tag.Modality, "SR")))
                .by()
                .ruleName())
        .isEqualTo("reports");
    assertThat(
            decide(facts("first", "FIRST1").head(TestFacts.head(Tag.Modality, "CT")))
                .by()
                .ruleName())
        .isEqualTo("late");
    assertThat(rules.ofAe("FIRST1"))
        .extracting(StorageRule::name)
        .containsExactly("stills", "reports", "late");
  }

  @Test
  void rulesOfOneAeDoNotTouchAnother() {
    under("apart", "APART1", "APART2");
    add("APART1", "none", "true", "refuse", 10);
    assertThat(decide(facts("apart", "APART1"))).isInstanceOf(Refuse.class);
    assertThat(decide(facts("apart", "APART2"))).isInstanceOf(Accept.class);
  }

  @Test
  void aRuleThatCannotBeWorkedOutDoesNotMatchAndIsCounted() {
    under("fails", "FAILS1");
    add("FAILS1", "needs-modality", "modality != 'CT'", "refuse", 10);
    long before = rules.failedEvaluations();
    for (int i = 0; i < 3; i++) {
      assertThat(decide(facts("fails", "FAILS1"))).isInstanceOf(Accept.class);
    }
    assertThat(rules.failedEvaluations()).isEqualTo(before + 3);
    assertThat(decide(facts("fails", "FAILS1").head(TestFacts.head(Tag.Modality, "US"))))
        .isInstanceOf(Refuse.class);
  }

  @Test
  void aRuleForACompressionThatNothingMakesIsRefused() {
    under("made", "MADE1");
    refused(Reason.INVALID, () -> add("MADE1", "htj2k", "true", "compression=htj2k-lossless", 10))
        .hasMessageContaining("nothing encodes it");
    assertThat(rules.compress("MADE1")).isFalse();
    add("MADE1", "j2k", "true", "compression=jpeg-2000-lossless", 10);
    assertThat(rules.compress("MADE1")).isTrue();
    assertThat(rules.compress("OTHER1")).isFalse();
  }

  @Test
  void aRuleThatWouldLoseWhatTheContractDoesNotAllowIsWarnedOf() {
    under("loses", "LOSES1");
    StorageRule rule = add("LOSES1", "all", "modality == 'CT'", "compression=lossy", 10);
    assertThat(rules.review(rule, "loses"))
        .anySatisfy(warning -> assertThat(warning).contains("lets nothing be lost"));
    ArrivalFacts facts = facts("loses", "LOSES1").head(TestFacts.head(Tag.Modality, "CT")).build();
    assertThat(rules.compression(facts, 0, NOON)).isEmpty();
    assertThat(rules.allowedLoss(facts, NOON)).isEmpty();
  }

  @Test
  void theLossOfSeveralUnitsIsTheLeastOfAll() {
    AllowedLoss one = new AllowedLoss(3, new LossTerms(LossTerms.Uids.KEEP, Period.ofDays(400)));
    AllowedLoss other = new AllowedLoss(9, new LossTerms(LossTerms.Uids.NEW, Period.ofYears(1)));
    AllowedLoss both = new AllowedLoss(3, new LossTerms(LossTerms.Uids.NEW, Period.ofDays(400)));
    assertThat(one.and(other)).isEqualTo(both);
    assertThat(other.and(one)).isEqualTo(both);
  }

  @Test
  void anExplanationTellsWhatEachRuleSaid() {
    under("explain", "EXPLAIN1");
    add("EXPLAIN1", "a", "size > 1000", "refuse", 10);
    add("EXPLAIN1", "b", "modality == 'ES'", "refuse", 20);
    add("EXPLAIN1", "c", "facility == 'explain'", "storage-class=DELUXE", 30);
    add("EXPLAIN1", "d", "true", "refuse", 40);

    long before = rules.failedEvaluations();
    Explanation explanation =
        rules.explain(facts("explain", "EXPLAIN1").sizeBytes(10).build(), ExamState.NEW, 0);
    assertThat(explanation.rules())
        .extracting(RuleTrace::outcome)
        .containsExactly(Outcome.NOT_MATCHED, Outcome.FAILED, Outcome.MATCHED, Outcome.NOT_REACHED);
    assertThat(explanation.rules().get(1).detail()).isEqualTo("the object lacks modality");
    assertThat(explanation.decision().by().ruleName()).isEqualTo("c");
    assertThat(explanation.terms()).map(AgreedTerms::contract).contains("explain-1");
    assertThat(rules.failedEvaluations()).isEqualTo(before);
  }

  @Test
  void anExplanationIsAlwaysTheDecision() {
    under("same", "SAME1");
    add("SAME1", "big", "size > 100", "quarantine", 10);
    for (String facility : List.of("same", "nobody")) {
      for (ExamState exam : ExamState.values()) {
        for (long size : new long[] {1, 200}) {
          for (long used : new long[] {0, Long.MAX_VALUE}) {
            ArrivalFacts facts = facts(facility, "SAME1").sizeBytes(size).build();
            assertThat(rules.explain(facts, exam, used).decision())
                .isEqualTo(rules.decide(facts, exam, used));
          }
        }
      }
    }
  }

  @Test
  void aRuleThatDoesNotCompileIsRefusedWithItsPlace() {
    under("compile", "COMPILE1");
    refused(Reason.INVALID, () -> add("COMPILE1", "bad", "modalty == 'ES'", "refuse", 10))
        .hasMessageStartingWith("rule bad: when: line 1, column 1: undeclared reference");
    StorageRule good = add("COMPILE1", "good", "true", "refuse", 10);
    refused(
        Reason.INVALID,
        () ->
            rules.change(
                new StorageRule("COMPILE1", "good", 1, "size +", good.then(), 10, false, NOON, ""),
                "op"));
    assertThat(rules.rule("COMPILE1", "good")).contains(good);
  }

  @Test
  void namesAndOrdersAreUniqueWithinAnAe() {
    under("unique", "UNIQUE1", "UNIQUE2");
    add("UNIQUE1", "a", "true", "refuse", 10);
    add("UNIQUE2", "a", "true", "refuse", 10);
    refused(Reason.EXISTS, () -> add("UNIQUE1", "a", "true", "refuse", 20));
    refused(Reason.CONFLICT, () -> add("UNIQUE1", "b", "true", "refuse", 10))
        .hasMessageContaining("order 10 is that of rule a");
    refused(Reason.NOT_FOUND, () -> add("NOBODY", "b", "true", "refuse", 10));
  }

  @Test
  void aChangeIsANewVersionAndEveryVersionIsKeptAlsoOfARemovedRule() {
    under("rulev", "RULEV1");
    StorageRule first = add("RULEV1", "r", "true", "refuse", 10);
    StorageRule second =
        rules.change(
            new StorageRule("RULEV1", "r", 1, "size > 5", Actions.ACCEPT, 20, false, NOON, ""),
            "bob");
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.changedBy()).isEqualTo("bob");
    refused(
        Reason.CHANGED_MEANWHILE,
        () ->
            rules.change(
                new StorageRule("RULEV1", "r", 1, "size > 6", Actions.ACCEPT, 20, false, NOON, ""),
                "carol"));

    rules.remove("RULEV1", "r", "op");
    assertThat(rules.rule("RULEV1", "r")).isEmpty();
    assertThat(decide(facts("rulev", "RULEV1")).by().ruleName()).isEmpty();
    refused(Reason.NOT_FOUND, () -> rules.remove("RULEV1", "r", "op"));
    assertThat(add("RULEV1", "r", "true", "refuse", 10).version()).isEqualTo(4);
    assertThat(rules.versions("RULEV1", "r"))
        .extracting(StorageRule::version, StorageRule::removed)
        .extracting(Object::toString)
        .containsExactly("(1, false)", "(2, false)", "(3, true)", "(4, false)");
    assertThat(rules.versions("RULEV1", "r").get(0)).isEqualTo(first);
  }

  @Test
  void eachChangeIsInTheAuditTrail() {
    under("trail", "TRAIL1");
    add("TRAIL1", "r", "size > 5", "storage-class=DELUXE,retention=10y", 10);
    rules.remove("TRAIL1", "r", "bob");
    List<AuditEvent> events =
        node.audit.list(AuditFilter.builder().facility("trail").actionPrefix("rule.").build());
    assertThat(events).extracting(AuditEvent::action).containsExactly("rule.remove", "rule.add");
    assertThat(events.get(1).subject()).isEqualTo("rule r of AE TRAIL1 version 1");
    assertThat(events.get(1).detail())
        .isEqualTo("order=10, when=size > 5, then=storage-class=DELUXE,retention=10y");
  }

  @Test
  void anAeWithRulesStays() {
    under("aestays", "AESTAYS1");
    add("AESTAYS1", "r", "true", "refuse", 10);
    refused(Reason.CONFLICT, () -> node.entities.remove("AESTAYS1", "op"))
        .hasMessageContaining("has the storage rules r");
    rules.remove("AESTAYS1", "r", "op");
    node.entities.remove("AESTAYS1", "op");
  }

  @Test
  void aChangeByAnotherNodeAppliesAfterTheNextRefresh() {
    under("nodes", "NODES1");
    try (RulesNode other = new RulesNode(database)) {
      other.rules.add(
          StorageRule.of("NODES1", "r", "size >= 0", Actions.parse("refuse"), 10), "op");
      assertThat(decide(facts("nodes", "NODES1"))).isInstanceOf(Accept.class);
      rules.refresh();
      rules.warmUp();
      assertThat(decide(facts("nodes", "NODES1"))).isInstanceOf(Refuse.class);
    }
  }

  @Test
  void aRuleThatNeverDecidesOrHidesOthersIsWarnedOf() {
    under("odd", "ODD1");
    add("ODD1", "stills", "modality == 'ES'", "storage-class=ECONOMY", 10);
    assertThat(review("odd", add("ODD1", "reports", "modality == 'SR'", "refuse", 20))).isEmpty();
    assertThat(review("odd", add("ODD1", "never", "1 > 2", "refuse", 30)))
        .containsExactly(
            "when: line 1, column 1: '1 > 2' never holds (expected: a condition over what arrives)");
    assertThat(review("odd", add("ODD1", "again", " modality == 'ES'", "refuse", 40)))
        .singleElement()
        .asString()
        .startsWith(
            "never asked: rule stills of order 10 decides before, by what stands at line 1, column 2 ");
    assertThat(review("odd", add("ODD1", "all", "1 < 2", "quarantine", 15)))
        .containsExactly(
            "when: '1 < 2' always holds, so that reports, never, again of a higher order is never"
                + " asked");
    assertThat(review("odd", rules.rule("ODD1", "reports").orElseThrow()))
        .singleElement()
        .asString()
        .startsWith("never asked: rule all of order 15 decides before");
  }

  @Test
  void aRuleThatAsksForMoreThanAnEarlierOneIsNeverAsked() {
    under("more", "MORE1");
    add("MORE1", "stills", "modality == 'ES' && size > 5", "quarantine", 10);
    StorageRule more =
        add("MORE1", "more", "hour > 3 && size>5 &&\n modality == \"ES\"", "accept", 20);
    assertThat(review("more", more))
        .containsExactly(
            "never asked: rule stills of order 10 decides before, by what stands at line 1, column"
                + " 13; line 2, column 2 (expected: a lower order, or another condition)");
    assertThat(review("more", add("MORE1", "less", "modality == 'ES'", "accept", 30))).isEmpty();
  }

  @Test
  void aRuleThatIsSavedBeforeOnesThatAskForTheSameOrMoreIsWarnedOf() {
    under("hides", "HIDES1");
    add("HIDES1", "same", "modality == 'ES'", "accept", 20);
    add("HIDES1", "more", "modality == 'ES' && size > 5", "accept", 30);
    add("HIDES1", "other", "size > 5", "accept", 40);
    assertThat(review("hides", add("HIDES1", "first", "modality == 'ES'", "accept", 10)))
        .containsExactly(
            "when: 'modality == 'ES'' holds whenever theirs does, so that same, more of a higher"
                + " order is never asked");
  }

  @Test
  void aRuleThatRefusesByWhatIsUsedIsWarnedOfAsItMayBeginAmidAnExam() {
    under("amid", "AMID1");
    assertThat(review("amid", add("AMID1", "full", "capacity_used > 90", "refuse", 10)))
        .singleElement()
        .asString()
        .startsWith("refuse: by capacity_used it may begin amid an examination");
    assertThat(review("amid", add("AMID1", "aside", "used > 90", "quarantine", 20))).isEmpty();
  }

  /** Columns: the contract's modalities and stations, condition and actions, what is not kept. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "ES,CT; ; true; refuse; what it is about",
        "ES,CT; ; modality in ['ES', 'XA']; refuse=not-authorized; modality ES",
        "ES,CT; AWAY1; calling_ae == 'AWAY1' && modality == 'CT'; quarantine; modality CT",
        "; ; calling_ae == 'AWAY1'; refuse; what it is about",
        "ES,CT; ; modality == 'MR'; refuse; ",
        "ES,CT; ; modality == 'ES' && size > 5; refuse; ",
        "ES,CT; OTHER; true; refuse; ",
        "; ; modality == 'ES'; refuse; "
      })
  void aRuleThatTakesAwayAllOfWhatTheContractNamesIsWarnedOf(
      String modalities, String stations, String when, String then, String what) {
    Selection selection = new Selection(words(modalities), Set.of(), words(stations));
    ContractTerms terms =
        TestTerms.of(
                "2026-01-01",
                "2026-12-31",
                PeriodCourse.ANNUAL,
                BackupUnit.FACILITY,
                Money.parse("JPY 1000"))
            .selection(selection)
            .build();
    AgreedTerms agreed = new AgreedTerms("away-1", 2, terms.from(), terms.until(), terms);
    CompiledRule rule =
        new CompiledRule(StorageRule.of("AWAY1", "r", when, Actions.parse(then), 10));
    List<String> warnings =
        what == null
            ? List.of()
            : List.of(
                "rule r of AE AWAY1: %s: contract away-1 version 2 promises to keep %s"
                    .formatted(rule.rule().then(), what));
    assertThat(RuleReview.against(agreed, rule, List.of(rule))).isEqualTo(warnings);
    CompiledRule taking = new CompiledRule(StorageRule.of("AWAY1", "t", "true", Actions.ACCEPT, 5));
    assertThat(RuleReview.against(agreed, rule, List.of(taking, rule))).isEmpty();
    CompiledRule others =
        new CompiledRule(StorageRule.of("AWAY1", "o", "calling_ae == 'X'", Actions.ACCEPT, 5));
    assertThat(RuleReview.against(agreed, rule, List.of(others, rule))).isEqualTo(warnings);
  }

  private static Set<String> words(String text) {
    return text == null ? Set.of() : Set.of(text.split(","));
  }

  @Test
  void aRuleThatKeepsLessThanTheContractPromisesIsWarnedOf() {
    node.admit("promised", "PROMISED1");
    node.contracts.add("promised", twiceForTenYearsAsItCame(), "op");
    StorageRule rule =
        add(
            "PROMISED1",
            "less",
            "true",
            "storage-class=ECONOMY,retention=9y,compression=lossless",
            10);
    assertThat(review("promised", rule))
        .containsExactly(
            "storage-class=ECONOMY: contract promised-1 version 1, unit FACILITY promises DELUXE",
            "compression=lossless: contract promised-1 version 1, unit FACILITY allows none",
            "retention=9y: contract promised-1 version 1, unit FACILITY promises 10y");
    assertThat(
            review(
                "promised",
                add("PROMISED1", "enough", "false", "storage-class=DELUXE,retention=10y", 5)))
        .containsExactly(
            "when: line 1, column 1: 'false' never holds (expected: a condition over what arrives)");
  }

  @Test
  void aRuleThatKeepsLessThanAContractOfLaterDaysIsWarnedOfWhicheverComesFirst() {
    node.admit("later", "LATER1");
    StorageRule rule = add("LATER1", "once", "true", "storage-class=ECONOMY", 10);
    assertThat(review("later", rule)).isEmpty();
    ContractTerms past = terms("2026-01-01", "2026-06-14");
    node.contracts.add("later", past, "op");
    Contract next =
        node.contracts.add("later", twiceForTenYearsAsItCame("2027-01-01", "2027-12-31"), "op");
    String warning =
        "storage-class=ECONOMY: contract later-2 version 1, unit FACILITY promises DELUXE";
    assertThat(review("later", rule)).containsExactly(warning);
    assertThat(rules.review(next.agreed().get(0), node.entities.ofFacility("later")))
        .containsExactly("rule once of AE LATER1: " + warning);
  }

  @Test
  void aRuleThatDoesNotSpeakOfTheStorageClassKeepsAsWellAsTheContractPromises() {
    node.admit("silent", "SILENT1");
    node.contracts.add("silent", twiceForTenYearsAsItCame(), "op");
    StorageRule rule = add("SILENT1", "told", "true", "notify=look,retention=10y", 10);
    assertThat(decide(facts("silent", "SILENT1")))
        .isInstanceOfSatisfying(
            Accept.class, a -> assertThat(a.storageClass()).isEqualTo(StorageClass.DELUXE));
    assertThat(review("silent", rule)).isEmpty();
  }

  private static ContractTerms twiceForTenYearsAsItCame() {
    return twiceForTenYearsAsItCame("2026-01-01", "2026-12-31");
  }

  private static ContractTerms twiceForTenYearsAsItCame(String from, String until) {
    BackupTerms unit =
        BackupTerms.of(
                BackupUnit.FACILITY, TestTerms.price(PeriodCourse.ANNUAL, Money.parse("JPY 1000")))
            .storageClass(StorageClass.DELUXE)
            .compression(AllowedCompression.parse("none"))
            .retention(Optional.of(Period.ofYears(10)))
            .build();
    return ContractTerms.builder(
            new Parties("Provider", "Hospital"), LocalDate.parse(from), LocalDate.parse(until))
        .capacity(CapacityTerms.of(1L << 40))
        .backup(unit)
        .build();
  }

  private List<String> review(String facility, StorageRule rule) {
    return rules.review(rule, facility);
  }

  private void under(String facility, String... titles) {
    node.admit(facility, titles);
    node.contracts.add(facility, terms("2026-01-01", "2026-12-31"), "op");
  }

  private StorageRule add(String ae, String name, String when, String then, int order) {
    return rules.add(StorageRule.of(ae, name, when, Actions.parse(then), order), "op");
  }

  private StorageDecision decide(ArrivalFacts.Builder facts) {
    return rules.decide(facts.build(), ExamState.NEW, 0);
  }

  private static ArrivalFacts.Builder facts(String facility, String ae) {
    return ArrivalFacts.builder().facility(facility).callingAe(ae).time(NOON);
  }
}
