package org.hokan.archive.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.archive.db.LockWaits.anotherWaitsFor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.db.Tx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What two nodes write about one job at once; on H2, where there is one, two threads. */
@OnEachDatabase
class JobRaceTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Database database;
  private final JobQueue queue;
  private final ExecutorService others = Executors.newCachedThreadPool();
  private final String kind = "race" + NUMBER.incrementAndGet();

  JobRaceTest(TestDatabase on) {
    database = on.shared(JobRaceTest.class, JobQueue.entities());
    queue = new JobQueue(database, JobSettings.defaults(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    others.shutdownNow();
    queue.close();
  }

  private void ask(String subject) {
    database.run(tx -> queue.ask(tx, kind, subject, LONG));
  }

  @Test
  void asksOfTwoNodesAtOnceBothCount() throws Exception {
    ask("a");
    askDuring(tx -> queue.ask(tx, kind, "a", LONG));
    assertThat(row("a").revision).isEqualTo(3);
  }

  @Test
  void whatIsAskedForWhileAnotherNodeForgetsItIsToBeDone() throws Exception {
    ask("a");
    JobEntity done = row("a");
    askDuring(tx -> JobRows.done(tx, done));
    assertThat(queue.list(kind, 10)).extracting(Job::subject).containsExactly("a");
  }

  @Test
  void anAskLeavesTheClaimOfAnotherNodeAlone() throws Exception {
    ask("a");
    JobEntity free = row("a");
    Instant now = Clock.systemUTC().instant();
    askDuring(tx -> JobRows.claim(tx, free, "other", now, now.plus(LONG)));
    assertThat(row("a").claimedBy).isEqualTo("other");
  }

  @Test
  void anAttemptThatOutlivedItsLeaseLeavesTheClaimOfAnotherNodeAlone() {
    ask("a");
    JobEntity slow = row("a");
    Instant now = Clock.systemUTC().instant();
    database.run(tx -> JobRows.claim(tx, slow, "slow", now, now.minusSeconds(1)));
    database.run(tx -> JobRows.claim(tx, row("a"), "other", now, now.plus(LONG)));
    boolean noted = database.write(tx -> JobRows.failed(tx, slow, "late", now, true));
    assertThat(noted).isFalse();
    database.run(tx -> JobRows.release(tx, slow));
    assertThat(row("a"))
        .satisfies(row -> assertThat(row.claimedBy).isEqualTo("other"))
        .satisfies(row -> assertThat(row.attempts).isZero())
        .satisfies(row -> assertThat(row.dead).isFalse());
  }

  @Test
  void firstAsksOfTwoNodesAtOnceBothCount() throws Exception {
    askDuring(tx -> queue.ask(tx, kind, "a", LONG));
    assertThat(row("a").revision).isEqualTo(2);
  }

  /** On PostgreSQL each holds what the other asks for next, until one of them begins anew. */
  @Test
  void asksOfTwoNodesInOppositeOrderAllCount() throws Exception {
    for (int round = 1; round <= 2; round++) { // new ones, and those that are there
      CountDownLatch bothHoldOne = new CountDownLatch(2);
      List<Future<?>> asked =
          List.of(
              others.submit(() -> askBoth("a", "b", bothHoldOne)),
              others.submit(() -> askBoth("b", "a", bothHoldOne)));
      for (Future<?> one : asked) {
        one.get(30, TimeUnit.SECONDS);
      }
      assertThat(row("a").revision).isEqualTo(2 * round);
      assertThat(row("b").revision).isEqualTo(2 * round);
    }
  }

  private void askBoth(String first, String second, CountDownLatch bothHoldOne) {
    database.run(
        tx -> {
          queue.ask(tx, kind, first, LONG);
          bothHoldOne.countDown();
          if (database.kind() == DatabaseKind.POSTGRESQL) {
            await().until(() -> bothHoldOne.getCount() == 0);
          }
          queue.ask(tx, kind, second, LONG);
        });
  }

  private JobEntity row(String subject) {
    return database.read(tx -> JobRows.find(tx, kind, subject)).orElseThrow();
  }

  /** Asks for "a" in a transaction that begins before another, which does this, has ended. */
  private void askDuring(Consumer<Tx> other) throws Exception {
    List<Future<?>> asked = new ArrayList<>();
    database.run(
        tx -> {
          other.accept(tx);
          asked.add(others.submit(() -> ask("a")));
          await().until(() -> anotherWaitsFor(database, tx));
        });
    asked.get(0).get(10, TimeUnit.SECONDS);
  }
}
