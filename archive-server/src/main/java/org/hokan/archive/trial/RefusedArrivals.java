package org.hokan.archive.trial;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.StatelessSession;
import org.hokan.archive.db.Database;
import org.hokan.archive.ingest.RefusedInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes the facts of what was refused, so that rules can be tried on it: one row for each instance,
 * for a limited time, at most so many. Of the patient no more than ID and issuer, which conditions
 * ask for.
 *
 * <p>Refusing waits for nothing and fails for nothing here: what is noted is written a little
 * later; what comes faster than that, or cannot be noted, is counted only. A node that is killed
 * loses the last seconds of it.
 *
 * <p>A facility of which much is refused takes the place of no other: where more is noted than is
 * to be kept, the oldest of the facilities with most go first. Thread-safe.
 */
public final class RefusedArrivals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedArrivals.class);
  private static final int MOST_WAITING = 5_000;
  private static final int MOST_WAITING_OF_ONE = 2_000;
  private static final int BATCH = 500;

  /** Rows that one transaction forgets; of at most 5 kB each. */
  private static final int SLICE = 500;

  /** How much of {@link Limits#most} is written before it is looked whether it is too many. */
  private static final int LOOK_EVERY = 10;

  private static final Instant ALL = Instant.parse("9999-12-31T00:00:00Z");

  private final Database database;
  private final Limits limits;
  private final Clock clock;
  private final BlockingQueue<RefusedArrivalEntity> waiting =
      new LinkedBlockingQueue<>(MOST_WAITING);
  private final ConcurrentMap<String, Integer> waitingOf = new ConcurrentHashMap<>();
  private final AtomicLong unnoted = new AtomicLong();
  private int writtenSinceLook;

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

  /** How many instances were refused and could not be noted, since the start. */
  public long unnoted() {
    return unnoted.get();
  }

  /** Notes one. Never waits, never throws. */
  public void note(RefusedInstance refused) {
    if (limits.kept().isZero()) {
      return;
    }
    RefusedArrivalEntity row;
    try {
      row = RefusedArrivalEntity.of(refused);
    } catch (RuntimeException e) {
      // Its message could say what the object holds.
      passOver(1, e.getClass().getSimpleName());
      return;
    }
    if (!offer(row)) {
      passOver(1, "too many came");
    }
  }

  private boolean offer(RefusedArrivalEntity row) {
    String facility = row.key.facility();
    if (waitingOf.merge(facility, 1, Integer::sum) <= MOST_WAITING_OF_ONE && waiting.offer(row)) {
      return true;
    }
    noLongerWaiting(facility);
    return false;
  }

  private void noLongerWaiting(String facility) {
    waitingOf.computeIfPresent(facility, (f, count) -> count > 1 ? count - 1 : null);
  }

  /** Said at the 1st, 2nd, 4th, 8th, ... */
  private void passOver(int more, String why) {
    long before = unnoted.getAndAdd(more);
    if (Long.highestOneBit(before + more) > Long.highestOneBit(before)) {
      LOG.warn("refused arrivals: {} not noted for dry runs so far: {}", before + more, why);
    }
  }

  /** Writes what waits; to be called again and again, and before it is read. */
  public synchronized void flush() {
    List<RefusedArrivalEntity> batch = new ArrayList<>();
    while (waiting.drainTo(batch, BATCH) > 0) {
      batch.forEach(row -> noLongerWaiting(row.key.facility()));
      write(batch);
      batch.clear();
    }
    if (writtenSinceLook > limits.most() / LOOK_EVERY + BATCH) {
      forgetTooMany();
    }
  }

  private void write(List<RefusedArrivalEntity> batch) {
    Map<RefusedArrivalEntity.Key, RefusedArrivalEntity> latest = new LinkedHashMap<>();
    batch.forEach(row -> latest.put(row.key, row));
    try {
      database.run(tx -> latest.values().forEach(tx.session()::upsert));
      writtenSinceLook += latest.size();
    } catch (RuntimeException e) {
      passOver(latest.size(), e.getClass().getSimpleName());
      throw e;
    }
  }

  /** Forgets what is older, or more, than is to be kept, some hundred in a transaction. */
  public synchronized void forget() {
    flush();
    Instant oldest = clock.instant().minus(limits.kept());
    noted().forEach(of -> forget(of.facility(), oldest, of.count()));
    forgetTooMany();
  }

  private void forgetTooMany() {
    writtenSinceLook = 0;
    List<Noted> noted = noted();
    long most = mostOfOne(noted);
    noted.forEach(of -> forget(of.facility(), ALL, of.count() - most));
  }

  /** How many each facility may keep, so that all together are not too many. */
  private long mostOfOne(List<Noted> noted) {
    long left = limits.most();
    int facilities = noted.size();
    for (Noted of : noted) {
      long share = left / facilities;
      if (of.count() > share) {
        return share;
      }
      left -= of.count();
      facilities--;
    }
    return Long.MAX_VALUE;
  }

  private record Noted(String facility, long count) {}

  /** The one with the fewest first. */
  private List<Noted> noted() {
    return database
        .read(
            tx ->
                tx.session()
                    .createSelectionQuery(
                        "select key.facility, count(*) from RefusedArrivalEntity"
                            + " group by key.facility",
                        Object[].class)
                    .getResultList())
        .stream()
        .map(row -> new Noted((String) row[0], (Long) row[1]))
        .sorted(Comparator.comparingLong(Noted::count))
        .toList();
  }

  /** The oldest, as many as that, none that came later. */
  private void forget(String facility, Instant until, long count) {
    long left = count;
    while (left > 0) {
      int asked = (int) Math.min(left, SLICE);
      int gone = database.write(tx -> forgetSlice(tx.session(), facility, until, asked));
      if (gone < asked) {
        return;
      }
      left -= gone;
    }
  }

  private static int forgetSlice(
      StatelessSession session, String facility, Instant until, int most) {
    List<String> uids =
        session
            .createSelectionQuery(
                "select key.sopInstanceUid from RefusedArrivalEntity where key.facility = :facility"
                    + " and arrived <= :until order by arrived",
                String.class)
            .setParameter("facility", facility)
            .setParameter("until", until)
            .setMaxResults(most)
            .getResultList();
    if (uids.isEmpty()) {
      return 0;
    }
    return session
        .createMutationQuery(
            "delete from RefusedArrivalEntity where key.facility = :facility"
                + " and key.sopInstanceUid in :uids")
        .setParameter("facility", facility)
        .setParameterList("uids", uids)
        .executeUpdate();
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

  /** Those of a study or with an instance's UID, in the order of their arrival. */
  List<RefusedArrivalEntity> naming(Optional<String> facility, String uid, int max) {
    return database.read(
        tx ->
            tx.session()
                .createSelectionQuery(
                    "from RefusedArrivalEntity where (:facility = '' or key.facility = :facility)"
                        + " and (key.sopInstanceUid = :uid or studyInstanceUid = :uid)"
                        + " order by arrived, key.sopInstanceUid",
                    RefusedArrivalEntity.class)
                .setParameter("facility", facility.orElse(""))
                .setParameter("uid", uid)
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
