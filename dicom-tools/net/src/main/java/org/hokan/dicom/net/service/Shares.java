package org.hokan.dicom.net.service;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs operations on the threads of an executor so that no party takes more than its share of them:
 * what is beyond it waits, in order, and what is beyond that is refused. Each operation is run or
 * told that it is not. Thread-safe.
 */
final class Shares {
  private final Executor executor;
  private final OperationLimits limits;
  private final Map<String, Party> parties = new HashMap<>();

  /** What a party asks for; one of the two is called, once. */
  interface Operation {
    void run();

    /** The executor takes no more, or dropped it. */
    void dropped();
  }

  private static final class Party {
    private final Queue<Operation> waiting = new ArrayDeque<>();
    private int started;
  }

  Shares(Executor executor, OperationLimits limits) {
    this.executor = executor;
    this.limits = limits;
  }

  /**
   * Runs an operation soon.
   *
   * @return false when too many of the party wait already: then it is not called
   */
  boolean run(String name, Operation operation) {
    synchronized (this) {
      Party party = parties.computeIfAbsent(name, each -> new Party());
      if (party.started >= limits.maxOfParty()) {
        return party.waiting.size() < limits.maxWaitingOfParty() && party.waiting.add(operation);
      }
      party.started++;
    }
    start(new Turn(name, operation));
    return true;
  }

  private void start(Turn turn) {
    try {
      executor.execute(turn);
    } catch (RejectedExecutionException e) {
      drop(turn);
    }
  }

  /** Of a task that the executor has not begun and will not: it, and what waits for its end. */
  void drop(Runnable task) {
    Optional<Turn> turn = task instanceof Turn one ? Optional.of(one) : Optional.empty();
    while (turn.isPresent()) {
      turn.get().operation.dropped();
      turn = next(turn.get().name);
    }
  }

  private synchronized Optional<Turn> next(String name) {
    Party party = parties.get(name);
    Operation next = party == null ? null : party.waiting.poll();
    if (next != null) {
      return Optional.of(new Turn(name, next));
    }
    if (party != null && --party.started == 0) {
      parties.remove(name);
    }
    return Optional.empty();
  }

  /** An operation whose turn it is. */
  private final class Turn implements Runnable {
    private final String name;
    private final Operation operation;

    Turn(String name, Operation operation) {
      this.name = name;
      this.operation = operation;
    }

    @Override
    public void run() {
      try {
        operation.run();
      } finally {
        next(name).ifPresent(Shares.this::start);
      }
    }
  }
}
