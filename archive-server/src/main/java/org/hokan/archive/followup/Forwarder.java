package org.hokan.archive.followup;

import java.time.Clock;
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
  private volatile boolean closing;

  Forwarder(FollowUpRooms rooms, FollowUpFigures figures, int attempts, Clock clock) {
    this.rooms = rooms;
    this.figures = figures;
    this.attempts = attempts;
    this.clock = clock;
  }

  /** Ends after the instance that is being sent. */
  void close() {
    closing = true;
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
      Chunk chunk = send(key, items);
      if (closing) {
        throw new InterruptedException("node is stopping");
      }
      problem = problem.or(chunk::again);
      if (chunk.sent == 0 && chunk.again().isPresent()) {
        return JobResult.again(problem.orElseThrow()); // the rest would fare the same
      }
      after = items.get(items.size() - 1).id;
    }
  }

  /** What became of some. */
  private static final class Chunk {
    private int sent;
    private int givenUp;
    private Optional<String> why = Optional.empty();
    private int failed;

    /** Why some are to be tried again; empty: none is. */
    Optional<String> again() {
      return failed > givenUp ? why : Optional.empty();
    }
  }

  private Chunk send(ForwardKey key, List<ForwardEntity> items) {
    Map<String, String> failures = new HashMap<>();
    List<ForwardEntity> tried = new ArrayList<>(items);
    Optional<Destination> destination = destination(key);
    if (destination.isPresent()) {
      List<InstanceRow> rows = rows(key, items, failures);
      Sent sent = rooms.retrieve().forward(rows, destination.get(), () -> closing);
      sent.failures().forEach((uid, why) -> failures.put(uid.value(), why));
      rows.subList(rows.size() - sent.remaining(), rows.size())
          .forEach(
              row -> tried.removeIf(i -> i.sopInstanceUid.equals(row.sopInstanceUid().value())));
    } else {
      String why = "unknown, of another facility, without address, or may not receive";
      items.forEach(item -> failures.put(item.sopInstanceUid, why));
    }
    return rooms.database().writeForced(tx -> noted(tx, key, tried, failures));
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
    Chunk chunk = new Chunk();
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
    ForwardKey key = ForwardKey.of(job.subject());
    List<ForwardEntity> items = ForwardRows.waiting(tx, key, 0, Integer.MAX_VALUE);
    Map<String, String> failures = new HashMap<>();
    items.forEach(item -> failures.put(item.sopInstanceUid, item.problem));
    items.forEach(item -> item.attempts = attempts);
    noted(tx, key, items, failures);
  }
}
