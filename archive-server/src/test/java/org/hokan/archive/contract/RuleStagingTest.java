package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.contract.RulesNode.CLOCK;
import static org.hokan.archive.contract.RulesNode.NOON;
import static org.hokan.archive.contract.RulesNode.refused;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class RuleStagingTest {
  private static final LocalDate TOMORROW = LocalDate.ofInstant(NOON, CLOCK.getZone()).plusDays(1);

  private final Database database;
  private final RulesNode node;
  private final StorageRules rules;
  private final RuleStaging staging;

  RuleStagingTest(TestDatabase on) {
    database = on.shared(RuleStagingTest.class, RulesNode.tables());
    node = new RulesNode(database);
    rules = node.rules;
    staging = rules.staging();
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void aStagedChangeDecidesNothingUntilItsDayBegins() {
    node.admit("day", "DAY1");
    staging.stage(rule("DAY1", "later", 0, "retention=1y"), Optional.of(TOMORROW), "op");
    staging.activateDue();
    assertThat(rules.ofAe("DAY1")).isEmpty();

    after(Duration.ofDays(1)).activateDue();
    rules.refresh();
    assertThat(rules.ofAe("DAY1")).extracting(StorageRule::changedBy).containsExactly("op");
    assertThat(staging.list(Optional.of("DAY1"))).isEmpty();
  }

  @Test
  void aChangeWhoseRuleWasChangedMeanwhileStaysStagedAndSaysWhy() {
    node.admit("race", "RACE1");
    rules.add(rule("RACE1", "r", 0, "retention=1y"), "one");
    staging.stage(rule("RACE1", "r", 1, "retention=2y"), Optional.of(TOMORROW), "two");
    refused(
        Reason.CHANGED_MEANWHILE,
        () -> staging.stage(rule("RACE1", "other", 3, "retention=2y"), Optional.empty(), "x"));
    rules.change(rule("RACE1", "r", 1, "retention=3y"), "one");
    refused(Reason.CHANGED_MEANWHILE, () -> staging.activate("RACE1", Optional.of("r"), "two"));

    after(Duration.ofDays(1)).activateDue();
    rules.refresh();
    assertThat(rules.rule("RACE1", "r")).map(StorageRule::version).contains(2);
    assertThat(staging.list(Optional.of("RACE1")).get(0).problem())
        .contains("somebody else changed it");
    staging.unstage("RACE1", "r", "two");
    assertThat(staging.list(Optional.of("RACE1"))).isEmpty();
  }

  @Test
  void onlyADayToComeIsTaken() {
    node.admit("past", "PAST1");
    refused(
        Reason.INVALID,
        () ->
            staging.stage(
                rule("PAST1", "r", 0, "refuse"), Optional.of(TOMORROW.minusDays(1)), "op"));
  }

  @Test
  void aRemovedRuleComesBackByRollingBack() {
    node.admit("back", "BACK1");
    rules.add(rule("BACK1", "r", 0, "retention=1y"), "op");
    rules.remove("BACK1", "r", "op");
    refused(Reason.NOT_FOUND, () -> rules.rollBack("BACK1", "r", 2, 0, "op"));
    refused(Reason.CHANGED_MEANWHILE, () -> rules.rollBack("BACK1", "r", 1, 1, "op"));
    rules.rollBack("BACK1", "r", 1, 2, "op");
    assertThat(rules.rule("BACK1", "r")).map(StorageRule::version).contains(3);
    assertThat(rules.history("BACK1", Optional.empty()))
        .extracting(StorageRule::version)
        .containsExactly(3, 2, 1);
  }

  @Test
  void anAeIsNotRemovedWhileAChangeOfItsRulesIsStaged() {
    node.admit("kept", "KEPT1");
    staging.stage(rule("KEPT1", "r", 0, "retention=1y"), Optional.of(TOMORROW), "op");
    refused(Reason.CONFLICT, () -> node.entities.remove("KEPT1", "op"))
        .hasMessageContaining("has staged changes of the storage rules r");
    staging.unstage("KEPT1", "r", "op");
    node.entities.remove("KEPT1", "op");
  }

  @Test
  void theRulesOfAnAeThatIsGoneHoldUpNoOthers() {
    node.admit("gone", "AGONE1", "STAYS1");
    staging.stage(rule("AGONE1", "r", 0, "retention=1y"), Optional.of(TOMORROW), "op");
    staging.stage(rule("STAYS1", "r", 0, "retention=1y"), Optional.of(TOMORROW), "op");
    database.run(
        tx ->
            tx.session()
                .createNativeMutationQuery("delete from application_entity where title = 'AGONE1'")
                .executeUpdate());
    after(Duration.ofDays(1)).activateDue();
    rules.refresh();
    assertThat(rules.ofAe("STAYS1")).hasSize(1);
    assertThat(staging.list(Optional.of("AGONE1")).get(0).problem()).contains("unknown");
  }

  private RuleStaging after(Duration time) {
    Clock later = Clock.fixed(NOON.plus(time), CLOCK.getZone());
    return new RuleStaging(rules, node.contracts, database, node.audit, later);
  }

  private static StorageRule rule(String ae, String name, int read, String then) {
    StorageRule rule = StorageRule.of(ae, name, "true", Actions.parse(then), 10);
    return new StorageRule(
        ae, name, read, rule.when(), rule.then(), rule.order(), false, NOON, "nobody");
  }
}
