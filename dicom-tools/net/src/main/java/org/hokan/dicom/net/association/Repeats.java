package org.hokan.dicom.net.association;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Tells the first of a kind from its repeats, so that a flood of refusals is no flood of log lines
 * or records. What is left out is counted, and told with the next of its kind. Remembers at most
 * {@value #MOST_KINDS} kinds; all others are one kind. Thread-safe.
 */
public final class Repeats {
  private static final int MOST_KINDS = 100;
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final String OTHERS = "";

  private final LongSupplier nanos;
  private final Map<String, Seen> kinds = new HashMap<>();

  private static final class Seen {
    private long since;
    private int told;
    private long leftOut;

    private Seen(long since) {
      this.since = since;
    }
  }

  public Repeats() {
    this(System::nanoTime);
  }

  Repeats(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Whether to tell of this one; one of a kind each minute.
   *
   * @return how many of its kind were left out before it; empty: it is left out, too
   */
  public OptionalLong tell(String kind) {
    return tell(kind, 1);
  }

  /**
   * The same.
   *
   * @param most of the kind each minute
   */
  public synchronized OptionalLong tell(String kind, int most) {
    long now = nanos.getAsLong();
    String counted = kinds.containsKey(kind) || hasRoom(now) ? kind : OTHERS;
    Seen seen = kinds.computeIfAbsent(counted, first -> new Seen(now));
    if (now - seen.since >= QUIET.toNanos()) {
      seen.since = now;
      seen.told = 0;
    }
    if (seen.told >= most) {
      seen.leftOut++;
      return OptionalLong.empty();
    }
    seen.told++;
    long before = seen.leftOut;
    seen.leftOut = 0;
    return OptionalLong.of(before);
  }

  private boolean hasRoom(long now) {
    if (kinds.size() < MOST_KINDS) {
      return true;
    }
    kinds.values().removeIf(seen -> now - seen.since >= QUIET.toNanos());
    return kinds.size() < MOST_KINDS;
  }

  /** How a line says what was left out before it; nothing for none. */
  public static String more(long leftOut) {
    return leftOut == 0 ? "" : " (and %d like it before)".formatted(leftOut);
  }
}
