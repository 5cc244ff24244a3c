package org.hokan.archive.compression;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.contract.AllowedLoss;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.Compression;
import org.hokan.archive.contract.CompressionOrder;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.index.StudySummary;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.job.JobResult;
import org.hokan.archive.storage.SpaceExhausted;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.transcode.BoundedLoss;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes once through one study and recompresses what is due. For one thread. */
final class StudyWork {
  private static final Logger LOG = LoggerFactory.getLogger(StudyWork.class);

  /** After so long it is asked again whether a study is still held. */
  private static final Duration WHILE_HELD = Duration.ofDays(1);

  private final CompressionRooms rooms;
  private final CompressionSettings settings;
  private final Clock clock;
  private final Tools tools;
  private final StudySummary study;
  private final long usedBytes;
  private final Map<String, AttemptEntity> attempts;
  private Optional<Instant> later = Optional.empty();
  private Optional<String> problem = Optional.empty();
  private boolean stopped;
  private boolean interrupted;
  private int done;
  private long saved;

  /** What all studies share. */
  record Tools(Targets targets, Shrinker shrinker, Calm calm, CompressionFigures figures) {}

  private StudyWork(
      CompressionRooms rooms,
      CompressionSettings settings,
      Clock clock,
      Tools tools,
      StudySummary study) {
    this.rooms = rooms;
    this.settings = settings;
    this.clock = clock;
    this.tools = tools;
    this.study = study;
    this.usedBytes = rooms.index().counts(study.facility()).bytes();
    this.attempts =
        rooms
            .database()
            .read(tx -> AttemptRows.ofStudy(tx, study.facility(), study.studyInstanceUid()));
  }

  /** Empty when there is no such study. */
  static Optional<StudyWork> of(
      CompressionRooms rooms,
      CompressionSettings settings,
      Clock clock,
      Tools tools,
      StudyKey key) {
    StudyFilter one =
        StudyFilter.all()
            .ofFacility(key.facility())
            .withUid(key.studyInstanceUid().value())
            .limit(1);
    return rooms.index().studies(one).stream()
        .findFirst()
        .map(study -> new StudyWork(rooms, settings, clock, tools, study));
  }

  /**
   * What was found.
   *
   * @param later when something else of the study is due
   * @param stopped whether the node stops, so that not all was looked at
   */
  record Found(Optional<String> problem, Optional<Instant> later, boolean stopped, int done) {
    JobResult result() {
      return problem.map(JobResult::again).orElse(JobResult.DONE);
    }
  }

  Found run() throws InterruptedException {
    rooms
        .index()
        .locate(study.facility(), RetrieveKeys.study(study.studyInstanceUid()), this::next);
    interrupted |= Thread.interrupted(); // what was done is still to be recorded
    if (done > 0) {
      record();
      LOG.info(
          "compression: {} instances of study {} recompressed, {} bytes saved",
          done,
          study.studyInstanceUid(),
          saved);
    }
    if (interrupted) {
      throw new InterruptedException("node is stopping");
    }
    return new Found(problem, later, stopped, done);
  }

  /** One entry for the study, whatever the number of its images. */
  private void record() {
    AuditEvent event =
        AuditEvent.change(clock.instant(), "node", "storage.recompress")
            .facility(study.facility())
            .patientId(study.patientId())
            .study(study.studyInstanceUid().value())
            .objects(done)
            .detail("bytes saved: %d".formatted(saved))
            .build();
    rooms.database().run(tx -> rooms.audit().record(tx, event));
  }

  /** Whether to go on. */
  private boolean next(InstanceRow row) {
    if (tools.calm().isClosed()) {
      stopped = true;
      return false;
    }
    if (!canBeDue(row)) {
      return true;
    }
    Optional<Plan> plan;
    try {
      ArrivalFacts facts = rooms.ingest().facts(row);
      plan = isPicture(row, facts) ? plan(row, facts) : Optional.empty();
    } catch (StorageException | DataSetException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
      return true;
    }
    if (plan.isEmpty() || isFinal(row, plan.get().target())) {
      return true;
    }
    Instant due = plan.get().due();
    if (due.isAfter(clock.instant())) {
      later = Optional.of(later.filter(due::isAfter).orElse(due));
      return true;
    }
    return work(row, plan.get());
  }

  /** Told by its row: what no rule compresses, or is to be moved first, need not be read. */
  private boolean canBeDue(InstanceRow row) {
    return row.recompressed().isEmpty()
        && !Ingest.isToBeMoved(row)
        && rooms.rules().compress(row.sender().callingAe())
        && tools.targets().canBe(row.transferSyntaxUid());
  }

