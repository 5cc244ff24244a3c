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
   * What would be done with it: the actions of the first rule that matches, or what the contract in
   * force then says, with the compression only if the contract allows it.
   *
   * @param usedBytes what is kept for the facility
   */
  public Actions actions(ArrivalFacts facts, long usedBytes) {
    Optional<AgreedTerms> terms = all.inForce(facts);
    RuleFacts asked = all.asked(facts, terms, usedBytes);
    Actions actions =
        rules.stream()
            .filter(rule -> rule.ask(asked).outcome() == RuleTrace.Outcome.MATCHED)
            .findFirst()
            .map(rule -> rule.rule().then())
            .orElse(Actions.ACCEPT);
    return actions.disposition() == Actions.Disposition.ACCEPT
        ? Actions.kept(
            Optional.of(Admission.storageClass(actions, terms, facts)),
            actions.retention(),
            Admission.compression(actions, terms, facts),
            actions.followUps())
        : actions;
  }
}
