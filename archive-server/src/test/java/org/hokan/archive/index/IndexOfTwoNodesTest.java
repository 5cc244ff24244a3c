package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;

/** Nodes that share a PostgreSQL and file at the same time. */
class IndexOfTwoNodesTest {
  private static final int BATCHES = 10;

  @Test
  void filesTheSameStudiesOnceWhateverRaces() throws Exception {
    DatabaseSettings settings = TestDatabase.POSTGRESQL.fresh();
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try (Database one = Database.open(settings, Index.entities());
        Database two = Database.open(settings, Index.entities())) {
      CyclicBarrier together = new CyclicBarrier(2);
      List<Future<Long>> added = new ArrayList<>();
      added.add(executor.submit(() -> file(one, together, false)));
      added.add(executor.submit(() -> file(two, together, true)));
      long sum = 0;
      for (Future<Long> each : added) {
        sum += each.get();
      }
      FacilityCounts counts = new Index(one).counts("demo");
      assertThat(sum).as("each object is added by one of them").isEqualTo(counts.instances());
      assertThat(counts.instances()).isEqualTo(BATCHES * 6);
      assertThat(counts.studies()).isEqualTo(BATCHES * 2);
      assertThat(counts.patients()).isEqualTo(BATCHES);
      assertThat(new Index(two).studies(StudyFilter.all()))
          .hasSize(BATCHES * 2)
          .allSatisfy(study -> assertThat(study.instances()).isEqualTo(3));
    } finally {
      executor.shutdownNow();
    }
  }

  /** Both nodes get the same objects, in opposite orders. */
  private static long file(Database node, CyclicBarrier together, boolean reversed)
      throws Exception {
    Index index = new Index(node);
    long added = 0;
    for (int batch = 0; batch < BATCHES; batch++) {
      List<ArrivedInstance> arrivals = arrivals(batch);
      if (reversed) {
        Collections.reverse(arrivals);
      }
      together.await();
      List<Outcome> outcomes = node.write(tx -> index.add(tx, arrivals));
      added += outcomes.stream().filter(o -> o.kind() == Outcome.Kind.ADDED).count();
    }
    return added;
  }

  private static List<ArrivedInstance> arrivals(int batch) {
    List<ArrivedInstance> arrivals = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String study = "1.2." + batch + "." + i % 2;
      arrivals.add(
          Arrival.of(study + ".1." + i)
              .patient("P" + batch)
              .study(study)
              .series(study + ".1")
              .make());
    }
    return arrivals;
  }

  @Test
  void anObjectThatIsReleasedWhileItsPackIsReplacedIsFiledWhereItIsNow() throws Exception {
    DatabaseSettings settings = TestDatabase.POSTGRESQL.fresh();
    ArrivedInstance aside = Arrival.of("1.1").quarantine("no contract").make();
    StoredAt now = new StoredAt("volume-1", "demo/ECONOMY/000001-1.tar", 0, 1000);
    MovedObject moved = new MovedObject("demo", "1.1", aside.at().pack(), aside.at().offset(), now);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Database one = Database.open(settings, Index.entities());
        Database two = Database.open(settings, Index.entities())) {
      Index index = new Index(one);
      one.write(tx -> index.add(tx, List.of(aside)));
      long id = index.quarantine(Optional.empty(), 0, 10).get(0).id();
      Future<?> swap =
          one.write(
              tx -> {
                index.release(tx, id, then -> then, arrival -> false);
                Future<?> begun =
                    executor.submit(
                        () -> two.run(other -> new Index(two).move(other, List.of(moved))));
                await().until(() -> waiting(two) > 0);
                return begun;
              });
      swap.get();
      assertThat(index.instance("demo", Uid.of("1.1")).orElseThrow().at()).isEqualTo(now);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void aReleaseAndWhatIsFiledIntoTheSameStudyAtOnceDoNotWaitForEachOther() throws Exception {
    DatabaseSettings settings = TestDatabase.POSTGRESQL.fresh();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    AtomicInteger releases = new AtomicInteger();
    try (Database one = Database.open(settings, Index.entities());
        Database two = Database.open(settings, Index.entities())) {
      Index index = new Index(one);
      one.write(tx -> index.add(tx, List.of(image("1.1.1").make())));
      one.write(tx -> index.add(tx, List.of(image("1.1.2").quarantine("no contract").make())));
      long id = index.quarantine(Optional.empty(), 0, 10).get(0).id();
      Future<?> released =
          one.write(
              tx -> {
                lockPatients(tx); // as the first rows that an arrival changes
                Future<?> begun =
                    executor.submit(
                        () ->
                            two.run(
                                other -> {
                                  releases.incrementAndGet();
                                  new Index(two).release(other, id, then -> then, arrival -> false);
                                }));
                await().until(() -> waiting(two) > 0);
                index.add(tx, List.of(image("1.1.3").make()));
                return begun;
              });
      released.get();
      assertThat(releases).hasValue(1);
      assertThat(index.counts("demo").instances()).isEqualTo(3);
    } finally {
      executor.shutdownNow();
    }
  }

  private static void lockPatients(Tx tx) {
    tx.session().createNativeQuery("select id from patient for update", Long.class).getResultList();
  }

  private static Arrival image(String uid) {
    return Arrival.of(uid).patient("P1").study("1.1").series("1.1.0");
  }

  /** Sessions of this database that wait for another one's lock. */
  private static long waiting(Database database) {
    return database.read(
        tx ->
            tx.session()
                .createNativeQuery(
                    "select count(*) from pg_stat_activity where datname = current_database() and"
                        + " wait_event_type = 'Lock'",
                    Long.class)
                .getSingleResult());
  }
}
