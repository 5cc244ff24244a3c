package org.hokan.archive.commitment;

import java.util.concurrent.atomic.LongAdder;

/** What storage commitment came to since the start, for metrics. Thread-safe. */
public final class CommitmentFigures {
  private final LongAdder requests = new LongAdder();
  private final LongAdder committed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder reports = new LongAdder();
  private final LongAdder failedReports = new LongAdder();

  void requested() {
    requests.increment();
  }

  void checked(long instances, long failedInstances) {
    committed.add(instances - failedInstances);
    failed.add(failedInstances);
  }

  void reported(boolean taken) {
    (taken ? reports : failedReports).increment();
  }

  /** Requests that were taken. */
  public long requests() {
    return requests.sum();
  }

  /** Instances that were committed. */
  public long committed() {
    return committed.sum();
  }

  /** Instances that were not. */
  public long failed() {
    return failed.sum();
  }

  /** Reports that the asker took. */
  public long reports() {
    return reports.sum();
  }

  /** Attempts to report that failed. */
  public long failedReports() {
    return failedReports.sum();
  }
}
