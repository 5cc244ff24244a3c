package org.hokan.archive.contract;

/**
 * Which version of which contract and rule made a decision; kept with each stored instance.
 *
 * @param contractId empty: no contract was in force
 * @param contractVersion 0: no contract was in force
 * @param ruleName empty: no rule matched
 * @param ruleVersion 0: no rule matched
 */
public record DecidedBy(String contractId, int contractVersion, String ruleName, int ruleVersion) {

  /** Neither a contract nor a rule. */
  public static final DecidedBy NOTHING = new DecidedBy("", 0, "", 0);

  static DecidedBy terms(AgreedTerms terms) {
    return new DecidedBy(terms.contract(), terms.version(), "", 0);
  }

  DecidedBy andRule(StorageRule rule) {
    return new DecidedBy(contractId, contractVersion, rule.name(), rule.version());
  }
}
