package org.hokan.archive.contract;

import java.util.List;
import java.util.Optional;

/**
 * A decision and how it came about.
 *
 * @param contract the contract in force, if any
 * @param rules each rule of the sender in order, and what it said
 */
public record Explanation(
    StorageDecision decision, Optional<Contract> contract, List<RuleTrace> rules) {}
