package org.hokan.archive.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes in the opposite order of opening, all of it, whatever fails on the way. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean inOrder = true;

  <T extends AutoCloseable> T add(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      AutoCloseable part = opened.pop();
      try {
        part.close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        inOrder = false;
        LOG.error("{}: not closed in order", part.getClass().getSimpleName(), e);
      }
    }
  }

  /** Whether all that is closed was closed without a failure. */
  boolean isInOrder() {
    return inOrder;
  }

  /** The same after a failure, which stays the one that is told. */
  void close(RuntimeException cause) {
    LOG.debug("closing what was opened", cause);
    close();
  }
}
