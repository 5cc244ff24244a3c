package org.hokan.dicom.net.service;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hokan.dicom.net.association.AssociationException;

/** An operation that this side invoked, for the thread that awaits its responses. */
final class Invocation {
  private final int messageId;
  private final BlockingQueue<Object> responses = new LinkedBlockingQueue<>();

  Invocation(int messageId) {
    this.messageId = messageId;
  }

  int messageId() {
    return messageId;
  }

  void add(Response response) {
    responses.add(response);
  }

  void fail(AssociationException cause) {
    responses.add(cause);
  }

  /**
   * The next response.
   *
   * @param deadline the longest silence of the peer: objects of a C-GET are no silence
   * @param silence for how long nothing has come
   */
  Response next(Duration deadline, Supplier<Duration> silence) throws AssociationException {
    try {
      Object next = responses.poll(deadline.toNanos(), TimeUnit.NANOSECONDS);
      while (next == null && silence.get().compareTo(deadline) < 0) {
        Duration left = deadline.minus(silence.get());
        next = responses.poll(Math.max(1, left.toNanos()), TimeUnit.NANOSECONDS);
      }
      if (next instanceof Response response) {
        return response;
      }
      if (next instanceof AssociationException lost) {
        throw new AssociationException(String.valueOf(lost.getMessage()), lost);
      }
      throw unanswered(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssociationException("operation: interrupted", e);
    }
  }

  static AssociationException unanswered(Duration deadline) {
    return new AssociationException(
        "operation: no response for %s (expected: within it; operation timeout)"
            .formatted(deadline));
  }
}
