package org.hokan.dicom.net.service;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.net.association.AssociationException;

/** An operation that this side invoked, for the thread that awaits its responses. */
final class Invocation {
  private static final long NOT_YET = Long.MAX_VALUE;

  private final int messageId;
  private final Answers answers;
  private final BlockingQueue<Object> responses = new LinkedBlockingQueue<>();
  private volatile long sentAt = NOT_YET;
  private volatile boolean owed;
  private long owedSince; // of the looks, of which there is one at a time

  /** What an operation is answered with. */
  enum Answers {
    /** One response. */
    ONE,
    /** Pending responses before the last (C-FIND, C-MOVE). */
    PENDING,
    /** Those, and the objects that were asked for (C-GET). */
    PENDING_AND_OBJECTS
  }

  Invocation(int messageId, Answers answers) {
    this.messageId = messageId;
    this.answers = answers;
  }

  int messageId() {
    return messageId;
  }

  Answers answers() {
    return answers;
  }

  /**
   * The request is handed over.
   *
   * @param position where it ends in all that the association sends
   */
  void sent(long position) {
    sentAt = position;
  }

  long sentAt() {
    return sentAt;
  }

  void add(Response response) {
    owed = false;
    responses.add(response);
  }

  void fail(AssociationException cause) {
    responses.add(cause);
  }

  /** Whether a response waits for its thread. */
  boolean answered() {
    return !responses.isEmpty();
  }

  /**
   * What a look finds.
   *
   * @param now whether the peer owes a response now
   * @return for how many nanoseconds it was found to owe the next one, at each look
   */
  long owed(boolean now, long nanos) {
    if (now && owed) {
      return nanos - owedSince;
    }
    owedSince = nanos;
    owed = now;
    return 0;
  }

  /**
   * The next response.
   *
   * @param interval between looks whether the peer is late
   */
  Response next(Duration interval, Lateness lateness) throws AssociationException {
    try {
      Object next = responses.poll(interval.toNanos(), TimeUnit.NANOSECONDS);
      while (next == null) {
        lateness.look();
        next = responses.poll(interval.toNanos(), TimeUnit.NANOSECONDS);
      }
      if (next instanceof Response response) {
        return response;
      }
      AssociationException lost = (AssociationException) next;
      throw new AssociationException(String.valueOf(lost.getMessage()), lost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssociationException("operation: interrupted", e);
    }
  }

  /** Whether the peer is late. */
  interface Lateness {
    /** Throws when it is. */
    void look() throws AssociationException;
  }
}
