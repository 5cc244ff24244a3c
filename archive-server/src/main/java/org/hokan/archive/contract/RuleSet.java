package org.hokan.archive.contract;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of an AE as they could be; asked about what came already. Nothing is counted or logged.
 * Immutable.
 */
public final class RuleSet {
  /** What no list of studies and series knows: the object itself must be read. */
  private static final Set<RuleVariable> OF_THE_OBJECT =
      EnumSet.of(
          RuleVariable.PHOTOMETRIC,
          RuleVariable.ROWS,
          RuleVariable.COLUMNS,
          RuleVariable.FRAMES,
          RuleVariable.BITS,
          RuleVariable.ATTRIBUTE);

  private final List<CompiledRule> rules;
  private final StorageRules all;

  RuleSet(List<CompiledRule> rules, StorageRules all) {
    this.rules = rules;
    this.all = all;
  }

  /** The rules, in order. */
  public List<StorageRule> rules() {
    return rules.stream().map(CompiledRule::rule).toList();
  }

  /** Whether a condition speaks of attributes of the object that only its bytes tell. */
  public boolean needsObject() {
    return rules.stream()
        .flatMap(rule -> rule.condition().variables().stream())
        .anyMatch(OF_THE_OBJECT::contains);
  }

  /**
   * The first rule that matches.
   *
   * @param terms those in force, or to be tried
   * @param usedBytes what is kept for the facility
   */
  public Optional<StorageRule> matching(
      ArrivalFacts facts, Optional<AppliedTerms> terms, long usedBytes) {
    RuleFacts asked = all.asked(facts, terms, usedBytes);
    return rules.stream()
        .filter(rule -> rule.ask(asked).outcome() == RuleTrace.Outcome.MATCHED)
        .findFirst()
        .map(CompiledRule::rule);
  }

  /**
   * What would be done with something: the actions of the rule that matches, or what the contract
   * says, with the compression only if the contract allows it.
   *
   * @param terms those in force, or to be tried
   */
  public static Actions actions(Optional<AppliedTerms> terms, Optional<StorageRule> rule) {
    Actions actions = rule.map(StorageRule::then).orElse(Actions.ACCEPT);
    Optional<AppliedTerms> applied =
        terms.map(before -> before.chosenBy(actions.followUps().backup()));
    return actions.disposition() == Actions.Disposition.ACCEPT
        ? Actions.kept(
            Optional.of(Admission.storageClass(actions, applied)),
            actions.retention(),
            Admission.compression(actions, applied),
            actions.followUps())
        : actions;
  }

  /**
   * What becomes of it under such terms.
   *
   * @param rule the one that matches
   * @param usedBytes what is kept for the facility
   */
  public static StorageDecision decide(
      ArrivalFacts facts,
      Optional<AppliedTerms> terms,
      Optional<StorageRule> rule,
      ExamState exam,
      long usedBytes) {
    return Admission.decide(terms, rule, exam, facts, usedBytes);
  }
}
