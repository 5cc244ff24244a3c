package org.hokan.archive.trial;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.hokan.archive.db.Database;
import org.hokan.archive.ingest.RefusedInstance;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes the facts of what was refused, so that rules can be tried on it: one row for each instance,
 * for a limited time, at most so many. Of the patient no more than ID and issuer, which conditions
 * ask for.
 *
 * <p>Refusing waits for nothing: what is noted is written a little later, and what comes faster
 * than that is counted only. A node that is killed loses the last seconds of it. Thread-safe.
 */
public final class RefusedArrivals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedArrivals.class);
  private static final int MOST_WAITING = 5_000;
  private static final int BATCH = 500;
  private static final int LONGEST_ATTRIBUTES = 2_000;
  private static final int[] ASKED = {
    Tag.SpecificCharacterSet,
    Tag.Modality,
    Tag.Manufacturer,
    Tag.StationName,
    Tag.PatientID,
    Tag.IssuerOfPatientID,
    Tag.BodyPartExamined,
    Tag.StudyInstanceUID,
    Tag.PhotometricInterpretation,
    Tag.NumberOfFrames,
    Tag.Rows,
    Tag.Columns,
    Tag.BitsAllocated,
    Tag.BitsStored,
    Tag.RequestedProcedureDescription,
    Tag.PerformedProcedureStepDescription
  };

  private final Database database;
  private final Limits limits;
  private final Clock clock;
  private final BlockingQueue<RefusedArrivalEntity> waiting =
      new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicLong passedOver = new AtomicLong();

  /**
   * How much is kept of them.
   *
   * @param kept how long; zero: nothing is noted
   * @param most most instances, of all facilities
   */
  public record Limits(Duration kept, int most) {}

  public RefusedArrivals(Database database, Limits limits, Clock clock) {
    this.database = database;
    this.limits = limits;
    this.clock = clock;
  }

  /** The classes that {@link Database#open} must know. */
  public static List<Class<?>> entities() {
    return List.of(RefusedArrivalEntity.class);
  }

  /** Notes one. Never waits, never throws. */
  public void note(RefusedInstance refused) {
    if (limits.kept().isZero() || waiting.offer(row(refused))) {
      return;
    }
    long count = passedOver.incrementAndGet();
    if (Long.bitCount(count) == 1) {
      LOG.warn("refused arrivals: {} not noted for dry runs so far, as too many came", count);
    }
  }

  private static RefusedArrivalEntity row(RefusedInstance refused) {
    RefusedArrivalEntity row = new RefusedArrivalEntity();
    row.key =
        new RefusedArrivalEntity.Key(refused.facts().facility(), refused.sopInstanceUid().value());
    row.studyInstanceUid = refused.facts().head().string(Tag.StudyInstanceUID).orElse("");
    row.sopClassUid = refused.facts().sopClass();
    row.transferSyntaxUid = refused.facts().transferSyntax();
    row.callingAe = refused.facts().callingAe();
    row.calledAe = refused.facts().calledAe();
    row.peer = refused.facts().peer();
    row.length = refused.facts().sizeBytes();
    row.arrived = refused.facts().time().truncatedTo(ChronoUnit.MICROS);
    row.cause = refused.decision().cause();
    row.ruleName = refused.decision().by().ruleName();
    row.ruleVersion = refused.decision().by().ruleVersion();
    row.attributes = attributes(refused.facts().head());
    return row;
  }

  /** Longer ones than any modality sends are left out, all of them. */
  private static byte[] attributes(DataSet head) {
    DataSet.Builder asked = DataSet.builder();
    for (int tag : ASKED) {
      head.element(tag).ifPresent(asked::put);
    }
    byte[] bytes = DataSetWriter.toBytes(asked.build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return bytes.length > LONGEST_ATTRIBUTES ? new byte[0] : bytes;
  }

  /** Writes what waits; to be called again and again, and before it is read. */
  public synchronized void flush() {
    List<RefusedArrivalEntity> batch = new ArrayList<>();
    while (waiting.drainTo(batch, BATCH) > 0) {
      Map<RefusedArrivalEntity.Key, RefusedArrivalEntity> latest = new LinkedHashMap<>();
      batch.forEach(row -> latest.put(row.key, row));
      database.run(tx -> latest.values().forEach(tx.session()::upsert));
      batch.clear();
    }
  }

  /** Forgets what is older, or more, than is to be kept. */
  public void forget() {
    flush();
    Instant oldest = clock.instant().minus(limits.kept());
    database.run(
        tx -> {
          Instant before =
              tx
                  .session()
                  .createSelectionQuery(
                      "select arrived from RefusedArrivalEntity order by arrived desc",
                      Instant.class)
                  .setFirstResult(limits.most())
                  .setMaxResults(1)
                  .getResultList()
                  .stream()
                  .filter(oldest::isBefore)
                  .findFirst()
                  .orElse(oldest);
          tx.session()
              .createMutationQuery("delete from RefusedArrivalEntity where arrived <= :before")
              .setParameter("before", before)
              .executeUpdate();
        });
  }

  /** The next ones of a study, in the order of their arrival; from the first without an earlier. */
  List<RefusedArrivalEntity> ofStudy(
      String facility, String study, Optional<RefusedArrivalEntity> after, int max) {
    return database.read(
        tx ->
            tx.session()
                .createSelectionQuery(
                    "from RefusedArrivalEntity where key.facility = :facility"
                        + " and studyInstanceUid = :study and (arrived > :arrived"
                        + " or arrived = :arrived and key.sopInstanceUid > :uid)"
                        + " order by arrived, key.sopInstanceUid",
                    RefusedArrivalEntity.class)
                .setParameter("facility", facility)
                .setParameter("study", study)
                .setParameter("arrived", after.map(row -> row.arrived).orElse(Instant.EPOCH))
                .setParameter("uid", after.map(row -> row.key.sopInstanceUid()).orElse(""))
                .setMaxResults(max)
                .getResultList());
  }

  /** Studies of which something was refused since then, by UID, page by page. */
  List<String> studies(String facility, Instant since, String after, int max) {
    return database.read(
        tx ->
            tx.session()
                .createSelectionQuery(
                    "select distinct studyInstanceUid from RefusedArrivalEntity"
                        + " where key.facility = :facility and studyInstanceUid > :after"
                        + " and arrived >= :since order by studyInstanceUid",
                    String.class)
                .setParameter("facility", facility)
                .setParameter("after", after)
                .setParameter("since", since)
                .setMaxResults(max)
                .getResultList());
  }

  /** Writes what waits. */
  @Override
  public void close() {
    flush();
  }
}
