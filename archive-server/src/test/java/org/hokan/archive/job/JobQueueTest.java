package org.hokan.archive.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.db.Tx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JobQueueTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT_LEASE = Duration.ofMillis(600);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Database database;
  private final List<JobQueue> queues = new ArrayList<>();
  private final List<String> done = new CopyOnWriteArrayList<>();

  /** Each test its own kind, so that it sees nothing of the others. */
  private final String kind = "kind" + NUMBER.incrementAndGet();

  JobQueueTest(TestDatabase on) {
    database = on.shared(JobQueueTest.class, JobQueue.entities());
  }

  @AfterEach
  void close() {
    queues.forEach(JobQueue::close);
  }

  private JobQueue queue(JobHandler handler) {
    return queue(SHORT_LEASE, handler);
  }

  private JobQueue queue(Duration lease, JobHandler handler) {
    JobQueue queue = unstarted(lease);
    queue.handle(kind, handler);
    queue.start();
    return queue;
  }

  private JobQueue unstarted() {
    return unstarted(SHORT_LEASE);
  }

  private JobQueue unstarted(Duration lease) {
    JobSettings settings =
        new JobSettings(
            2, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(100), lease);
    JobQueue queue = new JobQueue(database, settings, Clock.systemUTC());
    queues.add(queue);
    return queue;
  }

  private void ask(JobQueue queue, String subject, Duration patience) {
    database.run(tx -> queue.ask(tx, kind, subject, patience));
  }

  private JobResult note(Job job) {
    done.add(job.subject());
    return JobResult.DONE;
  }

  @Test
  void doesWhatWasAskedForAndForgetsIt() {
    JobQueue queue = queue(this::note);
    ask(queue, "a", LONG);
    ask(queue, "b", LONG);
    await().until(() -> queue.list(kind, 10).isEmpty());
    assertThat(done).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void doesNothingThatWasRolledBack() {
    JobQueue queue = queue(this::note);
    assertThat(catchThrowable(() -> database.run(tx -> fail(tx, queue))))
        .isInstanceOf(IllegalStateException.class);
    ask(queue, "kept", LONG);
    await().until(() -> queue.list(kind, 10).isEmpty());
    assertThat(done).containsExactly("kept");
  }

  private void fail(Tx tx, JobQueue queue) {
    queue.ask(tx, kind, "lost", LONG);
    throw new IllegalStateException("rolled back");
  }

  @Test
  void triesAgainWithGrowingPausesUntilItSucceeds() {
    AtomicInteger attempts = new AtomicInteger();
    JobQueue queue =
        queue(
            job -> {
              assertThat(job.attempts()).isEqualTo(attempts.get());
              if (attempts.incrementAndGet() == 1) {
                return JobResult.again("not yet");
              }
              if (attempts.get() == 2) {
                throw new IOException("nobody there");
              }
              return note(job);
            });
    ask(queue, "a", LONG);
    await().until(() -> queue.list(kind, 10).isEmpty());
    assertThat(attempts).hasValue(3);
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    JobSettings settings = JobSettings.defaults();
    assertThat(settings.pause(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.pause(2)).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.pause(5)).isEqualTo(Duration.ofSeconds(160));
    assertThat(settings.pause(10_000)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void givesUpAtItsTimeAndKeepsItForAnOperatorWhoCanAskAgain() {
    List<String> gaveUp = new CopyOnWriteArrayList<>();
    AtomicInteger better = new AtomicInteger();
    JobQueue queue =
        queue(
            new JobHandler() {
              @Override
              public JobResult run(Job job) {
                return better.get() == 0 ? JobResult.again("nobody there") : note(job);
              }

              @Override
              public void gaveUp(Tx tx, Job job) {
                gaveUp.add(job.subject());
              }
            });
    ask(queue, "a", Duration.ofMillis(50));
    await().until(() -> queue.list(kind, 10).stream().anyMatch(Job::dead));
    assertThat(gaveUp).containsExactly("a");
    Job dead = queue.list(kind, 10).get(0);
    assertThat(dead.problem()).isEqualTo("nobody there");
    better.set(1);
    ask(queue, "a", LONG);
    await().until(() -> queue.list(kind, 10).isEmpty());
    assertThat(done).containsExactly("a");
  }

  @Test
  void anAttemptThatEndsInAnErrorIsNotedAndGivenUpLikeAnyOther() {
    JobQueue queue =
        queue(
            LONG,
            job -> {
              throw new StackOverflowError();
            });
    ask(queue, "a", Duration.ofMillis(50));
    await().until(() -> queue.list(kind, 10).stream().anyMatch(Job::dead));
    assertThat(queue.list(kind, 10))
        .singleElement()
        .satisfies(job -> assertThat(job.attempts()).isPositive())
        .extracting(Job::problem)
        .isEqualTo("StackOverflowError");
  }

  /** Fails always, and cannot even be given up while the answer says so. */
  private JobHandler failing(AtomicInteger gaveUp, BooleanSupplier broken) {
    return new JobHandler() {
      @Override
      public JobResult run(Job job) {
        return JobResult.again("nobody there");
      }

      @Override
      public void gaveUp(Tx tx, Job job) {
        gaveUp.incrementAndGet();
        if (broken.getAsBoolean()) {
          throw new IllegalStateException("cannot");
        }
      }
    };
  }

  @Test
  void whatComesToItsEndDaysLateIsGivenUpByItsHandlerLikeAnyOther() {
    AtomicInteger gaveUp = new AtomicInteger();
    JobQueue queue = queue(LONG, failing(gaveUp, () -> false));
    ask(queue, "a", Duration.ofDays(-2));
    await().until(() -> queue.list(kind, 10).stream().anyMatch(Job::dead));
    assertThat(gaveUp).hasValue(1);
  }

  @Test
  void aHandlerThatCannotGiveUpIsAskedAgainAfterAPauseForADay() {
    AtomicInteger gaveUp = new AtomicInteger();
    JobQueue queue = queue(LONG, failing(gaveUp, () -> gaveUp.get() < 3));
    ask(queue, "a", Duration.ZERO);
    await().until(() -> queue.list(kind, 10).stream().anyMatch(Job::dead));
    assertThat(gaveUp).hasValue(3);
    assertThat(queue.list(kind, 10)).extracting(Job::attempts).containsExactly(3);
  }

  @Test
  void aHandlerThatCannotGiveUpIsLeftOutAfterADay() {
    AtomicInteger gaveUp = new AtomicInteger();
    JobQueue queue = queue(LONG, failing(gaveUp, () -> true));
    ask(queue, "a", Duration.ofDays(-2));
    await().until(() -> queue.list(kind, 10).stream().anyMatch(Job::dead));
    assertThat(gaveUp).hasValue(1);
    assertThat(queue.list(kind, 10)).extracting(Job::problem).containsExactly("nobody there");
  }

  @Test
  void whatIsAskedForWhileItIsDoneIsDoneOnceMore() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch askedAgain = new CountDownLatch(1);
    JobQueue queue =
        queue(
            job -> {
              begun.countDown();
              askedAgain.await();
              return note(job);
            });
    ask(queue, "a", LONG);
    await().until(() -> begun.getCount() == 0);
    ask(queue, "a", LONG);
    askedAgain.countDown();
    await().until(() -> queue.list(kind, 10).isEmpty());
    assertThat(done).containsExactly("a", "a");
  }

  @Test
  void severalNodesDoEachJobOnce() {
    // A lease that no busy machine outlives: who stands still longer may be done for by another.
    JobQueue first = queue(LONG, this::note);
    queue(LONG, this::note);
    queue(LONG, this::note);
    for (int i = 0; i < 40; i++) {
      ask(first, "job" + i, LONG);
    }
    await().until(() -> first.list(kind, 100).isEmpty());
    assertThat(done).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void aJobThatTakesLongerThanItsLeaseStaysWithItsNode() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    JobQueue first =
        queue(
            job -> {
              if (job.subject().equals("a")) {
                begun.countDown();
                end.await();
              }
              return note(job);
            });
    ask(first, "a", LONG);
    begun.await();
    List<String> others = new CopyOnWriteArrayList<>();
    JobQueue second = unstarted();
    second.handle(
        kind,
        job -> {
          others.add(job.subject());
          return JobResult.DONE;
        });
    if (database.kind() == DatabaseKind.POSTGRESQL) {
      second.start(); // on H2 a start ends all claims: there is one node
    }
    // A marker that was due three leases later: whoever is up has looked at the table meanwhile.
    database.run(tx -> second.ask(tx, kind, "b", Duration.ofMillis(1800), LONG));
    if (database.kind() == DatabaseKind.POSTGRESQL) {
      await().until(() -> others.contains("b") || done.contains("b"));
    }
    assertThat(others).doesNotContain("a");
    end.countDown();
    await().until(() -> done.contains("a"));
  }

  @Test
  void theClaimOfADeadNodeEnds() {
    JobQueue dead = unstarted();
    database.run(tx -> dead.ask(tx, kind, "a", LONG));
    database.run(
        tx ->
            JobRows.claim(
                tx,
                JobRows.find(tx, kind, "a").orElseThrow(),
                "dead node",
                Clock.systemUTC().instant(),
                Clock.systemUTC().instant().plusMillis(300)));
    JobQueue living = queue(this::note);
    await().until(() -> living.list(kind, 10).isEmpty());
    assertThat(done).containsExactly("a");
  }

  @Test
  void whatWasGivenUpIsListedAndTriedAnewByItsNumberAndItsHandlerIsTold() {
    AtomicInteger better = new AtomicInteger();
    JobQueue queue =
        queue(
            new JobHandler() {
              @Override
              public JobResult run(Job job) {
                if (better.get() == 0) {
                  throw new IllegalStateException("Yamada^Taro");
                }
                return note(job);
              }

              @Override
              public void again(Tx tx, Job job) {
                better.set(1);
              }
            });
    ask(queue, "a", Duration.ofMillis(50));
    await().until(() -> dead(queue).size() == 1);
    Job dead = dead(queue).get(0);
    assertThat(dead.problem())
        .as("what an unexpected exception says may name a patient")
        .isEqualTo("IllegalStateException");
    assertThat(queue.retry(0, (tx, job) -> {})).isEmpty();
    List<String> noted = new ArrayList<>();

    Job again = queue.retry(dead.id(), (tx, job) -> noted.add(job.subject())).orElseThrow();

    assertThat(noted).containsExactly("a");
    assertThat(again.dead()).isFalse();
    assertThat(again.attempts()).isZero();
    await().until(() -> queue.list(kind, 10).isEmpty());
    assertThat(done).containsExactly("a");
    assertThat(dead(queue)).isEmpty();
  }

  private List<Job> dead(JobQueue queue) {
    return queue.list(true, 10_000).stream().filter(job -> job.kind().equals(kind)).toList();
  }

  @Test
  void jobsAboutOnePartyTakeNoMoreThanTheirShareOfTheThreads() {
    CountDownLatch end = new CountDownLatch(1);
    JobQueue queue = unstarted(LONG);
    queue.handle(
        kind,
        job -> {
          if (job.subject().endsWith(" SLOW")) {
            end.await();
          }
          return note(job);
        },
        2,
        new Share(1, subject -> subject.substring(subject.indexOf(' '))));
    for (int i = 0; i < 5; i++) {
      ask(queue, i + " SLOW", LONG);
    }
    ask(queue, "6 QUICK", LONG);
    ask(queue, "7 QUICK", LONG);
    queue.start();
    await().until(() -> done.size() == 2);
    assertThat(done).containsExactly("6 QUICK", "7 QUICK");
    end.countDown();
    await().until(() -> queue.list(kind, 10).isEmpty());
    assertThat(done).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void whatIsLongestDueOfAnyKindBeginsFirst() {
    JobSettings oneThread =
        new JobSettings(
            1, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(100), LONG);
    JobQueue queue = new JobQueue(database, oneThread, Clock.systemUTC());
    queues.add(queue);
    String other = kind + "b";
    queue.handle(other, this::note);
    queue.handle(kind, this::note);
    ask(queue, "1", LONG);
    database.run(tx -> queue.ask(tx, other, "2", LONG));
    ask(queue, "3", LONG);
    queue.start();
    await().until(() -> done.size() == 3);
    assertThat(done).containsExactly("1", "2", "3");
  }

  @Test
  void aStartEndsClaimsAndRewritesNothingElse() {
    JobQueue queue = unstarted();
    ask(queue, "claimed", LONG);
    ask(queue, "waiting", LONG);
    database.run(
        tx ->
            JobRows.claim(
                tx,
                JobRows.find(tx, kind, "claimed").orElseThrow(),
                "dead node",
                Clock.systemUTC().instant(),
                Clock.systemUTC().instant().plus(LONG)));
    assertThat(database.write(JobRows::releaseAll)).isEqualTo(1);
    assertThat(database.write(JobRows::releaseAll)).isZero();
  }

  @Test
  void saysHowManyAreDueWithinATimeUpToANumber() {
    JobQueue queue = unstarted();
    for (int i = 0; i < 3; i++) {
      ask(queue, "now" + i, LONG);
    }
    database.run(tx -> queue.ask(tx, kind, "later", LONG, LONG));
    assertThat(dueWithin(queue, Duration.ofMinutes(1), 10)).isEqualTo(3);
    assertThat(dueWithin(queue, LONG.multipliedBy(2), 10)).isEqualTo(4);
    assertThat(dueWithin(queue, LONG.multipliedBy(2), 2)).isEqualTo(2);
  }

  private int dueWithin(JobQueue queue, Duration time, int most) {
    return database.read(tx -> queue.dueWithin(tx, kind, time, most));
  }

  @Test
  void countsWhatWaitsAndWhatIsDead() {
    JobQueue queue = unstarted();
    long before = queue.waiting();
    ask(queue, "a", LONG);
    assertThat(queue.waiting()).isEqualTo(before + 1);
    assertThat(queue.dead()).isNotNegative();
  }

  /** As on a node that could not renew its leases in time. */
  @Test
  void whatRunsHereBeyondItsLeaseKeepsNothingElseFromBeginning() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    JobQueue queue =
        queue(
            LONG,
            job -> {
              if (job.subject().equals("long")) {
                end.await();
              }
              return note(job);
            });
    ask(queue, "long", LONG);
    await().until(() -> !row("long").claimedBy.isEmpty());
    database.run(tx -> JobRows.release(tx, row("long")));
    ask(queue, "other", LONG);
    await().until(() -> done.contains("other"));
    end.countDown();
    await().until(() -> queue.list(kind, 10).isEmpty());
    assertThat(done).containsExactly("other", "long");
  }

  /** A lane whose looks fail on PostgreSQL, which takes no such kind, before the one that works. */
  @Test
  void whatFailsInOneLaneKeepsNoOtherFromItsWork() {
    JobQueue queue = unstarted();
    queue.handle(kind + "\0", this::note, 1);
    queue.handle(kind, this::note, 1);
    ask(queue, "a", LONG);
    queue.start();
    await().until(() -> done.contains("a"));
  }

  private JobEntity row(String subject) {
    return database.read(tx -> JobRows.find(tx, kind, subject)).orElseThrow();
  }
}
