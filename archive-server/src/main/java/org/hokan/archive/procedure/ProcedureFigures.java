package org.hokan.archive.procedure;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What performed procedure steps came to, for metrics. Thread-safe. */
public final class ProcedureFigures {
  private final LongAdder created = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder discontinued = new LongAdder();
  private final AtomicLong incompleteSteps = new AtomicLong();
  private final AtomicLong missingInstances = new AtomicLong();

  void created() {
    created.increment();
  }

  void ended(StepStatus status) {
    (status == StepStatus.COMPLETED ? completed : discontinued).increment();
  }

  void missing(long steps, long instances) {
    incompleteSteps.set(steps);
    missingInstances.set(instances);
  }

  /** Steps begun since the start. */
  public long createdSteps() {
    return created.sum();
  }

  /** Steps completed since the start. */
  public long completedSteps() {
    return completed.sum();
  }

  /** Steps discontinued since the start. */
  public long discontinuedSteps() {
    return discontinued.sum();
  }

  /** Ended steps with missing instances, as of the last look. */
  public long incompleteSteps() {
    return incompleteSteps.get();
  }

  /** Instances that these miss. */
  public long missingInstances() {
    return missingInstances.get();
  }
}
