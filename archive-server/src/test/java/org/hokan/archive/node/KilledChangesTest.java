package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed while people change contracts and close months, and its database is deleted:
 * every change that was answered is there. System properties: {@code hokan.kill.seed} repeats a
 * run, {@code hokan.changes.rounds} makes it longer.
 */
class KilledChangesTest {
  private static final int ROUNDS = Integer.getInteger("hokan.changes.rounds", 2);
  private static final YearMonth MONTH = YearMonth.now(ZoneOffset.UTC);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final List<String> admitted = new CopyOnWriteArrayList<>();
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void everyAnsweredChangeIsThereWithoutTheDatabase() throws Exception {
    long seed = Long.getLong("hokan.kill.seed", System.nanoTime());
    System.out.printf("seed %d%n", seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path data = folder.resolve("data");
    for (int round = 0; round < ROUNDS; round++) {
      try (NodeProcess node = NodeProcess.start(data, folder.resolve("node-" + round + ".log"))) {
        if (round == 0) {
          begin(node);
        } else {
          look(node);
        }
        killWhileChanging(node, random, round);
      }
      Files.delete(data.resolve("database").resolve("hokan.mv.db"));
    }
    try (NodeProcess node = NodeProcess.start(data, folder.resolve("node-last.log"))) {
      look(node);
    }
    System.out.printf(
        "%d AEs, %d changes, %d months%n", admitted.size(), changes.get(), closed.get());
  }

  private static void begin(NodeProcess node) {
    node.run("facility", "add", "demo", "--name", "Demo Hospital", "--issuer", "DEMO");
    node.run(
        ("contract add --facility demo --from %s --until %s --course MONTHLY --unit-rate 1000"
                + " --currency JPY --unit FACILITY --capacity 1GB")
            .formatted(MONTH.minusMonths(11).atDay(1), MONTH.plusMonths(1).atEndOfMonth())
            .split(" "));
  }

  private void killWhileChanging(NodeProcess node, SplittableRandom random, int round)
      throws InterruptedException {
    int before = admitted.size();
    List<Thread> people = new ArrayList<>();
    people.add(new Thread(() -> untilKilled(() -> admit(node, round))));
    people.add(new Thread(() -> untilKilled(() -> change(node))));
    people.add(new Thread(() -> untilKilled(() -> close(node))));
    people.forEach(Thread::start);
    while (admitted.size() < before + 5) {
      LockSupport.parkNanos(1_000_000);
    }
    LockSupport.parkNanos(random.nextLong(1, 300_000_000));
    node.kill();
    for (Thread person : people) {
      person.join();
    }
  }

  /** Until a command is not answered. */
  private static void untilKilled(Runnable change) {
    try {
      while (true) {
        change.run();
      }
    } catch (AssertionError e) {
      // Not answered: it may have been made or not.
    }
  }

  private void admit(NodeProcess node, int round) {
    String title = "R%dN%d".formatted(round, admitted.size());
    node.run("ae", "add", title, "--facility", "demo", "--may", "store");
    admitted.add(title);
  }

  private void change(NodeProcess node) {
    node.run("contract", "change", "demo-1", "--capacity", (2 + changes.get()) + "GB");
    changes.incrementAndGet();
  }

  private void close(NodeProcess node) {
    int ago = 10 - closed.get();
    if (ago >= 0) {
      node.run("billing", "close", "--month", MONTH.minusMonths(ago).toString(), "--yes");
      closed.incrementAndGet();
    } else {
      node.run("billing", "verify");
    }
  }

  private void look(NodeProcess node) {
    assertThat(node.run("ae", "list").lines().map(line -> line.split(" ")[0]))
        .containsAll(admitted);
    long versions =
        node.run("contract", "show", "demo-1", "--json").split("\"madeAt\"", -1).length - 1;
    assertThat(versions).isGreaterThanOrEqualTo(1 + changes.get());
    assertThat(node.run("billing", "verify")).contains("all as they were written");
    String statements = node.run("billing", "statements");
    for (int month = 0; month < closed.get(); month++) {
      assertThat(statements).contains(MONTH.minusMonths(10 - month).toString());
    }
    // What was made but not answered counts from now on.
    closed.set((int) statements.lines().filter(line -> line.contains("demo")).count());
  }
}
