package org.hokan.archive.contract;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rule and its condition, which is compiled when it is asked for the first time. A condition that
 * cannot be worked out for an object does not match it; that is counted, and logged at each
 * doubling of the count. Thread-safe.
 */
final class CompiledRule {
  private static final Logger LOG = LoggerFactory.getLogger(CompiledRule.class);

  private final StorageRule rule;
  private final AtomicLong failures = new AtomicLong();
  private volatile @Nullable Condition condition;

  CompiledRule(StorageRule rule) {
    this.rule = rule;
  }

  StorageRule rule() {
    return rule;
  }

  long failures() {
    return failures.get();
  }

  /** Asks the condition; a failure is an answer of its own. */
  RuleTrace ask(RuleFacts facts) {
    try {
      boolean holds = condition().holds(facts);
      return new RuleTrace(
          rule, holds ? RuleTrace.Outcome.MATCHED : RuleTrace.Outcome.NOT_MATCHED, "");
    } catch (Condition.Failure e) {
      return new RuleTrace(rule, RuleTrace.Outcome.FAILED, String.valueOf(e.getMessage()));
    }
  }

  /** As {@link #ask}, for a real object: a failure is counted. */
  RuleTrace askAndCount(RuleFacts facts) {
    RuleTrace trace = ask(facts);
    if (trace.outcome() == RuleTrace.Outcome.FAILED) {
      long count = failures.incrementAndGet();
      if (Long.bitCount(count) == 1) {
        LOG.warn(
            "rule {} of AE {}, version {}: taken as not matching, {} times so far: {}",
            rule.name(),
            rule.ae(),
            rule.version(),
            count,
            trace.detail());
      }
    }
    return trace;
  }

  /** Compiles the condition if nobody did. */
  Condition condition() {
    Condition known = condition;
    if (known == null) {
      known = compile(rule.when());
      condition = known;
    }
    return known;
  }

  /**
   * Looks whether a text is a condition that may be saved.
   *
   * @throws IllegalArgumentException when it is none
   */
  static void check(String when) {
    if (!isAlways(when)) {
      RuleLanguage.check(when);
    }
  }

  private static boolean isAlways(String when) {
    return when.strip().equals("true");
  }

  /**
   * Makes a condition of its text.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Condition compile(String when) {
    return isAlways(when) ? Condition.ALWAYS : RuleLanguage.compile(when);
  }
}
