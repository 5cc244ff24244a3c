package org.hokan.archive.followup;

import java.util.concurrent.atomic.LongAdder;

/** What follow-ups came to since the start. Thread-safe. */
public final class FollowUpFigures {
  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder givenUp = new LongAdder();
  private final LongAdder notices = new LongAdder();
  private final LongAdder unpriced = new LongAdder();

  void sent(long instances) {
    sent.add(instances);
  }

  void failed(long instances) {
    failed.add(instances);
  }

  void gaveUp(long instances) {
    givenUp.add(instances);
  }

  void noticed() {
    notices.increment();
  }

  void unpriced(long services) {
    unpriced.add(services);
  }

  /** Instances that an AE has taken. */
  public long sentInstances() {
    return sent.sum();
  }

  /** Attempts in vain, of each instance. */
  public long failedAttempts() {
    return failed.sum();
  }

  /** Instances that were given up. */
  public long givenUpInstances() {
    return givenUp.sum();
  }

  /** Notices that are new. */
  public long newNotices() {
    return notices.sum();
  }

  /** Services that a rule charges and no contract prices. */
  public long unpricedServices() {
    return unpriced.sum();
  }
}
