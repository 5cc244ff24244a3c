package org.hokan.archive.job;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Threads that do jobs of some kinds, so that long ones of one kind keep no others waiting. */
final class Lane {
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();
  private final Semaphore free;
  private final Share share;
  private final Map<String, Integer> begunByParty = new ConcurrentHashMap<>();
  final ExecutorService workers;

  /** Whether it is going to be looked at, so that nobody need ask for that again. */
  final AtomicBoolean woken = new AtomicBoolean();

  Lane(String name, int threads, Share share) {
    this.free = new Semaphore(threads);
    this.share = share;
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

  boolean does(String kind) {
    return kinds.contains(kind);
  }

  List<String> kinds() {
    return List.copyOf(kinds);
  }

  /** How many jobs may begin now. */
  int free() {
    return free.availablePermits();
  }

  /** Whom a job is about. */
  String party(String subject) {
    return share.party().apply(subject);
  }

  /** How many jobs about one may begin now. */
  int free(String party) {
    return Math.min(free(), share.most() - begunByParty.getOrDefault(party, 0));
  }

  /** Takes a thread for a job about one; whether there is one. To be given back. */
  boolean take(String party) {
    if (free(party) == 0 || !free.tryAcquire()) {
      return false;
    }
    begunByParty.merge(party, 1, Integer::sum);
    return true;
  }

  void giveBack(String party) {
    begunByParty.computeIfPresent(party, (same, begun) -> begun == 1 ? null : begun - 1);
    free.release();
  }
}
