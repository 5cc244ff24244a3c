package org.hokan.archive.compression;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.billing.StudySaving;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.Savings;
import org.hokan.archive.job.Job;
import org.hokan.archive.job.JobResult;
import org.hokan.dicom.data.Uid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is stored smaller. Each study with something to compress is a durable job; the job
 * looks what rules and contract say of each instance now, recompresses what is due, and asks to be
 * done again when more is. Doing it twice does no harm: what is recompressed already is passed
 * over. Thread-safe.
 *
 * <p>It is to be made before the index is brought up to date, so that it hears of what that finds;
 * {@link #close} before the jobs are closed.
 */
public final class Compressions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Compressions.class);
  static final String KIND = "compression";

  private static final Duration PATIENCE = Duration.ofDays(7);

  /** For one object: many frames take long, but a thread does not stay with one for ever. */
  private static final Duration MOST_TIME = Duration.ofMinutes(30);

  private final CompressionSettings settings;
  private final CompressionRooms rooms;
  private final Clock clock;
  private final StudyWork.Tools tools;
  private final Survey survey;

  public Compressions(CompressionSettings settings, CompressionRooms rooms, Clock clock) {
    this.settings = settings;
    this.rooms = rooms;
    this.clock = clock;
    this.tools =
        new StudyWork.Tools(
            new Targets(rooms.recompression()),
            new Shrinker(rooms, settings.marginPercent(), MOST_TIME),
            new Calm(() -> rooms.ingest().figures().begun(), settings.restFactor()),
            new CompressionFigures());
    this.survey = new Survey(rooms, settings.survey(), this::ask);
    if (settings.enabled()) {
      rooms.jobs().handle(KIND, this::run, settings.threads());
      rooms.jobs().handle(Survey.KIND, survey);
      rooms.ingest().whenFiled((tx, facility, study) -> ask(tx, new StudyKey(facility, study)));
    }
  }

  /** The classes that {@link Database#open} must know. */
  public static List<Class<?>> entities() {
    return List.of(AttemptEntity.class, SurveyEntity.class);
  }

  private void ask(Tx tx, StudyKey study) {
    rooms.jobs().ask(tx, KIND, study.subject(), settings.settle(), PATIENCE);
  }

  private JobResult run(Job job) throws InterruptedException {
    if (!rooms.ingest().awaitIndexed()) {
      return JobResult.again("index not up to date");
    }
    rooms.rules().refresh(); // whoever asked may know of newer ones
    StudyKey key = StudyKey.of(job.subject());
    Optional<StudyWork> work = StudyWork.of(rooms, settings, clock, tools, key);
    if (work.isEmpty()) {
      return JobResult.DONE;
    }
    StudyWork.Found found = work.get().run();
    if (found.stopped()) {
      throw new InterruptedException("node is stopping");
    }
    if (!rooms.ingest().awaitIndexed()) {
      return JobResult.again("index not up to date");
    }
    correctSavings(key);
    if (found.problem().isEmpty()) {
      found.later().ifPresent(due -> askLater(key, due));
    }
    return found.result();
  }

  /** What the ledger says is saved is what the index says; it differs once images are deleted. */
  private void correctSavings(StudyKey key) {
    String study = key.studyInstanceUid().value();
    rooms
        .database()
        .run(
            tx -> {
              Savings saved = rooms.index().savings(tx, key.facility(), key.studyInstanceUid());
              rooms
                  .ledger()
                  .correctSavings(
                      tx,
                      new StudySaving(
                          key.facility(), study, Math.max(0, saved.savedBytes()), clock.instant()));
            });
  }

  private void askLater(StudyKey key, Instant due) {
    Duration pause = Duration.between(clock.instant(), due);
    Duration positive = pause.isNegative() ? Duration.ZERO : pause;
    rooms.database().run(tx -> rooms.jobs().ask(tx, KIND, key.subject(), positive, PATIENCE));
  }

  /**
   * Looks through all that is stored once rules, contracts or this machine's libraries are others
   * than when that was done last. To be called by a scheduler; the work itself is a job.
   */
  public void review() {
    if (settings.enabled()) {
      survey.review(tools.targets().forms());
    }
  }

  /** How far it is. */
  public CompressionStatus status() {
    Map<String, Savings> savings =
        rooms.index().savings().stream()
            .collect(Collectors.toMap(Savings::facility, Function.identity()));
    Map<String, Long> failed = rooms.database().read(AttemptRows::failed);
    List<FacilityCompression> facilities =
        rooms.index().counts().stream()
            .map(
                counts -> {
                  Savings saved =
                      savings.getOrDefault(
                          counts.facility(), new Savings(counts.facility(), 0, 0, 0));
                  return new FacilityCompression(
                      counts.facility(),
                      counts.instances(),
                      saved.instances(),
                      saved.originalBytes(),
                      saved.savedBytes(),
                      failed.getOrDefault(counts.facility(), 0L));
                })
            .toList();
    return new CompressionStatus(
        settings.enabled(), tools.targets().forms(), waiting() + survey.left(), facilities);
  }

  /** Studies that are to be looked at. */
  public long waiting() {
    return rooms.jobs().waiting(KIND);
  }

  /** What could not be recompressed, the latest first. */
  public List<CompressionFailure> failures(Optional<String> facility, int most) {
    return rooms.database().read(tx -> AttemptRows.failures(tx, facility, most));
  }

  /**
   * Tries what failed again, at most so much at once.
   *
   * @return how many instances
   */
  public int retry(Optional<String> facility, int most, String who) {
    List<CompressionFailure> failures = failures(facility, most);
    rooms
        .database()
        .runForced(
            tx -> {
              failures.forEach(failure -> AttemptRows.forget(tx, failure));
              failures.stream()
                  .map(one -> new StudyKey(one.facility(), one.studyInstanceUid()))
                  .distinct()
                  .forEach(study -> ask(tx, study));
              AuditEvent.Builder event =
                  AuditEvent.change(clock.instant(), who, "compression.retry")
                      .objects(failures.size());
              facility.ifPresent(event::facility);
              rooms.audit().record(tx, event.build());
            });
    LOG.info("compression: {} instances are tried again", failures.size());
    return failures.size();
  }

  /** Forgets what was tried with a study's instances: it is destroyed. */
  public void forget(Tx tx, String facility, Uid studyInstanceUid) {
    AttemptRows.forget(tx, facility, studyInstanceUid);
  }

  /** Compresses a sample in the calling thread, and throws the results away. */
  public Estimate estimate(EstimateOrder order, Consumer<String> progress) {
    return new Estimating(rooms, tools, order).run(progress);
  }

  /** What it came to since the start. */
  public CompressionFigures figures() {
    return tools.figures();
  }

  /** Ends after the pictures that are being worked on. */
  @Override
  public void close() {
    tools.calm().close();
  }
}
