package org.hokan.archive.procedure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.job.Job;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.job.JobResult;
import org.hokan.archive.procedure.StepRefusedException.Reason;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Modality Performed Procedure Steps (PS3.4 Annex F). What is created or set is forced to disk
 * before the call returns. A step that is completed or discontinued ends the examinations of its
 * studies, unless another step of them is in progress, and is compared with what is here: at once,
 * while instances are missing, when somebody asks, and when the index was made anew. What took an
 * instance's place counts as it. Thread-safe.
 */
public final class PerformedProcedures {
  private static final Logger LOG = LoggerFactory.getLogger(PerformedProcedures.class);
  private static final String KIND = "end-of-exam";
  private static final String AGAIN = "look-at-steps";
  private static final String ALL = "all";
  private static final Duration PATIENCE = Duration.ofDays(3650);
  private static final int AT_ONCE = 100;

  private final ProcedureRooms rooms;
  private final Database database;
  private final boolean endsExam;
  private final Clock clock;
  private final ProcedureFigures figures = new ProcedureFigures();
  private final Reviews reviews = new Reviews();

  /**
   * @param endsExam whether an ended step ends the examinations of its studies
   */
  public PerformedProcedures(ProcedureRooms rooms, boolean endsExam, Clock clock) {
    this.rooms = rooms;
    this.database = rooms.database();
    this.endsExam = endsExam;
    this.clock = clock;
    rooms.jobs().handle(KIND, this::end);
    rooms.jobs().handle(AGAIN, job -> lookAtAll());
  }

  /** Has all ended steps compared with what is here, in time: the index was made anew. */
  public static void lookAgain(Database database, JobQueue jobs) {
    database.runForced(tx -> jobs.ask(tx, AGAIN, ALL, PATIENCE));
  }

  /** The classes that {@link Database#open} must know. */
  public static List<Class<?>> entities() {
    return List.of(StepEntity.class, StepStudyEntity.class);
  }

  /**
   * Takes a step that begins.
   *
   * @throws StepRefusedException when there is one with this UID, it lacks what it must have, or it
   *     is more than {@link StepLimits} allows
   */
  public void create(Performer performer, Uid sopInstanceUid, DataSet attributes) {
    StepAttributes.checkCreated(attributes);
    database.runForced(tx -> created(tx, performer, sopInstanceUid, attributes));
    figures.created();
  }

