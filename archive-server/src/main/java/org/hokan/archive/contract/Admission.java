package org.hokan.archive.contract;

import java.util.Optional;
import org.hokan.archive.contract.StorageDecision.Accept;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.StorageDecision.Quarantine;
import org.hokan.archive.contract.StorageDecision.Refuse;

/**
 * Decides what becomes of an arriving object. Pure: the same terms, rule, facts, exam and use give
 * the same decision.
 *
 * <ol>
 *   <li>A new exam needs a contract in force.
 *   <li>A rule that says refuse is followed, at any time in an exam.
 *   <li>Without a contract, outside its selection or beyond its capacity, an object of a new exam
 *       is refused and one of an exam in progress is kept aside.
 *   <li>Then the matching rule's actions apply; without one the object is kept as the contract
 *       says.
 * </ol>
 */
final class Admission {
  private static final int TEXT_LENGTH = 64;

  private Admission() {}

  /** Whether rules are asked at all. */
  static boolean asksRules(Optional<AppliedTerms> terms, ExamState exam) {
    return terms.isPresent() || exam == ExamState.IN_PROGRESS;
  }

  static StorageDecision decide(
      Optional<AppliedTerms> terms,
      Optional<StorageRule> rule,
      ExamState exam,
      ArrivalFacts facts,
      long usedBytes) {
    DecidedBy agreed =
        terms.map(AppliedTerms::agreed).map(DecidedBy::terms).orElse(DecidedBy.NOTHING);
    if (!asksRules(terms, exam)) {
      return new Refuse(agreed, Cause.NO_CONTRACT, Optional.empty(), Cause.NO_CONTRACT.text());
    }
    DecidedBy by = rule.map(agreed::andRule).orElse(agreed);
    Actions actions = rule.map(StorageRule::then).orElse(Actions.ACCEPT);
    if (actions.disposition() == Actions.Disposition.REFUSE) {
      return new Refuse(by, Cause.RULE, actions.status(), ruleText("Refused by rule ", by));
    }
    Optional<AppliedTerms> applied =
        terms.map(before -> before.chosenBy(actions.followUps().backup()));
    Optional<Objection> against = against(applied, facts, usedBytes);
    if (against.isPresent()) {
      Cause cause = against.get().cause();
      String text = against.get().text();
      return exam == ExamState.NEW && cause != Cause.NO_CONTRACT
          ? new Refuse(by, cause, Optional.empty(), text)
          : new Quarantine(by, cause, text);
    }
    if (actions.disposition() == Actions.Disposition.QUARANTINE) {
      return new Quarantine(by, Cause.RULE, ruleText(Cause.RULE.text(), by));
    }
    return kept(by, applied, actions);
  }

  /** How something is kept that nothing speaks against any more, for somebody said so. */
  static Accept released(DecidedBy by, Optional<AppliedTerms> terms, Actions actions) {
    return kept(by, terms.map(before -> before.chosenBy(actions.followUps().backup())), actions);
  }

  private static Accept kept(DecidedBy by, Optional<AppliedTerms> applied, Actions actions) {
    return new Accept(
        by, storageClass(actions, applied), actions.retention(), compression(actions, applied));
  }

  static boolean lacksContract(StorageDecision decision) {
    return (decision instanceof Refuse refuse && refuse.cause() == Cause.NO_CONTRACT)
        || (decision instanceof Quarantine aside && aside.cause() == Cause.NO_CONTRACT);
  }

  /** One that {@link #lacksContract}, said of a contract that there is, but that is suspended. */
  static StorageDecision whileSuspended(StorageDecision decision) {
    String text = "The storage contract is suspended";
    return decision instanceof Refuse refuse
        ? new Refuse(refuse.by(), refuse.cause(), refuse.status(), text)
        : new Quarantine(decision.by(), Cause.NO_CONTRACT, text);
  }

  /** As the rule says, else as the contract does; once where neither says anything. */
  static StorageClass storageClass(Actions actions, Optional<AppliedTerms> terms) {
    return actions
        .storageClass()
        .or(() -> terms.map(AppliedTerms::storageClass))
        .orElse(StorageClass.ECONOMY);
  }

  /** As the rule says, if the contract allows it. */
  static Optional<CompressionOrder> compression(Actions actions, Optional<AppliedTerms> terms) {
    return actions
        .compression()
        .filter(order -> terms.filter(applied -> applied.allows(order)).isPresent());
  }

  /** What in the contract speaks against taking it. */
  private record Objection(Cause cause, String text) {}

  private static Optional<Objection> against(
      Optional<AppliedTerms> terms, ArrivalFacts facts, long usedBytes) {
    if (terms.isEmpty()) {
      return Optional.of(new Objection(Cause.NO_CONTRACT, Cause.NO_CONTRACT.text()));
    }
    Optional<String> unselected = terms.get().unselected(facts);
    if (unselected.isPresent()) {
      String text = Cause.NOT_SELECTED.text() + ": " + unselected.get();
      return Optional.of(new Objection(Cause.NOT_SELECTED, fitting(text)));
    }
    return terms.get().terms().capacity().refuses(facts.sizeBytes(), usedBytes)
        ? Optional.of(new Objection(Cause.CAPACITY, Cause.CAPACITY.text()))
        : Optional.empty();
  }

  private static String ruleText(String words, DecidedBy by) {
    return fitting(words + by.ruleName());
  }

  private static String fitting(String text) {
    return text.length() <= TEXT_LENGTH ? text : text.substring(0, TEXT_LENGTH);
  }
}
