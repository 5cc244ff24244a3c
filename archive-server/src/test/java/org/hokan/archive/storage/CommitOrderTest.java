package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever keeps a mark for each pack must hear of its objects in their order. */
class CommitOrderTest {
  @TempDir private Path data;

  private StorageSettings settings() {
    return StorageSettings.builder(data)
        .packSize(256 * 1024)
        .writeAhead(64 * 1024, 256 * 1024)
        .minimumFreeSpace(0)
        .build();
  }

  @Test
  void tellsOfTheObjectsOfAPackInTheirOrderHoweverManyThreadsCommit() {
    Queue<StoredObject> told = new ConcurrentLinkedQueue<>();
    int threads = 8;
    int each = 50;
    try (PackStore store = PackStore.open(settings(), new TestClock())) {
      List<CompletableFuture<Void>> senders =
          IntStream.range(0, threads)
              .mapToObj(
                  thread ->
                      CompletableFuture.runAsync(
                          () -> IntStream.range(0, each).forEach(i -> put(store, thread, i, told))))
              .toList();
      senders.forEach(CompletableFuture::join);
    }
    assertThat(told).hasSize(threads * each);
    assertThat(told.stream().collect(Collectors.groupingBy(object -> object.location().pack())))
        .hasSizeGreaterThan(1)
        .allSatisfy(
            (pack, objects) ->
                assertThat(objects)
                    .isSortedAccordingTo(
                        Comparator.comparingLong(object -> object.location().offset())));
  }

  private static void put(PackStore store, int thread, int i, Queue<StoredObject> told) {
    Incoming incoming = store.begin();
    TestObjects.write(incoming, TestObjects.random(2_000 + 37 * i, thread * 1000L + i));
    incoming
        .commit(
            new Shelf("f" + thread % 2, "ECONOMY"),
            TestObjects.facts("1.%d.%d".formatted(thread, i)),
            told::add)
        .toCompletableFuture()
        .join();
  }

  @Test
  void tellsOfAnObjectEvenWhenItIsDurableBeforeAnybodyCouldWaitForIt() {
    List<StoredObject> told = new ArrayList<>();
    Workers atOnce =
        new Workers(Runnable::run, Runnable::run, Runnable::run, Runnable::run, Runnable::run);
    try (PackStore store =
        LocalPackStore.open(settings(), new TestClock(), new LocalDisk(), atOnce)) {
      Incoming incoming = store.begin();
      TestObjects.write(incoming, TestObjects.random(100, 1));

      CompletableFuture<StoredObject> stage =
          incoming
              .commit(TestObjects.ENDO, TestObjects.facts("1.1"), told::add)
              .toCompletableFuture();

      assertThat(stage).isCompleted();
      assertThat(told).containsExactly(stage.join());
    }
  }

  @Test
  void whoFailsWhenToldFailsOneObjectAndNoOther() {
    try (PackStore store = PackStore.open(settings(), new TestClock())) {
      Incoming incoming = store.begin();
      TestObjects.write(incoming, TestObjects.random(100, 1));
      CompletableFuture<StoredObject> failing =
          incoming
              .commit(
                  TestObjects.ENDO,
                  TestObjects.facts("1.1"),
                  object -> {
                    throw new IllegalStateException("told");
                  })
              .toCompletableFuture();
      StoredObject next =
          TestObjects.put(store, TestObjects.ENDO, "1.2", TestObjects.random(100, 2));

      assertThatThrownBy(failing::join)
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("told");
      assertThat(next.length()).isEqualTo(100);
      assertThat(store.vitals().receiving()).isZero();
    }
  }
}