  private void created(Tx tx, Performer performer, Uid uid, DataSet attributes) {
    if (StepRows.find(tx, performer.facility(), uid).isPresent()) {
      throw new StepRefusedException(Reason.DUPLICATE, "a step with this UID is there");
    }
    StepEntity row = new StepEntity();
    row.facility = performer.facility();
    row.sopInstanceUid = uid.value();
    row.callingAe = performer.aeTitle();
    row.createdAt = now();
    row.take(attributes);
    Set<Uid> studies = StepAttributes.studies(attributes);
    StepLimits.checkLength(row);
    StepLimits.checkStudies(tx, row, studies);
    tx.session().insert(row);
    studies.forEach(study -> StepRows.addStudy(tx, row, study));
    record(tx, performer, row, attributes, "mpps.create");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private void record(
      Tx tx, Performer performer, StepEntity row, DataSet attributes, String action) {
    AuditEvent event =
        AuditEvent.access(clock.instant(), performer.aeTitle(), action)
            .peer(performer.peer())
            .facility(row.facility)
            .subject("step " + row.sopInstanceUid)
            .patientId(attributes.string(Tag.PatientID).orElse(""))
            .study(
                StepAttributes.studies(attributes).stream().map(Uid::value).findFirst().orElse(""))
            .objects(row.instances)
            .detail(row.status.word())
            .build();
    rooms.audit().record(tx, event);
  }

  /**
   * Changes a step in progress, and may end it.
   *
   * @return attributes that it would change and may not; they stay as they are
   * @throws StepRefusedException when there is none, it has ended, it lacks what an ended one must
   *     have, or it has become too long
   */
  public List<Integer> set(Performer performer, Uid sopInstanceUid, DataSet modifications) {
    record Changed(StepStatus status, List<Integer> refused) {}
    Changed changed =
        database.writeForced(
            tx -> {
              StepEntity row = open(tx, performer.facility(), sopInstanceUid);
              StepAttributes.Modified modified =
                  StepAttributes.modified(row.dataSet(), modifications);
              change(row, modified.attributes());
              tx.session().update(row);
              record(tx, performer, row, modified.attributes(), "mpps.set");
              if (row.status.isFinal()) {
                rooms.jobs().ask(tx, KIND, Long.toString(row.id), PATIENCE);
              }
              return new Changed(row.status, modified.refused());
            });
    if (changed.status().isFinal()) {
      figures.ended(changed.status());
    }
    return changed.refused();
  }

  private static StepEntity open(Tx tx, String facility, Uid sopInstanceUid) {
    StepEntity row =
        StepRows.lock(tx, facility, sopInstanceUid)
            .orElseThrow(() -> new StepRefusedException(Reason.UNKNOWN, "no step with this UID"));
    if (row.status.isFinal()) {
      throw new StepRefusedException(
          Reason.MAY_NOT_BE_UPDATED, "Performed Procedure Step Object may no longer be updated");
    }
    return row;
  }

  private void change(StepEntity row, DataSet attributes) {
    row.status = StepAttributes.status(attributes);
    row.take(attributes);
    StepLimits.checkLength(row);
    if (row.status.isFinal()) {
      StepAttributes.checkEnded(attributes);
      row.endedAt = now();
      row.instances = StepAttributes.instances(attributes).size();
      // Until it was looked: none is known to be here.
      row.missing = row.instances;
    }
  }

  /** A step's attributes as they were received. */
  public Optional<DataSet> attributes(String facility, Uid sopInstanceUid) {
    return database
        .read(tx -> StepRows.find(tx, facility, sopInstanceUid))
        .map(StepEntity::dataSet);
  }

  /** Steps for people, the latest first. */
  public List<PerformedProcedureStep> list(StepFilter filter) {
    return database.read(tx -> StepRows.list(tx, filter)).stream().map(this::step).toList();
  }

  /** The step with this UID. */
  public Optional<PerformedProcedureStep> find(String facility, Uid sopInstanceUid) {
    return database.read(tx -> StepRows.find(tx, facility, sopInstanceUid)).map(this::step);
  }

  /** The steps of a study, the oldest first, with what is missing now. */
  public List<PerformedProcedureStep> ofStudy(String facility, Uid study) {
    return database.read(tx -> StepRows.ofStudy(tx, facility, study)).stream()
        .map(this::step)
        .toList();
  }

  private PerformedProcedureStep step(StepEntity row) {
    return row.step(row.status.isFinal() ? reviewed(row) : List.of());
  }

  /** What a step lists, compared with what is here. */
  private record Comparison(List<Uid> missing, Set<Uid> studies) {}

  private Comparison compare(StepEntity row) {
    DataSet attributes = row.dataSet();
    List<Uid> listed = StepAttributes.instances(attributes);
    Set<Uid> studies = new HashSet<>(StepAttributes.studies(attributes));
    Set<Uid> here = here(row, listed, studies);
    List<Uid> missing = listed.stream().filter(uid -> !here.contains(uid)).toList();
    if (!missing.isEmpty()) {
      Set<Uid> successors =
          here(row, missing.stream().map(uid -> successor(row, uid)).toList(), studies);
      missing = missing.stream().filter(uid -> !successors.contains(successor(row, uid))).toList();
    }
    return new Comparison(missing, studies);
  }

  private Set<Uid> here(StepEntity row, List<Uid> instances, Set<Uid> studies) {
    Set<Uid> here = new HashSet<>();
    for (InstanceRow instance : rooms.index().instances(row.facility, instances)) {
      here.add(instance.sopInstanceUid());
      studies.add(instance.studyInstanceUid());
    }
    return here;
  }

  private static Uid successor(StepEntity row, Uid instance) {
    return Predecessor.successorUid(row.facility, instance);
  }

  /** The job of an ended step. */
  private JobResult end(Job job) throws InterruptedException {
    Optional<StepEntity> found =
        database.read(tx -> StepRows.find(tx, Long.parseLong(job.subject())));
    if (found.isEmpty()) {
      return JobResult.DONE;
    }
    StepEntity row = found.get();
    if (!rooms.ingest().awaitIndexed()) {
      return JobResult.again("index not up to date");
    }
    Comparison compared = compare(row);
    if (rooms.ingest().isRebuilding()) {
      return JobResult.again("index is being rebuilt");
    }
    database.run(tx -> StepRows.missing(tx, row, compared.missing().size()));
    LOG.info(
        "step {} of {}: {}, {} of {} instances are here",
        row.sopInstanceUid,
        row.callingAe,
        row.status.word(),
        row.instances - compared.missing().size(),
        row.instances);
    return endExams(row, compared) ? JobResult.DONE : JobResult.again("index not up to date");
  }

  private boolean endExams(StepEntity row, Comparison compared) throws InterruptedException {
    if (!endsExam) {
      return true;
    }
    for (Uid study : compared.studies()) {
      boolean goesOn = database.read(tx -> StepRows.goesOn(tx, row.facility, study));
      if (!goesOn && !rooms.ingest().endExam(row.facility, study)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Looks again for what is missing from steps of the last days, the more seldom the older they
   * are, and counts what is missing from all; older ones are looked at when somebody asks. Not
   * while the index is being made anew.
   */
  public void review() {
    if (rooms.ingest().isRebuilding()) {
      return;
    }
    Instant now = clock.instant();
    Instant since = now.minus(reviews.next(now));
    List<StepEntity> some = incomplete(since, 0);
    while (!some.isEmpty()) {
      some.forEach(this::reviewed);
      some = incomplete(since, some.get(some.size() - 1).id);
    }
    Object[] sums = database.read(StepRows::sums);
    figures.missing(((Number) sums[0]).longValue(), ((Number) sums[1]).longValue());
  }

  private List<StepEntity> incomplete(Instant since, long after) {
    return database.read(tx -> StepRows.incomplete(tx, since, after, AT_ONCE));
  }

  /** What it misses now; how much of that was not destroyed on purpose is kept. */
  private List<Uid> reviewed(StepEntity row) {
    List<Uid> missing = compare(row).missing();
    int lost = missing.isEmpty() ? 0 : database.read(tx -> lost(tx, row, missing));
    if (lost != row.missing && !rooms.ingest().isRebuilding()) {
      database.run(tx -> StepRows.missing(tx, row, lost));
    }
    return missing;
  }

  private int lost(Tx tx, StepEntity row, List<Uid> missing) {
    return (int)
        missing.stream()
            .filter(uid -> rooms.index().certificatesOf(tx, row.facility, uid.value()).isEmpty())
            .count();
  }

  /** The job after the index was made anew; from the first step on when it is repeated. */
  private JobResult lookAtAll() throws InterruptedException {
    if (!rooms.ingest().awaitIndexed() || rooms.ingest().isRebuilding()) {
      return JobResult.again("index not up to date");
    }
    long after = 0;
    List<StepEntity> some = ended(after);
    while (!some.isEmpty()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("node is stopping");
      }
      some.forEach(this::reviewed);
      after = some.get(some.size() - 1).id;
      some = ended(after);
    }
    LOG.info("steps: all that have ended were compared with what is here");
    return JobResult.DONE;
  }

  private List<StepEntity> ended(long after) {
    return database.read(tx -> StepRows.ended(tx, after, AT_ONCE));
  }

  /** What it came to, for metrics. */
  public ProcedureFigures figures() {
    return figures;
  }
}
