package org.hokan.archive.contract;

import java.util.List;
import java.util.Optional;

/**
 * A decision and how it came about.
 *
 * @param terms the contract terms in force, if any
 * @param rules each rule of the sender in order, and what it said
 */
public record Explanation(
    StorageDecision decision, Optional<AgreedTerms> terms, List<RuleTrace> rules) {}
