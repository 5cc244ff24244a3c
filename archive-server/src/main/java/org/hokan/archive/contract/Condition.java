package org.hokan.archive.contract;

import java.util.Optional;
import java.util.Set;

/** A rule's condition, ready to be asked. Thread-safe. */
interface Condition {
  /** What always holds; needs no rule language. */
  Condition ALWAYS =
      new Condition() {
        @Override
        public boolean holds(RuleFacts facts) {
          return true;
        }

        @Override
        public Optional<Boolean> constant() {
          return Optional.of(true);
        }

        @Override
        public Set<RuleVariable> variables() {
          return Set.of();
        }
      };

  /**
   * Whether it holds for what arrives.
   *
   * @throws Failure when that cannot be said
   */
  boolean holds(RuleFacts facts) throws Failure;

  /** Its answer when that is the same for everything; empty when it asks a fact. */
  Optional<Boolean> constant();

  /** What it speaks of. */
  Set<RuleVariable> variables();

  /** A condition's answer is neither yes nor no. Never carries a value of the facts. */
  final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message, null, false, false);
    }

    static Failure missing(Set<String> facts) {
      return new Failure("the object lacks " + String.join(", ", facts));
    }
  }
}
