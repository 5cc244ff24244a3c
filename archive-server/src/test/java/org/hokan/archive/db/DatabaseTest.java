package org.hokan.archive.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class DatabaseTest {
  private final TestDatabase on;
  private final Database database;

  DatabaseTest(TestDatabase on) {
    this.on = on;
    this.database = on.shared(DatabaseTest.class, List.of(Thing.class));
  }

  @BeforeEach
  void makeTable() {
    database.run(
        tx -> {
          tx.session().createNativeMutationQuery("drop table if exists thing").executeUpdate();
          tx.session()
              .createNativeMutationQuery(
                  "create table thing (name varchar(20) primary key, some_number integer not null)")
              .executeUpdate();
        });
  }

  @Test
  void keepsWhatIsWrittenAndNothingOfWorkThatFails() {
    database.run(tx -> tx.session().insert(new Thing("kept", 1)));
    assertThatThrownBy(
            () ->
                database.run(
                    tx -> {
                      tx.session().insert(new Thing("lost", 2));
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(names()).containsExactly("kept");
  }

  @Test
  void keepsNothingThatIsWrittenInAReadingTransaction() {
    database.read(tx -> tx.session().insert(new Thing("lost", 1)));
    assertThat(names()).isEmpty();
  }

  @Test
  void forcedWorkIsVisibleLikeAnyOther() {
    Object id = database.writeForced(tx -> tx.session().insert(new Thing("forced", 1)));
    assertThat(id).isEqualTo("forced");
    assertThat(names()).containsExactly("forced");
  }

  @Test
  void onH2OneTransactionWritesAtATime() throws Exception {
    assumeTrue(database.kind() == DatabaseKind.H2);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "alone" + i;
      Thread thread =
          new Thread(
              () ->
                  database.run(
                      tx -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        tx.session().insert(new Thing(name, 1));
                        Thread.yield();
                        inside.decrementAndGet();
                      }));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).isEqualTo(1);
    assertThat(names()).hasSize(8);
  }

  @Test
  void upsertInsertsAndThenUpdatesInOneStatement() {
    database.run(tx -> tx.session().upsert(new Thing("one", 1)));
    database.run(tx -> tx.session().upsert(new Thing("one", 2)));
    assertThat(database.read(tx -> tx.session().get(Thing.class, "one")).someNumber).isEqualTo(2);
  }

  @Test
  void runsAgainFromTheStartWhenAnotherInsertedTheSameKeyFirst() throws Exception {
    int racers = 8;
    CyclicBarrier start = new CyclicBarrier(racers);
    AtomicInteger runs = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < racers; i++) {
      Thread thread =
          new Thread(
              () -> {
                await(start);
                database.run(
                    tx -> {
                      runs.incrementAndGet();
                      Thing found = tx.session().get(Thing.class, "same");
                      if (found == null) {
                        tx.session().insert(new Thing("same", 1));
                      } else {
                        tx.session()
                            .createMutationQuery(
                                "update DatabaseTest$Thing set someNumber = someNumber + 1")
                            .executeUpdate();
                      }
                    });
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(database.read(tx -> tx.session().get(Thing.class, "same")).someNumber)
        .isEqualTo(racers);
    assertThat(runs.get()).isGreaterThanOrEqualTo(racers);
  }

  @Test
  void saysDuplicateKeyWithoutTheValueWhenRunningAgainDoesNotHelp() {
    database.run(tx -> tx.session().insert(new Thing("Yamada", 1)));
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(
            () ->
                database.run(
                    tx -> {
                      runs.incrementAndGet();
                      tx.session().insert(new Thing("Yamada", 2));
                    }))
        .isInstanceOf(DuplicateKeyException.class)
        .satisfies(e -> assertThat(everything(e)).doesNotContain("Yamada"));
    assertThat(runs).hasValue(Database.ATTEMPTS);
  }

  @Test
  void tellsOfACommitOnlyAfterIt() {
    List<String> seen = new ArrayList<>();
    database.run(
        tx -> {
          tx.afterCommit(() -> seen.addAll(names()));
          tx.session().insert(new Thing("told", 1));
        });
    assertThatThrownBy(
        () ->
            database.run(
                tx -> {
                  tx.afterCommit(() -> seen.add("never"));
                  throw new IllegalStateException();
                }));
    assertThat(seen).containsExactly("told");
  }

  @Test
  void whatWasWrittenIsThereAfterClosingAndOpening() {
    DatabaseSettings settings = on.fresh();
    try (Database first = Database.open(settings, List.of())) {
      first.run(
          tx ->
              tx.session()
                  .createNativeMutationQuery("create table thing (name varchar(20))")
                  .executeUpdate());
    }
    try (Database again = Database.open(settings, List.of())) {
      assertThat(
              again.<Long>read(
                  tx ->
                      tx.session()
                          .createNativeQuery("select count(*) from thing", Long.class)
                          .getSingleResult()))
          .isEqualTo(0L);
    }
  }

  private List<String> names() {
    return database.read(
        tx ->
            tx.session()
                .createSelectionQuery("select name from DatabaseTest$Thing", String.class)
                .getResultList());
  }

  private static String everything(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Entity(name = "DatabaseTest$Thing")
  @Table(name = "thing")
  static class Thing {
    @Id String name = "";
    int someNumber;

    Thing() {}

    Thing(String name, int someNumber) {
      this.name = name;
      this.someNumber = someNumber;
    }
  }

  @Test
  void halfOfTheConnectionsStayFreeOfSearches() throws Exception {
    int connections = 4;
    int askers = 3 * connections;
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicInteger searching = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(askers);
    try (Database small =
        Database.open(TestDatabase.H2.fresh().withPoolSize(connections), List.of())) {
      List<Future<Boolean>> found = new ArrayList<>();
      for (int i = 0; i < askers; i++) {
        found.add(
            pool.submit(
                () ->
                    small.search(
                        tx -> {
                          searching.incrementAndGet();
                          return awaited(mayEnd);
                        })));
      }
      Awaitility.await().until(() -> searching.get() == connections / 2);
      assertThat(small.<Integer>read(tx -> 1)).as("others are answered").isEqualTo(1);
      assertThat(searching).hasValue(connections / 2);
      mayEnd.countDown();
      for (Future<Boolean> one : found) {
        assertThat(one.get()).isTrue();
      }
    } finally {
      pool.shutdown();
    }
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
