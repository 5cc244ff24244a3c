package org.hokan.archive.contract;

import java.util.List;
import java.util.Map;
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
        public Optional<Boolean> answer(Map<RuleVariable, String> known) {
          return Optional.of(true);
        }

        @Override
        public Optional<Boolean> constant() {
          return Optional.of(true);
        }

        @Override
        public Optional<String> contradiction() {
          return Optional.empty();
        }

        @Override
        public List<Part> parts() {
          return List.of();
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

  /**
   * Its answer for everything of which no more is known than that; empty when that depends on more.
   */
  Optional<Boolean> answer(Map<RuleVariable, String> known);

  /** Its answer when that is the same for everything; empty when it asks a fact. */
  Optional<Boolean> constant();

  /** Where its parts contradict each other, so that it never holds; empty: nowhere. */
  Optional<String> contradiction();

  /** What it demands all at once, in the order of the text; nothing when it always holds. */
  List<Part> parts();

  /** What it speaks of. */
  Set<RuleVariable> variables();

  /**
   * One of the conditions that {@code &&} joins.
   *
   * @param text the same for the same condition, however it is spaced and quoted
   * @param place where it begins
   */
  record Part(String text, String place) {}

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
