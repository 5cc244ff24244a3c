package org.hokan.archive.procedure;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far back each look for missing instances goes. Images follow their step within minutes as a
 * rule; what is missing after a day was most likely sent elsewhere, and is looked for every few
 * hours. Thread-safe.
 */
final class Reviews {
  private final Map<Depth, Instant> last = new EnumMap<>(Depth.class);

  /** Of these the deepest that is due, which is all of the others, too. */
  private enum Depth {
    HOUR(Duration.ofHours(1), Duration.ZERO),
    DAY(Duration.ofDays(1), Duration.ofMinutes(10)),
    WEEK(Duration.ofDays(7), Duration.ofHours(4));

    private final Duration back;
    private final Duration every;

    Depth(Duration back, Duration every) {
      this.back = back;
      this.every = every;
    }
  }

  /** For a look at that time: the first one goes as far back as any. */
  synchronized Duration next(Instant now) {
    Depth deepest = Depth.HOUR;
    for (Depth depth : Depth.values()) {
      Instant before = last.get(depth);
      if (before == null || !before.plus(depth.every).isAfter(now)) {
        deepest = depth;
      }
    }
    for (Depth depth : Depth.values()) {
      if (depth.compareTo(deepest) <= 0) {
        last.put(depth, now);
      }
    }
    return deepest.back;
  }
}
