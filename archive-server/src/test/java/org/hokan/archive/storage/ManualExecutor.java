package org.hokan.archive.storage;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs tasks when it is told to, so that a test decides what waits for what. */
final class ManualExecutor implements Executor {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean direct;

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
    return new Workers(this, this, this, this);
  }
}
