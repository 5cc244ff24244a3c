package org.hokan.archive.followup;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.hokan.archive.retrieve.Destination;

/**
 * Destinations that answered nothing and kept the node waiting for it. Each attempt costs its
 * deadlines, and other destinations wait meanwhile: such a one is left alone for a while, then
 * tried by one job, with one instance. Thread-safe.
 */
final class HungDestinations {
  static final Duration SHORTEST_REST = Duration.ofMinutes(1);

  /** What fails sooner, such as a refused connection, keeps nobody waiting. */
  static final Duration SHORT = Duration.ofSeconds(1);

  /** It is left alone for so many times as long as the attempt took: one job in five is with it. */
  static final int REST = 4;

  private final LongSupplier nanos;
  private final Map<Destination, Hung> hung = new HashMap<>();

  /**
   * @param tried whether a job tries it now
   */
  private record Hung(long restsUntilNanos, boolean tried) {}

  /**
   * An attempt that may be made.
   *
   * @param again whether it hung before: one instance is enough to see whether it does still
   */
  record Attempt(Destination destination, long sinceNanos, boolean again) {}

  /**
   * @param nanos as {@link System#nanoTime}
   */
  HungDestinations(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** To be ended; empty: it is left alone now. */
  synchronized Optional<Attempt> begin(Destination destination) {
    long now = nanos.getAsLong();
    Hung known = hung.get(destination);
    if (known == null) {
      return Optional.of(new Attempt(destination, now, false));
    }
    if (known.tried || now - known.restsUntilNanos < 0) {
      return Optional.empty();
    }
    hung.put(destination, new Hung(known.restsUntilNanos, true));
    return Optional.of(new Attempt(destination, now, true));
  }

  /**
   * Notes how an attempt went.
   *
   * @param answered whether it answered to a request to store, with whatever status
   * @return how long it is left alone; zero: not at all
   */
  synchronized Duration ended(Attempt attempt, boolean answered) {
    long now = nanos.getAsLong();
    Duration took = Duration.ofNanos(now - attempt.sinceNanos);
    if (answered) {
      hung.remove(attempt.destination);
      return Duration.ZERO;
    }
    if (!attempt.again && took.compareTo(SHORT) < 0) {
      return Duration.ZERO;
    }
    Duration rest = took.multipliedBy(REST);
    Duration least = rest.compareTo(SHORTEST_REST) > 0 ? rest : SHORTEST_REST;
    hung.put(attempt.destination, new Hung(now + least.toNanos(), false));
    return least;
  }

  /** Ends an attempt in which it was not asked for anything: it is known as before. */
  synchronized void withdraw(Attempt attempt) {
    hung.computeIfPresent(
        attempt.destination, (destination, known) -> new Hung(known.restsUntilNanos, false));
  }

  /** An operator has it tried at once. */
  synchronized void forget(String aeTitle) {
    hung.keySet().removeIf(one -> one.aeTitle().equals(aeTitle));
  }
}
