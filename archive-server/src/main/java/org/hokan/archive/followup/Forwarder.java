package org.hokan.archive.followup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.job.Job;
import org.hokan.archive.job.JobHandler;
import org.hokan.archive.job.JobResult;
import org.hokan.archive.job.Share;
import org.hokan.archive.retrieve.Destination;
import org.hokan.archive.retrieve.Sent;
import org.hokan.dicom.data.Uid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits of one study to one AE, many instances on an association. What was sent is noted
 * after each {@value #AT_ONCE}; when the node dies before that, those are sent once more.
 */
final class Forwarder implements JobHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private static final int AT_ONCE = 200;

  private final FollowUpRooms rooms;
  private final FollowUpFigures figures;
  private final int attempts;
  private final Clock clock;
  private final HungDestinations hung = new HungDestinations(System::nanoTime);
  private volatile boolean closing;

  Forwarder(FollowUpRooms rooms, FollowUpFigures figures, int attempts, Clock clock) {
    this.rooms = rooms;
    this.figures = figures;
    this.attempts = attempts;
    this.clock = clock;
  }

  /** One destination gets at most half of the threads: when it hangs, others go on. */
  static Share ofOneDestination(int threads) {
    return new Share(Math.max(1, threads / 2), subject -> ForwardKey.of(subject).destination());
  }

  /** Ends after the instance that is being sent. */
  void close() {
    closing = true;
  }

  /** Whether a destination hung does not count any more: an operator has it tried. */
  void tryAtOnce(String destination) {
    hung.forget(destination);
  }

  @Override
  public JobResult run(Job job) throws InterruptedException {
    if (!rooms.ingest().awaitIndexed()) {
      return JobResult.again("index not up to date");
    }
    ForwardKey key = ForwardKey.of(job.subject());
    Optional<String> problem = Optional.empty();
    long after = 0;
    while (true) {
      long last = after;
      List<ForwardEntity> items =
          rooms.database().read(tx -> ForwardRows.waiting(tx, key, last, AT_ONCE));
      if (items.isEmpty()) {
        return problem.map(JobResult::again).orElse(JobResult.DONE);
      }
      Optional<Chunk> tried = send(key, items);
      if (closing) {
        throw new InterruptedException("node is stopping");
      }
      if (tried.isEmpty()) {
        return problem.map(JobResult::again).orElseGet(() -> leftAlone(job, key));
      }
      Chunk chunk = tried.get();
      problem = problem.or(chunk::again);
      if (chunk.sent == 0 && chunk.again().isPresent()) {
        return JobResult.again(problem.orElseThrow()); // the rest would fare the same
      }
      after = chunk.last;
    }
  }

  /** Its instances are not tried, but given up as if they were. */
  private JobResult leftAlone(Job job, ForwardKey key) {
    String why =
        "AE %s: answered nothing lately, left alone for a while".formatted(key.destination());
    if (job.attempts() + 1 < attempts) {
      return JobResult.again(why);
    }
    rooms.database().writeForced(tx -> givenUp(tx, key, why));
    return JobResult.DONE;
  }

  /** What became of some, up to the {@code last}. */
  private static final class Chunk {
    private final long last;
    private int sent;
    private int givenUp;
    private Optional<String> why = Optional.empty();
    private int failed;

    Chunk(long last) {
      this.last = last;
    }

    /** Why some are to be tried again; empty: none is. */
    Optional<String> again() {
      return failed > givenUp ? why : Optional.empty();
    }
  }

  /** Empty when the destination is left alone now. */
  private Optional<Chunk> send(ForwardKey key, List<ForwardEntity> items) {
    Optional<Destination> destination = destination(key);
    if (destination.isEmpty()) {
      Map<String, String> failures = new HashMap<>();
      String why = "unknown, of another facility, without address, or may not receive";
      items.forEach(item -> failures.put(item.sopInstanceUid, why));
      return Optional.of(rooms.database().writeForced(tx -> noted(tx, key, items, failures)));
    }
    return hung.begin(destination.get())
        .map(attempt -> send(key, attempt.again() ? items.subList(0, 1) : items, attempt));
  }

  private Chunk send(ForwardKey key, List<ForwardEntity> items, HungDestinations.Attempt attempt) {
    Map<String, String> failures = new HashMap<>();
    List<ForwardEntity> tried = new ArrayList<>(items);
    List<InstanceRow> rows = List.of();
    try {
      rows = rows(key, items, failures);
    } finally {
      if (rows.isEmpty()) { // also when the index cannot be read
        hung.withdraw(attempt);
      }
    }
    Sent sent = rows.isEmpty() ? new Sent(0, false, Map.of()) : handOver(rows, attempt);
    sent.failures().forEach((uid, why) -> failures.put(uid.value(), why));
    rows.subList(rows.size() - sent.remaining(), rows.size())
        .forEach(row -> tried.removeIf(i -> i.sopInstanceUid.equals(row.sopInstanceUid().value())));
    return rooms.database().writeForced(tx -> noted(tx, key, tried, failures));
  }

  private Sent handOver(List<InstanceRow> rows, HungDestinations.Attempt attempt) {
    boolean answered = false;
    try {
      Sent sent = rooms.retrieve().forward(rows, attempt.destination(), () -> closing);
      answered = sent.answered();
      return sent;
    } finally {
      Duration rest = hung.ended(attempt, answered);
      if (!rest.isZero() && !closing) {
        LOG.warn(
            "forward: AE {} answered nothing and kept the node waiting; left alone for {} s (forward retry)",
            attempt.destination().aeTitle(),
            rest.toSeconds());
      }
    }
  }

  /**
   * As the C-MOVE of the facility would find it now: it may have changed since it was asked for.
   */
  private Optional<Destination> destination(ForwardKey key) {
    return rooms
        .entities()
        .find(key.destination())
        .filter(entity -> entity.facility().equals(key.facility()))
        .filter(ApplicationEntity::isMoveDestination)
        .map(
            entity ->
                new Destination(
                    entity.title(), entity.host().orElseThrow(), entity.port().orElseThrow()));
  }

  private List<InstanceRow> rows(
      ForwardKey key, List<ForwardEntity> items, Map<String, String> failures) {
    Map<String, InstanceRow> found = new HashMap<>();
    rooms
        .index()
        .instances(key.facility(), items.stream().map(i -> Uid.of(i.sopInstanceUid)).toList())
        .forEach(row -> found.put(row.sopInstanceUid().value(), row));
    List<InstanceRow> rows = new ArrayList<>();
    for (ForwardEntity item : items) {
      Optional.ofNullable(found.get(item.sopInstanceUid))
          .ifPresentOrElse(
              rows::add, () -> failures.put(item.sopInstanceUid, "is not kept any more"));
    }
    return rows;
  }

  private Chunk noted(
      Tx tx, ForwardKey key, List<ForwardEntity> tried, Map<String, String> failures) {
    Chunk chunk = new Chunk(tried.isEmpty() ? 0 : tried.get(tried.size() - 1).id);
    Instant now = clock.instant();
    for (ForwardEntity item : tried) {
      Optional<String> failure = Optional.ofNullable(failures.get(item.sopInstanceUid));
      if (failure.isEmpty()) {
        ForwardRows.sent(tx, item, now);
        chunk.sent++;
      } else {
        chunk.failed++;
        chunk.why = failure;
        chunk.givenUp += ForwardRows.failed(tx, item, failure.get(), attempts, now) ? 1 : 0;
      }
    }
    audit(tx, key, chunk);
    tx.afterCommit(() -> told(key, chunk));
    return chunk;
  }

  private void audit(Tx tx, ForwardKey key, Chunk chunk) {
    AuditEvent.Builder event =
        AuditEvent.access(clock.instant(), "node", "forward.to " + key.destination())
            .facility(key.facility())
            .study(key.studyInstanceUid());
    if (chunk.sent > 0) {
      rooms.audit().record(tx, event.objects(chunk.sent).build());
    }
    if (chunk.givenUp > 0) {
      String detail = "given up after %d attempts: %s".formatted(attempts, chunk.why.orElse(""));
      rooms.audit().record(tx, event.failed().objects(chunk.givenUp).detail(detail).build());
    }
  }

  private void told(ForwardKey key, Chunk chunk) {
    figures.sent(chunk.sent);
    figures.failed(chunk.failed);
    figures.gaveUp(chunk.givenUp);
    if (chunk.sent > 0) {
      LOG.info(
          "forward: {} instances of study {} sent to {}",
          chunk.sent,
          key.studyInstanceUid(),
          key.destination());
    }
    if (chunk.givenUp > 0) {
      LOG.error(
          "forward: {} instances of study {} to {}: given up after {} attempts: {} (forward list, forward retry)",
          chunk.givenUp,
          key.studyInstanceUid(),
          key.destination(),
          attempts,
          chunk.why.orElse(""));
    }
  }

  /** The job's own time is longer than all attempts take; what is left then is given up. */
  @Override
  public void gaveUp(Tx tx, Job job) {
    givenUp(tx, ForwardKey.of(job.subject()), job.problem());
  }

  @Override
  public void again(Tx tx, Job job) {
    ForwardKey key = ForwardKey.of(job.subject());
    tx.afterCommit(() -> tryAtOnce(key.destination()));
    ForwardRows.again(tx, key);
  }

  private Chunk givenUp(Tx tx, ForwardKey key, String why) {
    List<ForwardEntity> items = ForwardRows.waiting(tx, key, 0, Integer.MAX_VALUE);
    Map<String, String> failures = new HashMap<>();
    items.forEach(
        item -> failures.put(item.sopInstanceUid, item.problem.isEmpty() ? why : item.problem));
    items.forEach(item -> item.attempts = attempts);
    return noted(tx, key, items, failures);
  }
}
