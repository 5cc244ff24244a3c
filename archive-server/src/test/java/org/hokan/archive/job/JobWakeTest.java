package org.hokan.archive.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.archive.db.LockWaits.anotherWaitsFor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.db.Tx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the table is looked at, where only who asks can let it be: the poll is an hour. */
@OnEachDatabase
class JobWakeTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Database database;
  private final String kind = "wake" + NUMBER.incrementAndGet();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final Looks looks = new Looks();
  private final JobQueue queue;

  JobWakeTest(TestDatabase on) {
    database = on.shared(JobWakeTest.class, JobQueue.entities());
    queue =
        new JobQueue(database, new JobSettings(2, LONG, Duration.ZERO, Duration.ZERO, LONG), looks);
  }

  @AfterEach
  void close() {
    looks.gate.countDown();
    queue.close();
  }

  /** The time, which each look asks for once, before it reads; it can be held up there. */
  private static final class Looks extends Clock {
    private final AtomicInteger begun = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public Instant instant() {
      if (Thread.currentThread().getName().equals("job-clerk")) {
        begun.incrementAndGet();
        try {
          gate.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private JobResult note(Job job) {
    done.add(job.subject());
    return JobResult.DONE;
  }

  private void ask(String subject) {
    database.run(tx -> queue.ask(tx, kind, subject, LONG));
  }

  private void startWith(JobHandler handler) {
    queue.handle(kind, handler, 2);
    queue.start();
    await().until(() -> looks.begun.get() == 1);
  }

  @Test
  void whatHasThreadsOfItsOwnBeginsWhenItIsAskedFor() {
    startWith(this::note);
    for (int i = 0; i < 3; i++) {
      String subject = "job" + i;
      ask(subject);
      await().until(() -> done.contains(subject));
    }
  }

  @Test
  void aThousandAsksBeforeTheTableIsLookedAtAreOneLook() {
    startWith(this::note);
    looks.gate = new CountDownLatch(1);
    ask("first");
    await().until(() -> looks.begun.get() == 2);
    for (int i = 0; i < 1000; i++) {
      ask("often");
    }
    looks.gate.countDown();
    await().until(() -> done.size() == 2);
    queue.close();
    assertThat(done).containsExactlyInAnyOrder("first", "often");
    assertThat(looks.begun.get())
        .as("at the start, of the first, of a thousand, and at the end of both")
        .isLessThanOrEqualTo(5);
  }

  /** The look is that of a job's end: it has read the one that waits, and is about to claim it. */
  @Test
  void whatIsAskedForDuringALookIsNotLeftToThePoll() {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch later = new CountDownLatch(1);
    startWith(
        job -> {
          switch (job.subject()) {
            case "first" -> end.await();
            case "waits" -> later.await(); // or its end would be a look, too
            default -> later.countDown();
          }
          return note(job);
        });
    ask("first");
    await().until(() -> looks.begun.get() >= 2);
    database.run(tx -> queue.ask(tx, kind, "waits", Duration.ofNanos(1), LONG));
    database.run(
        tx -> {
          touch(tx, "waits");
          end.countDown();
          await().until(() -> anotherWaitsFor(database, tx));
          queue.ask(tx, kind, "later", LONG);
        });
    await().until(() -> done.size() == 3);
    assertThat(done).containsExactlyInAnyOrder("first", "waits", "later");
  }

  private void touch(Tx tx, String subject) {
    JobRows.release(tx, JobRows.find(tx, kind, subject).orElseThrow());
  }
}
