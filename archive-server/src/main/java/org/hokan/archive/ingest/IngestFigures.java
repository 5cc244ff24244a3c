package org.hokan.archive.ingest;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many receptions had which outcome since the start, and how long they took. Thread-safe. */
public final class IngestFigures {
  private final Map<IngestOutcome, LongAdder> counts = new EnumMap<>(IngestOutcome.class);
  private final Map<IngestOutcome, LongAdder> nanos = new EnumMap<>(IngestOutcome.class);

  IngestFigures() {
    for (IngestOutcome outcome : IngestOutcome.values()) {
      counts.put(outcome, new LongAdder());
      nanos.put(outcome, new LongAdder());
    }
  }

  /** Receptions with this outcome. */
  public long count(IngestOutcome outcome) {
    return counts.getOrDefault(outcome, new LongAdder()).sum();
  }

  /** From the last byte to the answer, all receptions with this outcome together. */
  public double seconds(IngestOutcome outcome) {
    return nanos.getOrDefault(outcome, new LongAdder()).sum() / 1e9;
  }

  private final LongAdder begun = new LongAdder();

  /** Receptions that began since the start. */
  public long begun() {
    return begun.sum();
  }

  void begin() {
    begun.increment();
  }

  void answered(IngestOutcome outcome, long tookNanos) {
    counts.getOrDefault(outcome, new LongAdder()).increment();
    nanos.getOrDefault(outcome, new LongAdder()).add(tookNanos);
  }
}
