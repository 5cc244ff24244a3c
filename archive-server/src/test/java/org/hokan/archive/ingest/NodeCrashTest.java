package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.ingest.IngestNode.NOON;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.hokan.archive.billing.BillingEntry;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.billing.RecordType;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.DeadSpace;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.SimulatedStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * The power goes, or the device fails, at every single change that receptions of several senders
 * and a compaction make to the disk; index and ledger are real. System properties: {@code
 * hokan.crash.step} 1 tries every change (31: every 31st), {@code hokan.crash.seed} repeats a run
 * but for the order in which the senders' threads come.
 */
class NodeCrashTest {
  private static final int STEP = Integer.getInteger("hokan.crash.step", 31);
  private static final long SEED = Long.getLong("hokan.crash.seed", System.nanoTime());
  private static final String FACILITY = "demo";
  private static final int SENDERS = 4;
  private static final int PICTURES = 3;
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("org.hokan.archive");

  private final Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());
  private final Map<String, byte[]> acknowledged = new LinkedHashMap<>();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
  private SimulatedStore disk = new SimulatedStore();
  private int run;

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    LOG.setLevel(null);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    database.close();
  }

  private IngestNode node() {
    return new IngestNode(
        database, disk::open, new IngestSettings(50, 3, Duration.ZERO, Duration.ofSeconds(30)));
  }

  /** An index that knows nothing, and an empty disk. */
  private void begin() {
    run++;
    disk = new SimulatedStore();
    acknowledged.clear();
    sent.clear();
    database.run(
        tx -> {
          node0().clear(tx);
          tx.session().createNativeMutationQuery("delete from dead_entry").executeUpdate();
          tx.session().createNativeMutationQuery("delete from quarantine_decision").executeUpdate();
        });
  }

  private org.hokan.archive.index.Index node0() {
    return new org.hokan.archive.index.Index(database);
  }

  /** UIDs differ from run to run, for the ledger forgets nothing. */
  private Picture picture(int number, String pixels) {
    return new Picture(
        "1",
        "1.2." + run + "." + number % 3,
        "1.2." + run + "." + number % 3 + "." + number,
        pixels);
  }

  /**
   * Several senders at once, each a thread of its own, on which the store may write; some objects
   * come twice from two of them, others with a UID that is taken.
   */
  private void load(IngestNode node, SplittableRandom random, int from) {
    Queue<Sending> sending = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    for (int sender = 0; sender < SENDERS; sender++) {
      int first = from + sender * PICTURES;
      SplittableRandom own = random.split();
      senders.add(CompletableFuture.runAsync(() -> send(node, own, first, sending), threads));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(senders.toArray(new CompletableFuture<?>[0]));
    Throwable turnedAway = all.handle((done, failure) -> failure).join();
    disk.write();
    sending.forEach(this::note);
    if (turnedAway != null) {
      assertThat(turnedAway).hasCauseInstanceOf(StorageException.class);
      throw new StorageException("a sender was turned away", turnedAway);
    }
  }

  /** An object under way. */
  private record Sending(Picture picture, CompletionStage<IngestResult> answer) {}

  private void send(IngestNode node, SplittableRandom random, int first, Queue<Sending> sending) {
    for (int i = first; i < first + PICTURES; i++) {
      Picture picture =
          picture(i, "x".repeat(random.nextInt(random.nextInt(6) == 0 ? 14_000 : 3000)));
      begin(node, picture, sending);
      if (i % 4 == 0) {
        begin(node, picture(i, "other".repeat(500)), sending);
      } else if (i % 4 == 1) {
        // The next sender's first, too, perhaps before that one.
        begin(node, picture(first + PICTURES, "both".repeat(300)), sending);
      } else if (i % 4 == 2) {
        begin(node, picture, sending);
      }
      if (random.nextInt(3) == 0) {
        disk.write();
      }
    }
  }

  private void begin(IngestNode node, Picture picture, Queue<Sending> sending) {
    sent.add(picture.instance());
    sending.add(new Sending(picture, node.begin(FACILITY, picture)));
  }

  private void note(Sending sending) {
    IngestOutcome outcome = sending.answer().toCompletableFuture().join().outcome();
    Picture picture = sending.picture();
    assertThat(outcome).isNotEqualTo(IngestOutcome.NOT_AUTHORIZED);
    if (outcome == IngestOutcome.STORED || outcome == IngestOutcome.DUPLICATE) {
      acknowledged.put(picture.instance(), IngestNode.bytes(picture.dataSet()));
    } else if (outcome == IngestOutcome.QUARANTINED) {
      acknowledged.put("aside " + picture.instance(), IngestNode.bytes(picture.dataSet()));
    }
  }

  /**
   * Two loads; between them an operator removes what waits, and compaction gives back its space.
   */
  private void work(IngestNode node, SplittableRandom random) {
    try {
      load(node, random, 0);
      node.indexed();
      node.index
          .quarantine(Optional.empty(), 0, 100)
          .forEach(
              entry -> {
                node.ingest.remove(entry.id(), "op");
                acknowledged.remove("aside " + entry.sopInstanceUid().value());
              });
      compact(node);
      load(node, random, 12);
    } catch (StorageException e) {
      disk.write();
    }
  }

  /** It waits for the writers, which seal what they have open. */
  private void compact(IngestNode node) {
    CompletableFuture<Void> compaction =
        CompletableFuture.runAsync(
            () -> node.compaction(Duration.ZERO).demanded("op", true, line -> {}), threads);
    while (!compaction.isDone()) {
      disk.write();
      LockSupport.parkNanos(100_000);
    }
    Throwable failure = compaction.handle((done, failed) -> failed).join();
    if (failure != null) {
      assertThat(failure).hasCauseInstanceOf(StorageException.class);
      throw new StorageException("compaction failed", failure);
    }
  }

  private void end(IngestNode node) {
    disk.write();
    node.ingest.close();
    node.audit.close();
  }

  private long operations() {
    begin();
    IngestNode node = node().admit(FACILITY).agree(FACILITY, "1GB");
    disk.count();
    work(node, new SplittableRandom(SEED));
    end(node);
    assertThat(node.index.quarantine(Optional.empty(), 0, 100)).isNotEmpty();
    return disk.operations();
  }

  @ParameterizedTest
  @EnumSource
  void whateverFailsAllThatWasAcknowledgedIsThereOnceAndDiskIndexAndLedgerAgree(
      SimulatedStore.Fault fault) {
    long operations = operations();
    for (long n = 1 + Math.floorMod(SEED, STEP); n <= operations; n += STEP) {
      SplittableRandom chance = new SplittableRandom(SEED * 31 + n);
      begin();
      IngestNode node = node();
      disk.failAt(n, fault, chance);
      work(node, new SplittableRandom(SEED));
      boolean databaseLost = chance.nextInt(3) == 0;
      end(node);
      disk.powerCut(chance.nextInt(3) / 2.0, chance);
      if (databaseLost) {
        database.run(tx -> node0().clear(tx));
      }
      try {
        afterwards();
      } catch (AssertionError | RuntimeException | InterruptedException e) {
        throw new AssertionError(
            "seed %d, %s at operation %d%s of%n%s"
                .formatted(
                    SEED,
                    fault,
                    n,
                    databaseLost ? ", index lost" : "",
                    String.join("\n", disk.log())),
            e);
      }
    }
  }

  private void afterwards() throws InterruptedException {
    IngestNode node = node();
    disk.direct();
    Compaction compaction = node.compaction(Duration.ZERO);
    compaction.recover();
    node.ingest.recover();
    check(node);
    load(node, new SplittableRandom(run), 24);
    node.indexed();
    assertThat(compaction.demanded("op", true, line -> {}).problems()).isEmpty();
    assertThat(node.store.compactor().unfinished()).isEmpty();
    check(node);
    node.ingest.rebuild("op", progress -> {});
    check(node);
    end(node);
  }

  private void check(IngestNode node) {
    acknowledged.forEach(
        (uid, bytes) -> {
          if (!uid.startsWith("aside ")) {
            InstanceRow row = node.index.instance(FACILITY, new Uid(uid)).orElseThrow();
            assertThat(read(node, row.at())).as(uid).isEqualTo(bytes);
          }
        });
    rowsAndEntriesAgree(node);
    node.ingest.settle(NOON);
    assertThat(node.ledger.verify().problems()).isEmpty();
    assertThat(billed(node)).isEqualTo(kept(node));
  }

  /** Images of this run's studies by the ledger. */
  private Map<String, Long> billed(IngestNode node) {
    Map<String, Long> billed = new TreeMap<>();
    node.ledger
        .records(
            new RecordFilter(
                Optional.empty(), Optional.of(FACILITY), Optional.of(RecordType.STUDY), 0, 10_000))
        .forEach(
            record -> {
              BillingEntry.Study entry = (BillingEntry.Study) record.record().entry();
              if (entry.studyInstanceUid().startsWith("1.2." + run + ".")) {
                billed.merge(entry.studyInstanceUid(), entry.images(), Long::sum);
              }
            });
    return billed;
  }

  private Map<String, Long> kept(IngestNode node) {
    Map<String, Long> kept = new TreeMap<>();
    node.index
        .studies(StudyFilter.all().ofFacility(FACILITY).limit(100))
        .forEach(study -> kept.put(study.studyInstanceUid().value(), study.instances()));
    return kept;
  }

  /** Without the File Meta Information. */
  private static byte[] read(IngestNode node, StoredAt at) {
    try (InputStream in =
        node.store.open(new Location(at.volume(), at.pack(), at.offset(), at.length()))) {
      return org.hokan.dicom.file.Part10.open(in).dataSet().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each row has its entry, each entry that is not dead its row. */
  private void rowsAndEntriesAgree(IngestNode node) {
    Map<String, Integer> places = new HashMap<>();
    node.store.replay(Map.of(), object -> places.merge(place(object), 1, Integer::sum));
    assertThat(places.values()).allMatch(times -> times == 1);
    List<String> rows = new ArrayList<>();
    for (String uid : sent) {
      node.index.instance(FACILITY, new Uid(uid)).ifPresent(row -> rows.add(place(row.at())));
    }
    node.index.quarantine(Optional.empty(), 0, 1000).forEach(entry -> rows.add(place(entry.at())));
    for (DeadSpace space : node.index.deadSpace()) {
      node.index.dead(space.pack()).forEach(dead -> rows.add(place(dead.at())));
    }
    assertThat(rows).containsExactlyInAnyOrderElementsOf(places.keySet());
    assertThat(node.index.counts(FACILITY).instances())
        .isEqualTo(
            sent.stream()
                .filter(uid -> node.index.instance(FACILITY, new Uid(uid)).isPresent())
                .count());
  }

  private static String place(StoredObject object) {
    return object.location().pack() + " " + object.location().offset();
  }

  private static String place(StoredAt at) {
    return at.pack() + " " + at.offset();
  }
}
