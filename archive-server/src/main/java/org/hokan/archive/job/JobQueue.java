package org.hokan.archive.job;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done in the end: asked for in the transaction that promises it, claimed by one of
 * the nodes that share the database, tried again with growing pauses, given up at its time and then
 * kept for an operator. A node that dies loses its claims after the lease; on H2, where there is
 * one node, at its next start. Thread-safe.
 */
public final class JobQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);
  private static final int STOP_SECONDS = 20;

  /** For so long a handler that fails to give up is asked again; then it ends without. */
  private static final Duration MOST_TO_GIVE_UP = Duration.ofDays(1);

  private static final Comparator<JobEntity> LONGEST_DUE =
      Comparator.comparing((JobEntity row) -> row.dueAt).thenComparing(row -> row.id);

  private final Database database;
  private final JobSettings settings;
  private final Clock clock;
  private final String node = UUID.randomUUID().toString();
  private final ConcurrentMap<String, JobHandler> handlers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Long, JobEntity> running = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clerk;
  private final Lane usual;
  private final List<Lane> lanes = new CopyOnWriteArrayList<>();
  private volatile boolean started;
  private volatile boolean closing;

  public JobQueue(Database database, JobSettings settings, Clock clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.clerk = Executors.newSingleThreadScheduledExecutor(threads("job-clerk"));
    this.usual = new Lane("job", settings.threads(), Share.ALL);
    lanes.add(usual);
  }

  private static ThreadFactory threads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The classes that {@link Database#open} must know. */
  public static List<Class<?>> entities() {
    return List.of(JobEntity.class);
  }

  /** Who does the jobs of a kind; to be said before {@link #start}. */
  public void handle(String kind, JobHandler handler) {
    handlers.put(kind, handler);
    usual.add(kind);
  }

  /**
   * The same, by threads that do nothing else: for long jobs that others are not to wait for.
   *
   * @param threads most of these jobs at once
   */
  public void handle(String kind, JobHandler handler, int threads) {
    handle(kind, handler, threads, Share.ALL);
  }

  /**
   * The same.
   *
   * @param share how many of them may be about one party
   */
  public void handle(String kind, JobHandler handler, int threads, Share share) {
    handlers.put(kind, handler);
    Lane lane = new Lane("job-" + kind, threads, share);
    lane.add(kind);
    lanes.add(lane);
  }

  /** Begins to work. */
  public void start() {
    if (database.kind() == DatabaseKind.H2) {
      database.write(JobRows::releaseAll);
    }
    started = true;
    every(settings.poll(), this::claim);
    every(settings.lease().dividedBy(3), this::renew);
  }

  private void every(Duration interval, Runnable task) {
    clerk.scheduleWithFixedDelay(
        () -> guarded(task), 0, Math.max(1, interval.toMillis()), TimeUnit.MILLISECONDS);
  }

  /**
   * Asks for work, in the caller's transaction; it begins after the commit. Asking again for the
   * same starts its attempts and its time anew; also a job given up.
   *
   * @param patience how long it is tried before it is given up
   */
  public void ask(Tx tx, String kind, String subject, Duration patience) {
    ask(tx, kind, subject, Duration.ZERO, patience);
  }

  /** The same, not before a pause. */
  public void ask(Tx tx, String kind, String subject, Duration pause, Duration patience) {
    Instant now = clock.instant();
    Instant due = now.plus(pause);
    Optional<Lane> lane = lanes.stream().filter(one -> one.does(kind)).findFirst();
    String party = lane.map(one -> one.party(subject)).orElse("");
    JobRows.ask(tx, new Job(0, kind, subject, now, due, due.plus(patience), 0, false, ""), party);
    if (pause.isZero()) {
      tx.afterCommit(() -> lane.ifPresent(this::wake));
    }
  }

  /** However often before it is looked at, it is looked at once. */
  private void wake(Lane lane) {
    if (!started || closing || !lane.woken.compareAndSet(false, true)) {
      return;
    }
    try {
      clerk.execute(
          () -> {
            lane.woken.set(false);
            guarded(() -> claim(lane));
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("jobs: closing; left to the next start", e);
    }
  }

  /** The job about this, unless it is done or was never asked for. */
  public Optional<Job> find(Tx tx, String kind, String subject) {
    return JobRows.find(tx, kind, subject).map(JobEntity::job);
  }

  /**
   * Jobs that are not done, the next due first.
   *
   * @param dead only those that were given up
   */
  public List<Job> list(boolean dead, int most) {
    return database.read(tx -> JobRows.list(tx, dead, most));
  }

  /**
   * Tries one anew, from now on, for as long as when it was asked for.
   *
   * @param noted what its caller notes of it, in the same transaction
   * @return as it is then; empty when there is none with this number
   */
  public Optional<Job> retry(long id, BiConsumer<Tx, Job> noted) {
    return database.writeForced(
        tx -> {
          Optional<Job> found = JobRows.find(tx, id).map(JobEntity::job);
          found.ifPresent(job -> again(tx, job));
          found.ifPresent(job -> noted.accept(tx, job));
          return found.flatMap(job -> find(tx, job.kind(), job.subject()));
        });
  }

  private void again(Tx tx, Job job) {
    Optional.ofNullable(handlers.get(job.kind())).ifPresent(handler -> handler.again(tx, job));
    ask(tx, job.kind(), job.subject(), Duration.between(job.askedAt(), job.giveUpAt()));
  }

  /** Jobs of a kind that are not done, the next due first. */
  public List<Job> list(String kind, int most) {
    return database.read(tx -> JobRows.list(tx, kind, most));
  }

  /** How many jobs of a kind are to be done within a time, at most this many. */
  public int dueWithin(Tx tx, String kind, Duration time, int most) {
    Instant by = now().plus(time);
    return JobRows.parties(tx, kind, by).stream()
        .mapToInt(party -> JobRows.countDue(tx, kind, party, by, most))
        .reduce(0, (some, more) -> Math.min(most, some + more));
  }

  /** How many jobs of a kind there are to do. */
  public long waiting(String kind) {
    return database.read(tx -> JobRows.count(tx, kind));
  }

  /** How many jobs there are to do. */
  public long waiting() {
    return database.read(tx -> JobRows.count(tx, false));
  }

  /** How many jobs were given up. */
  public long dead() {
    return database.read(tx -> JobRows.count(tx, true));
  }

  private void guarded(Runnable task) {
    try {
      if (!closing) {
        task.run();
      }
    } catch (RuntimeException | Error e) { // otherwise it would never be worked on again
      LOG.error("jobs: table cannot be worked on; tried again in {}", settings.poll(), e);
    }
  }

  /** What fails in one lane keeps no other from its work. */
  private void claim() {
    lanes.forEach(lane -> guarded(() -> claim(lane)));
  }

  private void claim(Lane lane) {
    int most = lane.free();
    List<String> kinds = lane.kinds();
    if (most == 0 || kinds.isEmpty()) {
      return;
    }
    Instant now = now();
    List<JobEntity> candidates =
        database.read(
            tx ->
                kinds.stream()
                    .flatMap(kind -> free(tx, lane, kind, now))
                    .sorted(LONGEST_DUE)
                    .limit(most)
                    .toList());
    for (JobEntity row : candidates) {
      if (lane.take(row.party)) {
        claim(lane, row, now);
      }
    }
  }

  /** Of each party as many as may begin, the longest due. */
  private Stream<JobEntity> free(Tx tx, Lane lane, String kind, Instant now) {
    return JobRows.parties(tx, kind, now).stream()
        .flatMap(party -> free(tx, kind, party, now, lane.free(party)));
  }

  private Stream<JobEntity> free(Tx tx, String kind, String party, Instant now, int most) {
    if (most == 0) {
      return Stream.empty();
    }
    return JobRows.free(tx, kind, party, now, most + running.size()).stream()
        .filter(row -> !running.containsKey(row.id)) // its lease ended while it runs here
        .limit(most);
  }

  private void claim(Lane lane, JobEntity row, Instant now) {
    boolean ours = false;
    try {
      ours = database.write(tx -> JobRows.claim(tx, row, node, now, now.plus(settings.lease())));
    } finally {
      if (!ours) {
        lane.giveBack(row.party);
      }
    }
    if (ours) {
      begin(lane, row);
    }
  }

  private void begin(Lane lane, JobEntity row) {
    running.put(row.id, row);
    try {
      lane.workers.execute(() -> work(lane, row));
    } catch (RejectedExecutionException e) {
      LOG.debug("jobs: closing; {} {} is left to the next start", row.kind, row.subject, e);
      running.remove(row.id);
      lane.giveBack(row.party);
      giveBack(row);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private void renew() {
    List<Long> ids = List.copyOf(running.keySet());
    if (!ids.isEmpty()) {
      Instant until = now().plus(settings.lease());
      database.run(tx -> JobRows.renew(tx, ids, node, until));
    }
  }

  private void work(Lane lane, JobEntity row) {
    try {
      JobHandler handler = handlers.get(row.kind);
      if (handler != null) {
        end(row, handler, attempt(row, handler));
      }
    } catch (InterruptedException e) {
      giveBack(row); // first: H2 closes its file when an interrupted thread writes
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("job {} {}: its end cannot be noted; done again later", row.kind, row.subject, e);
    } finally {
      running.remove(row.id);
      lane.giveBack(row.party);
      wake(lane);
    }
  }

  private static JobResult attempt(JobEntity row, JobHandler handler) throws InterruptedException {
    try {
      return handler.run(row.job());
    } catch (IOException e) {
      return JobResult.again(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) { // else it would be done again with each lease, unseen
      LOG.error("job {} {}: failed", row.kind, row.subject, e);
      return JobResult.again(e.getClass().getSimpleName());
    }
  }

  private void end(JobEntity row, JobHandler handler, JobResult result) {
    if (result.problem().isEmpty()) {
      database.run(tx -> JobRows.done(tx, row));
      return;
    }
    String problem = result.problem().get();
    Instant next = now().plus(settings.pause(row.attempts + 1));
    if (isOver(row, handler, problem, next)) {
      LOG.error(
          "job {} {}: given up after {} attempts: {}",
          row.kind,
          row.subject,
          row.attempts + 1,
          problem);
    } else {
      LOG.info("job {} {}: {}; tried again at {}", row.kind, row.subject, problem, next);
    }
  }

  /** Notes a failed attempt; whether that was the last one, and the job is given up now. */
  private boolean isOver(JobEntity row, JobHandler handler, String problem, Instant next) {
    boolean last = next.isAfter(row.giveUpAt);
    try {
      return database.writeForced(
          tx -> {
            boolean dead = JobRows.failed(tx, row, problem, next, last) && last;
            if (dead) {
              handler.gaveUp(tx, row.job());
            }
            return dead;
          });
    } catch (RuntimeException | Error e) {
      if (!last) {
        throw e;
      }
      boolean without = now().isAfter(row.giveUpAt.plus(MOST_TO_GIVE_UP));
      String then = without ? "it ends without" : "tried again at " + next;
      LOG.error("job {} {}: cannot be given up; {}", row.kind, row.subject, then, e);
      return database.writeForced(tx -> JobRows.failed(tx, row, problem, next, without)) && without;
    }
  }

  private void giveBack(JobEntity row) {
    try {
      database.run(tx -> JobRows.release(tx, row));
    } catch (RuntimeException e) {
      LOG.warn("job {} {}: claim ends with its lease", row.kind, row.subject, e);
    }
  }

  /** Takes no more work, waits a while for what is being done, and gives the rest back. */
  @Override
  public void close() {
    closing = true;
    clerk.shutdown();
    lanes.forEach(lane -> lane.workers.shutdown());
    try {
      if (!allEnd()) {
        lanes.forEach(lane -> lane.workers.shutdownNow());
        if (!allEnd()) {
          LOG.warn("jobs: {} still running", running.size());
        }
      }
    } catch (InterruptedException e) {
      lanes.forEach(lane -> lane.workers.shutdownNow());
      Thread.currentThread().interrupt();
    }
  }

  private boolean allEnd() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    Stream<ExecutorService> all =
        Stream.concat(Stream.of(clerk), lanes.stream().map(lane -> lane.workers));
    for (ExecutorService executor : all.toList()) {
      long left = deadline - System.nanoTime();
      if (!executor.awaitTermination(Math.max(0, left), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }
}
