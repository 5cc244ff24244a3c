package org.hokan.archive.billing;

import java.util.Optional;
import java.util.Set;

/** What other rooms still know of an examination that the ledger has a record of. */
@FunctionalInterface
public interface ExamFacts {
  /** Empty when it is known no more. */
  Optional<Known> of(String facility, String studyInstanceUid);

  /**
   * The SOP Class UIDs of its images; asked only where terms select by them, for it reads all.
   * Empty when they are known no more.
   */
  default Set<String> sopClasses(String facility, String studyInstanceUid) {
    return Set.of();
  }

  /**
   * What is known.
   *
   * @param modalities of its series
   * @param twice whether it is kept a second time
   */
  record Known(Set<String> modalities, boolean twice) {}
}
