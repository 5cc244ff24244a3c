package org.hokan.archive.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what is wrong with the parts of terms, so that all of it is told at once. */
final class TermsProblems {
  private static final int MOST = 20;

  private final List<String> problems = new ArrayList<>();

  /** A part; empty when it is wrong, which is remembered. */
  <T> Optional<T> part(Supplier<T> reader) {
    try {
      return Optional.of(reader.get());
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * To be called when all parts were read.
   *
   * @throws IllegalArgumentException when any of them is wrong
   */
  void refuse() {
    if (!problems.isEmpty()) {
      String told = String.join("; ", problems.subList(0, Math.min(MOST, problems.size())));
      throw new IllegalArgumentException(
          problems.size() > MOST
              ? "%s; and %d more".formatted(told, problems.size() - MOST)
              : told);
    }
  }
}
