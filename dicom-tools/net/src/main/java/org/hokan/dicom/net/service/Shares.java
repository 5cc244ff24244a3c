package org.hokan.dicom.net.service;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs operations on the threads of an executor so that no party takes more than its share of them:
 * what is beyond it waits, in order, and what is beyond that is refused. Thread-safe.
 */
final class Shares {
  private final Executor executor;
  private final OperationLimits limits;
  private final Map<String, Party> parties = new HashMap<>();

  private static final class Party {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int started;
  }

  Shares(Executor executor, OperationLimits limits) {
    this.executor = executor;
    this.limits = limits;
  }

  /**
   * Runs an operation soon.
   *
   * @return false when too many of the party wait already
   * @throws RejectedExecutionException when the executor takes no more
   */
  boolean run(String name, Runnable operation) {
    synchronized (this) {
      Party party = parties.computeIfAbsent(name, each -> new Party());
      if (party.started >= limits.maxOfParty()) {
        return party.waiting.size() < limits.maxWaitingOfParty() && party.waiting.add(operation);
      }
      party.started++;
    }
    start(name, operation);
    return true;
  }

  private void start(String name, Runnable operation) {
    try {
      executor.execute(
          () -> {
            try {
              operation.run();
            } finally {
              ended(name);
            }
          });
    } catch (RejectedExecutionException e) {
      next(name);
      throw e;
    }
  }

  private void ended(String name) {
    Runnable next = next(name);
    if (next != Nothing.NOTHING) {
      start(name, next);
    }
  }

  private synchronized Runnable next(String name) {
    Party party = parties.get(name);
    Runnable next = party == null ? null : party.waiting.poll();
    if (next != null) {
      return next;
    }
    if (party != null && --party.started == 0) {
      parties.remove(name);
    }
    return Nothing.NOTHING;
  }

  private enum Nothing implements Runnable {
    NOTHING;

    @Override
    public void run() {}
  }
}
