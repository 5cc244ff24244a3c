package org.hokan.archive.contract;

import java.util.Optional;
import org.hokan.archive.contract.StorageDecision.Accept;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.StorageDecision.Quarantine;
import org.hokan.archive.contract.StorageDecision.Refuse;

/**
 * Decides what becomes of an arriving object. Pure: the same contract, rule, facts, exam and use
 * give the same decision.
 *
 * <ol>
 *   <li>A new exam needs a contract in force.
 *   <li>A rule that says refuse is followed, at any time in an exam.
 *   <li>Without a contract, or beyond its capacity, an object of a new exam is refused and one of
 *       an exam in progress is kept aside.
 *   <li>Then the matching rule's actions apply; without one the object is kept once.
 * </ol>
 */
final class Admission {
  private static final int TEXT_LENGTH = 64;

  private Admission() {}

  /** Whether rules are asked at all. */
  static boolean asksRules(Optional<Contract> contract, ExamState exam) {
    return contract.isPresent() || exam == ExamState.IN_PROGRESS;
  }

  static StorageDecision decide(
      Optional<Contract> contract,
      Optional<StorageRule> rule,
      ExamState exam,
      long sizeBytes,
      long usedBytes) {
    DecidedBy agreed = contract.map(DecidedBy::contract).orElse(DecidedBy.NOTHING);
    if (!asksRules(contract, exam)) {
      return new Refuse(agreed, Cause.NO_CONTRACT, "No storage contract in force");
    }
    DecidedBy by = rule.map(agreed::andRule).orElse(agreed);
    Actions actions = rule.map(StorageRule::then).orElse(Actions.keep());
    if (actions.disposition() == Actions.Disposition.REFUSE) {
      return new Refuse(by, Cause.RULE, ruleText("Refused by rule ", by));
    }
    if (contract.isEmpty()) {
      return new Quarantine(by, Cause.NO_CONTRACT, "No storage contract in force");
    }
    if (exceeds(contract.get(), sizeBytes, usedBytes)) {
      String text = "Contract capacity exceeded";
      return exam == ExamState.NEW
          ? new Refuse(by, Cause.CAPACITY, text)
          : new Quarantine(by, Cause.CAPACITY, text);
    }
    if (actions.disposition() == Actions.Disposition.QUARANTINE) {
      return new Quarantine(by, Cause.RULE, ruleText("Kept aside by rule ", by));
    }
    return new Accept(by, actions.storageClass(), actions.retention(), actions.compression());
  }

  private static boolean exceeds(Contract contract, long sizeBytes, long usedBytes) {
    return usedBytes > contract.capacityBytes() - sizeBytes;
  }

  private static String ruleText(String words, DecidedBy by) {
    String text = words + by.ruleName();
    return text.length() <= TEXT_LENGTH ? text : text.substring(0, TEXT_LENGTH);
  }
}
