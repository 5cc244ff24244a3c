package org.hokan.dicom.net.association;

import java.time.Duration;
import java.util.Optional;

/** The deadlines of an established association. Used by its event loop. */
final class Watch {
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(20);

  private final AssociationLimits limits;
  private final Traffic traffic;
  private final Pace receiving;
  private final Pace sending;

  Watch(AssociationLimits limits, Traffic traffic) {
    this.limits = limits;
    this.traffic = traffic;
    this.receiving = new Pace(limits.minTransferRate(), limits.transferWindow());
    this.sending = new Pace(limits.minTransferRate(), limits.transferWindow());
  }

  /** How often to look. */
  Duration interval() {
    Duration shortest = limits.readTimeout();
    shortest = min(shortest, limits.writeTimeout());
    shortest = min(shortest, limits.idleTimeout());
    shortest = min(shortest, limits.transferWindow());
    shortest = min(shortest, limits.identifierTimeout());
    Duration quarter = min(shortest.dividedBy(4), LONGEST_INTERVAL);
    return quarter.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : quarter;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** Looks whether a deadline has passed. */
  Optional<Problem> problem(Established established, boolean midMessage) {
    boolean reading = midMessage && !established.flow.paused();
    return slow(sending, traffic.writing(), traffic.bytesTaken(), "write", true)
        .or(() -> slow(receiving, reading, traffic.payloadReceived(), "read", false))
        .or(() -> late(established, midMessage));
  }

  private static Optional<Problem> slow(
      Pace pace, boolean expected, long bytes, String what, boolean stuck) {
    var moved = pace.look(expected, bytes, System.nanoTime());
    return moved.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "%s: %d bytes in %s (expected: %d or more; transfer rate)"
                    .formatted(what, moved.getAsLong(), pace.window(), pace.leastBytes()),
                stuck));
  }

  private Optional<Problem> late(Established established, boolean midMessage) {
    if (over(traffic.writeStalled(), limits.writeTimeout())) {
      return expired("write: the peer has taken nothing", limits.writeTimeout(), "write", true);
    }
    if (established.flow.paused()) {
      return over(traffic.sinceReceived(), limits.operationTimeout())
          ? expired("consumer has taken nothing", limits.operationTimeout(), "operation", false)
          : Optional.empty();
    }
    if (midMessage && over(traffic.sinceReceived(), limits.readTimeout())) {
      return expired("read: no byte amid a message", limits.readTimeout(), "read", false);
    }
    if (established.user.gathers() && over(coming(established), limits.identifierTimeout())) {
      return expired(
          "read: a data set is not whole", limits.identifierTimeout(), "identifier", false);
    }
    if (!midMessage
        && !established.user.busy()
        && over(traffic.sinceAnything(), limits.idleTimeout())) {
      return expired("idle", limits.idleTimeout(), "idle", false);
    }
    return Optional.empty();
  }

  /** For how long a data set has been coming, while nothing but the peer held it up. */
  private Duration coming(Established established) {
    return min(established.assembler.amidData(), traffic.sinceResumed());
  }

  private static boolean over(Duration passed, Duration limit) {
    return passed.compareTo(limit) > 0;
  }

  private static Optional<Problem> expired(
      String what, Duration limit, String name, boolean stuck) {
    String text = "%s for %s (expected: less; %s timeout)".formatted(what, limit, name);
    return Optional.of(new Problem(text, stuck));
  }

  /**
   * A deadline that has passed.
   *
   * @param stuck whether an A-ABORT can't get through either
   */
  record Problem(String text, boolean stuck) {}
}
