package org.hokan.archive.job;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Threads that do jobs of some kinds, so that long ones of one kind keep no others waiting. */
final class Lane {
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();
  final Semaphore free;
  final ExecutorService workers;

  Lane(String name, int threads) {
    this.free = new Semaphore(threads);
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  void add(String kind) {
    kinds.add(kind);
  }

  List<String> kinds() {
    return List.copyOf(kinds);
  }
}
