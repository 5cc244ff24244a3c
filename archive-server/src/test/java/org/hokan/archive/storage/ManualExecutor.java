package org.hokan.archive.storage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Runs tasks when it is told to, so that a test decides what waits for what. Any thread may hand in
 * tasks.
 */
final class ManualExecutor implements Executor {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private volatile boolean direct;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (direct) {
      runAll();
    }
  }

  void runAll() {
    Runnable task = tasks.poll();
    while (task != null) {
      task.run();
      task = tasks.poll();
    }
  }

  /** From now on everything runs at once. */
  ManualExecutor direct() {
    direct = true;
    runAll();
    return this;
  }

  Workers workers() {
    return workers(this);
  }

  /** With another one for repairs. */
  Workers workers(Executor repairs) {
    return new Workers(this, this, this, this, repairs);
  }
}
