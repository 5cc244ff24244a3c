package org.hokan.dicom.net.service;

import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.hokan.dicom.net.association.Association;

/**
 * How long a peer may owe a response: the operation timeout, from the moment at which the
 * connection took the last byte of the request. Where several operations are under way, a peer that
 * performs one after another owes the first one only. A pending response begins it anew, and so
 * does an object that a C-GET asked for; nothing else that the peer sends does.
 *
 * <p>Those who wait look now and then; an operation that is answered in time costs nothing. One
 * looks at a time.
 */
final class Patience {
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

  private final Association association;
  private final Duration timeout;
  private final Duration interval;
  private final BooleanSupplier storing;
  private volatile boolean objectCame;

  /**
   * @param storing whether an object of the peer is on its way, or not answered yet
   */
  Patience(Association association, Duration timeout, BooleanSupplier storing) {
    this.association = association;
    this.timeout = timeout;
    Duration quarter = timeout.dividedBy(4);
    this.interval = quarter.compareTo(LONGEST_INTERVAL) < 0 ? quarter : LONGEST_INTERVAL;
    this.storing = storing;
  }

  /** Between looks; what counts is known to this. */
  Duration interval() {
    return interval;
  }

  Duration timeout() {
    return timeout;
  }

  /** An object of the peer came. */
  void objectCame() {
    if (!objectCame) {
      objectCame = true;
    }
  }

  /**
   * Whether it is over with one of these.
   *
   * @param underWay in the order in which they were sent
   */
  boolean isOver(Collection<Invocation> underWay) {
    long now = System.nanoTime();
    boolean objects = objectCame || storing.getAsBoolean();
    objectCame = false;
    boolean first = true;
    boolean over = false;
    for (Invocation each : underWay) {
      over |= each.owed(owes(each, first, objects), now) >= timeout.toNanos();
      first &= each.answers() != Invocation.Answers.ONE;
    }
    return over;
  }

  private boolean owes(Invocation invocation, boolean first, boolean objects) {
    boolean turn =
        switch (invocation.answers()) {
          case ONE -> first;
          case PENDING -> true;
          case PENDING_AND_OBJECTS -> !objects;
        };
    return turn && !invocation.answered() && association.hasTaken(invocation.sentAt());
  }
}
