package org.hokan.archive.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AccessQueueTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final List<AuditEvent> written = Collections.synchronizedList(new ArrayList<>());

  @Test
  void equalAccessesOfOneBatchBecomeOneEventWithTheirSum() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    AccessQueue queue = queue(settings(100, 100), all);
    queue.add(access("WAIT", "s0"));
    for (int second = 0; second < 10; second++) {
      queue.add(AuditEvent.access(NOON.plusSeconds(second), "ENDO1", "store").study("s1").build());
      queue.add(access("ENDO2", "s1"));
    }
    all.countDown();
    queue.close();

    assertThat(written.stream().filter(e -> e.actor().equals("ENDO1")))
        .singleElement()
        .returns(NOON, AuditEvent::time)
        .returns(10L, AuditEvent::objects);
    assertThat(written.stream().mapToLong(AuditEvent::objects).sum()).isEqualTo(21);
  }

  @Test
  void aFullQueueMakesTheCallerWaitUntilThereIsRoom() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    AccessQueue queue = queue(settings(2, 1), slow);
    AtomicInteger added = new AtomicInteger();
    Thread caller =
        new Thread(
            () -> {
              for (int i = 0; i < 6; i++) {
                queue.add(access("ENDO1", "s" + i));
                added.incrementAndGet();
              }
            });
    caller.start();
    await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
    assertThat(added.get()).isLessThan(6);

    slow.countDown();
    caller.join();
    queue.close();
    assertThat(written).hasSize(6);
    assertThat(queue.status()).isEqualTo(new AuditStatus(0, 0));
  }

  @Test
  void whatCouldNotBeKeptIsCountedAndToldInTheTrail() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    AccessQueue queue =
        queue(
            new AuditSettings(1, 1, Duration.ZERO, Duration.ofMillis(1), Duration.ofSeconds(10)),
            slow);
    queue.add(access("ENDO1", "s0"));
    await().until(() -> queue.status().waiting() == 1);
    for (int i = 1; i <= 10; i++) {
      queue.add(access("ENDO1", "s" + i));
    }
    long lost = queue.status().lost();
    assertThat(lost).isBetween(8L, 9L);

    slow.countDown();
    queue.flush();
    queue.add(access("ENDO1", "last"));
    queue.close();
    assertThat(written.stream().filter(e -> e.action().equals("audit.lost")))
        .singleElement()
        .returns(lost, AuditEvent::objects)
        .returns(AuditEvent.Kind.SECURITY, AuditEvent::kind);
    assertThat(written.stream().filter(e -> e.action().equals("store"))).hasSize(12 - (int) lost);
  }

  @Test
  void aBatchThatFailsIsTriedAgainUntilItIsWritten() {
    AtomicInteger failures = new AtomicInteger(3);
    AccessQueue queue =
        new AccessQueue(
            settings(10, 10),
            batch -> {
              if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("database: away");
              }
              written.addAll(batch);
            });
    queue.add(access("ENDO1", "s0"));
    queue.flush();
    assertThat(written).hasSize(1);
    queue.close();
    assertThat(queue.status().lost()).isZero();
  }

  @Test
  void closingEndsInTimeWhenTheDatabaseStaysAwayAndCountsWhatIsLost() {
    AccessQueue queue =
        new AccessQueue(
            new AuditSettings(10, 2, Duration.ZERO, Duration.ofMillis(5), Duration.ofMillis(100)),
            batch -> {
              throw new IllegalStateException("database: away");
            });
    for (int i = 0; i < 5; i++) {
      queue.add(access("ENDO1", "s" + i));
    }
    queue.close();
    queue.add(access("ENDO1", "after"));
    assertThat(queue.status()).isEqualTo(new AuditStatus(0, 6));
  }

  private AccessQueue queue(AuditSettings settings, CountDownLatch gate) {
    return new AccessQueue(
        settings,
        batch -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          written.addAll(batch);
        });
  }

  private static AuditSettings settings(int capacity, int batch) {
    return new AuditSettings(
        capacity, batch, Duration.ofSeconds(20), Duration.ofMillis(1), Duration.ofSeconds(20));
  }

  private static AuditEvent access(String actor, String study) {
    return AuditEvent.access(NOON, actor, "store").study(study).build();
  }
}
