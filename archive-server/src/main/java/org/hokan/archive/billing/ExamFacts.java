package org.hokan.archive.billing;

import java.util.Optional;
import java.util.Set;

/** What other rooms still know of an examination that the ledger has a record of. */
@FunctionalInterface
public interface ExamFacts {
  /** Empty when it is known no more. */
  Optional<Known> of(String facility, String studyInstanceUid);

  /**
   * What is known.
   *
   * @param modalities of its series
   * @param twice whether it is kept a second time
   */
  record Known(Set<String> modalities, boolean twice) {}
}