  /** Reports, waveforms and the like are native, and have no pixel data to compress. */
  private static boolean isPicture(InstanceRow row, ArrivalFacts facts) {
    return facts.isPicture()
        || TransferSyntax.of(row.transferSyntaxUid())
            .filter(TransferSyntax::encapsulated)
            .isPresent();
  }

  /**
   * What is to be done with an instance.
   *
   * @param loss what it may lose; empty: every bit must come back
   */
  private record Plan(TransferSyntax target, Optional<AllowedLoss> loss, Instant due) {}

  private Optional<Plan> plan(InstanceRow row, ArrivalFacts facts) {
    Optional<CompressionOrder> order = rooms.rules().compression(facts, usedBytes, clock.instant());
    if (order.isEmpty()) {
      return Optional.empty();
    }
    Instant due = due(row, order.get());
    Optional<AllowedLoss> loss =
        order.get().form() == Compression.LOSSY && mayLose(row)
            ? rooms.rules().allowedLoss(facts, clock.instant())
            : Optional.empty();
    if (loss.isPresent()) {
      Instant from = loss.get().from(row.arrived());
      Instant asked = isHeld() ? clock.instant().plus(WHILE_HELD) : due;
      return Optional.of(new Plan(BoundedLoss.TARGET, loss, from.isAfter(asked) ? from : asked));
    }
    return tools
        .targets()
        .of(order.get().form(), row.transferSyntaxUid())
        .map(target -> new Plan(target, Optional.empty(), due));
  }

  /** Then it may lose nothing until that ends. */
  private boolean isHeld() {
    return rooms.holds().isHeld(study.facility(), study.studyInstanceUid(), study.patientId());
  }

  private void requireNotHeld() {
    if (isHeld()) {
      throw new StorageException(
          "study %s: on legal hold (expected: later)".formatted(study.studyInstanceUid()));
    }
  }

  /** It lost nothing yet, and nothing has taken its place before. */
  private boolean mayLose(InstanceRow row) {
    Uid successor = Predecessor.successorUid(row.facility(), row.sopInstanceUid());
    return rooms.index().instance(row.facility(), successor).isEmpty()
        && tools.shrinker().canLose(row);
  }

  private boolean isFinal(InstanceRow row, TransferSyntax target) {
    return Optional.ofNullable(attempts.get(row.sopInstanceUid().value()))
        .filter(attempt -> attempt.isFinal(target.uid(), settings.attempts()))
        .isPresent();
  }

  private Instant due(InstanceRow row, CompressionOrder order) {
    return switch (order.time()) {
      case AT_ONCE -> row.arrived();
      case AFTER -> row.arrived().plus(order.delay());
      case NIGHTLY -> settings.night().atOrAfter(clock.instant());
    };
  }

  private boolean work(InstanceRow row, Plan plan) {
    TransferSyntax target = plan.target();
    long begin = System.nanoTime();
    try {
      long length =
          plan.loss().isPresent()
              ? tools.shrinker().lose(row, plan.loss().get(), this::requireNotHeld)
              : tools.shrinker().shrink(row, target);
      done++;
      saved += row.at().length() - length;
      tools.figures().recompressed(row.at().length() - length);
    } catch (NotSmaller e) {
      tools.figures().notSmaller();
      note(row, target, AttemptEntity.Outcome.NOT_SMALLER, String.valueOf(e.getMessage()));
    } catch (SpaceExhausted e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
      return false;
    } catch (StorageException e) {
      // Nothing is wrong with the picture: the store or the index cannot now. Others may be done.
      problem = Optional.of(String.valueOf(e.getMessage()));
      return !rooms.ingest().isRebuilding();
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } catch (OutOfMemoryError e) {
      failed(row, target, e);
    } catch (IOException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        interrupted = true;
        return false;
      }
      failed(row, target, e);
    }
    return rested(System.nanoTime() - begin);
  }

  private void failed(InstanceRow row, TransferSyntax target, Throwable failure) {
    tools.figures().failed();
    String text = String.valueOf(failure.getMessage());
    AttemptEntity attempt = note(row, target, AttemptEntity.Outcome.FAILED, text);
    LOG.warn("compression: {}: {}; it stays as it came", row.sopInstanceUid(), text);
    LOG.debug("compression: {}", row.sopInstanceUid(), failure);
    if (!attempt.isFinal(target.uid(), settings.attempts())) {
      problem = Optional.of(text);
    }
  }

  private AttemptEntity note(
      InstanceRow row, TransferSyntax target, AttemptEntity.Outcome outcome, String text) {
    return rooms
        .database()
        .write(tx -> AttemptRows.note(tx, row, target.uid(), outcome, text, clock.instant()));
  }

  private boolean rested(long workedNanos) {
    tools.figures().worked(workedNanos);
    try {
      stopped = !tools.calm().rest(Duration.ofNanos(workedNanos));
      return !stopped;
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    }
  }
}
