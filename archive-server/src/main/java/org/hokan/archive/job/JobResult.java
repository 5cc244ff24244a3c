package org.hokan.archive.job;

import java.util.Optional;

/**
 * How an attempt went.
 *
 * @param problem why it must be tried again; empty: it is done
 */
public record JobResult(Optional<String> problem) {
  /** Done; the job is forgotten. */
  public static final JobResult DONE = new JobResult(Optional.empty());

  /** Not done; tried again after a pause that grows. */
  public static JobResult again(String problem) {
    return new JobResult(Optional.of(problem));
  }
}
