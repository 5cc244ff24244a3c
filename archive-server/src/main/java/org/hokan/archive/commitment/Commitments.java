package org.hokan.archive.commitment;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.job.Job;
import org.hokan.archive.job.JobHandler;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.job.JobResult;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.service.EventReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Storage commitment (PS3.4 Annex J). A request is forced to disk before {@link #request} returns;
 * its instances are then read again and the asker is told, until it has taken the report or the
 * time is over, across restarts. A reading is good for the attempt that follows it: when the asker
 * is back after more than {@link #FRESH}, or after a restart, all is read once more before it is
 * told. It is told at least once: when a node dies between the report and its record, once more.
 * Thread-safe.
 */
public final class Commitments {
  private static final Logger LOG = LoggerFactory.getLogger(Commitments.class);
  private static final String KIND = "commitment";

  /** Whoever does not answer makes only others' reports wait, and for its deadlines only. */
  private static final int THREADS = 4;

  /** How long a reading is good for. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private static final Optional<JobResult> NOT_YET =
      Optional.of(JobResult.again("index not up to date"));

  private final CommitmentSettings settings;
  private final CommitmentRooms rooms;
  private final Database database;
  private final JobQueue jobs;
  private final Clock clock;
  private final Instant since;
  private final Proof proof;
  private final Report report;
  private final CommitmentFigures figures = new CommitmentFigures();

  /** The associations that requests came on, until the first attempt to report. */
  private final ConcurrentMap<Long, EventReporter> askers = new ConcurrentHashMap<>();

  public Commitments(CommitmentSettings settings, CommitmentRooms rooms, Clock clock) {
    this.settings = settings;
    this.rooms = rooms;
    this.database = rooms.database();
    this.jobs = rooms.jobs();
    this.clock = clock;
    this.since = clock.instant();
    this.proof = new Proof(rooms.index(), rooms.store(), rooms.storable());
    this.report = new Report(rooms.entities(), rooms.client(), settings);
    jobs.handle(KIND, new Work(), THREADS);
  }

  /** The classes that {@link Database#open} must know. */
  public static List<Class<?>> entities() {
    return List.of(CommitmentEntity.class);
  }

  /**
   * Takes a request. The same request again is checked and reported again; another list under the
   * same Transaction UID is reported as a duplicate (PS3.3 C.14.1.1, 0131H).
   *
   * @param asker the association that it came on
   * @return its number
   * @throws TooMuchException when it is beyond a limit
   */
  public long request(CommitmentRequest request, EventReporter asker) {
    if (request.references().size() > settings.maxInstances()) {
      throw new TooMuchException(
          "%d instances in one request (expected: at most %d)"
              .formatted(request.references().size(), settings.maxInstances()));
    }
    long id = database.writeForced(tx -> taken(tx, request, asker));
    figures.requested();
    return id;
  }

  private long taken(Tx tx, CommitmentRequest request, EventReporter asker) {
    byte[] lines = ReferenceLines.of(request.references());
    String digest = ReferenceLines.digest(lines);
    List<CommitmentEntity> known = CommitmentRows.ofTransaction(tx, request);
    Optional<CommitmentEntity> again =
        known.stream().filter(row -> row.listDigest.equals(digest)).findFirst();
    if (again.isEmpty()
        && CommitmentRows.open(tx, request.facility(), request.aeTitle())
            >= settings.maxRequests()) {
      throw new TooMuchException(
          "%d requests not reported yet (expected: fewer)".formatted(settings.maxRequests()));
    }
    CommitmentEntity row = again.orElseGet(CommitmentEntity::new);
    begin(row);
    if (again.isPresent()) {
      tx.session().update(row);
    } else {
      fill(row, request, lines, digest);
      row.doubled = !known.isEmpty();
      tx.session().insert(row);
    }
    rooms.audit().record(tx, event(row, "commitment.request").peer(request.peer()).build());
    tx.afterCommit(() -> askers.put(row.id, asker));
    jobs.ask(tx, KIND, Long.toString(row.id), settings.giveUpAfter());
    return row.id;
  }

  private static void fill(
      CommitmentEntity row, CommitmentRequest request, byte[] lines, String digest) {
    row.facility = request.facility();
    row.aeTitle = request.aeTitle();
    row.transactionUid = request.transactionUid().value();
    row.listDigest = digest;
    row.request = lines;
    row.instances = request.references().size();
  }

  private void begin(CommitmentEntity row) {
    row.state = CommitmentState.REQUESTED;
    row.requestedAt = later(row.requestedAt);
    row.checkedAt = null;
    row.endedAt = null;
    row.failed = 0;
    row.result = new byte[0];
  }

  /** Now, and after that: it tells one request from the same one again. */
  private Instant later(Instant before) {
    Instant now = now();
    return now.isAfter(before) ? now : before.plus(1, ChronoUnit.MICROS);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private AuditEvent.Builder event(CommitmentEntity row, String action) {
    return AuditEvent.access(clock.instant(), row.aeTitle, action)
        .facility(row.facility)
        .subject("transaction " + row.transactionUid)
        .objects(row.instances);
  }

  /** Requests for people, the latest first. */
  public List<Commitment> list(CommitmentFilter filter) {
    return database.read(
        tx -> CommitmentRows.list(tx, filter).stream().map(row -> told(tx, row)).toList());
  }

  /** The request with this number. */
  public Optional<Commitment> find(long id) {
    return database.read(tx -> CommitmentRows.find(tx, id).map(row -> told(tx, row)));
  }

  private Commitment told(Tx tx, CommitmentEntity row) {
    return row.commitment(jobs.find(tx, KIND, Long.toString(row.id)));
  }

  /** Its instances, as they were found; before it is checked none. */
  public List<CheckedReference> result(long id) {
    return database.read(
        tx ->
            CommitmentRows.find(tx, id)
                .map(row -> ReferenceLines.checked(row.result))
                .orElse(List.of()));
  }

  /** Checks and reports it anew, from now on; whether there is one with this number. */
  public boolean retry(long id, String who) {
    return database.writeForced(
        tx -> {
          Optional<CommitmentEntity> found = CommitmentRows.find(tx, id);
          found.ifPresent(row -> again(tx, row, who));
          return found.isPresent();
        });
  }

  private void again(Tx tx, CommitmentEntity row, String who) {
    begin(row);
    tx.session().update(row);
    rooms
        .audit()
        .record(
            tx,
            AuditEvent.change(clock.instant(), who, "commitment.retry")
                .facility(row.facility)
                .subject("transaction " + row.transactionUid)
                .build());
    jobs.ask(tx, KIND, Long.toString(row.id), settings.giveUpAfter());
  }

  /** Forgets results whose time is over. */
  public void forget() {
    Instant before = clock.instant().minus(settings.keep());
    int forgotten = database.write(tx -> CommitmentRows.forget(tx, before));
    if (forgotten > 0) {
      LOG.info("commitment: {} results forgotten", forgotten);
    }
    askers.values().removeIf(Commitments::hasEnded);
  }

  /** Where another node reports, the association stays unused here. */
  private static boolean hasEnded(EventReporter asker) {
    try {
      return asker.awaitEnd(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How many requests are in this state. */
  public long count(CommitmentState state) {
    return database.read(tx -> CommitmentRows.count(tx, state));
  }

  /** What it came to since the start. */
  public CommitmentFigures figures() {
    return figures;
  }

  /** Checks, then reports. */
  private final class Work implements JobHandler {
    @Override
    public JobResult run(Job job) throws IOException, InterruptedException {
      long id = Long.parseLong(job.subject());
      Optional<CommitmentEntity> found = database.read(tx -> CommitmentRows.find(tx, id));
      if (found.isEmpty() || found.get().endedAt != null) {
        return JobResult.DONE;
      }
      CommitmentEntity row = found.get();
      Optional<JobResult> hindrance = isFresh(row) ? Optional.empty() : readAgain(row);
      return hindrance.isPresent() ? hindrance.get() : tell(row);
    }

    @Override
    public void gaveUp(Tx tx, Job job) {
      CommitmentRows.find(tx, Long.parseLong(job.subject()))
          .ifPresent(row -> end(tx, row, CommitmentState.GIVEN_UP));
    }

    @Override
    public void again(Tx tx, Job job) {
      CommitmentRows.find(tx, Long.parseLong(job.subject()))
          .ifPresent(
              row -> {
                begin(row);
                tx.session().update(row);
              });
    }
  }

  /** Whether this process has just read its instances: what was told since may be untrue by now. */
  private boolean isFresh(CommitmentEntity row) {
    Instant read = row.checkedAt;
    Instant now = clock.instant();
    return read != null
        && read.isAfter(since)
        && !read.isAfter(now)
        && read.isAfter(now.minus(FRESH));
  }

  /** What was read once is only read again for an asker that is there. */
  private Optional<JobResult> readAgain(CommitmentEntity row) throws InterruptedException {
    if (row.state == CommitmentState.CHECKED) {
      try {
        report.reach(row);
      } catch (IOException e) {
        return Optional.of(notTold(e));
      }
    }
    return check(row);
  }

  /**
   * Empty when it was checked, else what becomes of the job: the index must have all that was
   * acknowledged before, and a request that came again meanwhile is checked from its begin.
   */
  private Optional<JobResult> check(CommitmentEntity row) throws InterruptedException {
    if (!rooms.ingest().awaitIndexed()) {
      return NOT_YET;
    }
    List<Reference> references = ReferenceLines.references(row.request);
    Proof.Found found = row.doubled ? duplicates(references) : proof.of(row.facility, references);
    if (rooms.ingest().isRebuilding()) {
      return NOT_YET;
    }
    if (settings.endsExam() && row.state == CommitmentState.REQUESTED) {
      for (Uid study : found.studies()) {
        if (!rooms.ingest().endExam(row.facility, study)) {
          return NOT_YET;
        }
      }
    }
    row.state = CommitmentState.CHECKED;
    row.checkedAt = now();
    row.failed = found.failed();
    row.result = ReferenceLines.ofChecked(found.references());
    if (!database.write(tx -> CommitmentRows.update(tx, row))) {
      return Optional.of(JobResult.DONE);
    }
    figures.checked(row.instances, row.failed);
    LOG.info(
        "commitment {} of {}: {} instances read again, {} failed",
        row.transactionUid,
        row.aeTitle,
        row.instances,
        row.failed);
    return Optional.empty();
  }

  private static Proof.Found duplicates(List<Reference> references) {
    return new Proof.Found(
        references.stream()
            .map(
                one ->
                    new CheckedReference(one, Optional.of(FailureReason.DUPLICATE_TRANSACTION_UID)))
            .toList(),
        Set.of());
  }

  private JobResult tell(CommitmentEntity row) throws InterruptedException {
    try {
      report.send(row, Optional.ofNullable(askers.remove(row.id)));
    } catch (IOException e) {
      return notTold(e);
    }
    figures.reported(true);
    database.run(tx -> end(tx, row, CommitmentState.REPORTED));
    LOG.info("commitment {} of {}: reported", row.transactionUid, row.aeTitle);
    return JobResult.DONE;
  }

  private JobResult notTold(IOException e) {
    figures.reported(false);
    return JobResult.again(String.valueOf(e.getMessage()));
  }

  private void end(Tx tx, CommitmentEntity row, CommitmentState state) {
    row.state = state;
    row.endedAt = now();
    CommitmentRows.update(tx, row);
    AuditEvent.Builder event =
        event(row, "commitment.report")
            .detail("%d committed, %d failed".formatted(row.instances - row.failed, row.failed));
    rooms.audit().record(tx, (state == CommitmentState.REPORTED ? event : event.failed()).build());
  }
}
