package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small parts, and what many shelves cost. */
class PartsTest {
  @TempDir private Path data;

  @Test
  void stepsDoubleWhileBusyAndHalveWhenIdle() {
    WriteAheadStep step =
        new WriteAheadStep(StorageSettings.builder(data).writeAhead(4096, 14_000).build());
    assertThat(List.of(step.next(), step.next(), step.next(), step.next()))
        .containsExactly(4096L, 8192L, 14_000L, 14_000L);
    step.idle();
    assertThat(step.current()).isEqualTo(7000);
    step.idle();
    step.idle();
    assertThat(step.current()).isEqualTo(4096);
  }

  @Test
  void aSummarySurvivesWritingAndADamagedOneIsNone() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    PackSummary summary = new PackSummary(1L << 40, 12345, 1L << 39, 77, 99999);
    try (DiskFile file = disk.open(Path.of("/s/summary"), Disk.Access.CREATE)) {
      summary.writeTo(file);
      assertThat(file.size()).isEqualTo(PackSummary.TEXT_LENGTH);
      assertThat(PackSummary.readFrom(file)).contains(summary);
      for (int at = 0; at < 80; at++) {
        summary.writeTo(file);
        byte changed = (byte) (disk.content(Path.of("/s/summary"))[at] ^ 1);
        file.write(ByteBuffer.wrap(new byte[] {changed}), at);
        assertThat(PackSummary.readFrom(file)).as("byte %d changed", at).isEmpty();
      }
    }
  }

  @Test
  void memoryIsGivenOnlyWithinTheBudgetAndUsedAgain() {
    SegmentPool pool = new SegmentPool(2 * SegmentPool.SEGMENT + 5);
    ByteBuffer first = pool.take().orElseThrow();
    first.put((byte) 1);
    assertThat(pool.take()).isPresent();
    assertThat(pool.take()).isEmpty();
    pool.give(first);
    ByteBuffer again = pool.take().orElseThrow();
    assertThat(again).isSameAs(first);
    assertThat(again.position()).isZero();
    assertThat(new SegmentPool(0).take()).isEqualTo(Optional.empty());
  }

  @Test
  void packNamesAreReadBackAndNothingElseIs() {
    try (Volume volume = Volume.open(new SimulatedDisk(), data, VolumeMarker.fresh("v", false))) {
      for (String name : List.of("0000000000000000042.tar", "0000000000000000042-7.tar")) {
        PackRef pack = PackRef.named(volume, TestObjects.ENDO, name, false).orElseThrow();
        assertThat(pack.firstSequence()).isEqualTo(42);
        assertThat(pack.fileName()).isEqualTo(name);
        assertThat(PackRef.parse(volume, pack.name())).isEqualTo(pack);
      }
      for (String name :
          List.of(
              "42.tar",
              "0000000000000000042.tar.open",
              "x000000000000000042.tar",
              "0000000000000000042-0.tar",
              "0000000000000000042-01.tar",
              "9999999999999999999.tar")) {
        assertThat(PackRef.named(volume, TestObjects.ENDO, name, false)).as(name).isEmpty();
      }
    }
  }

  @Test
  void aPackIsReplacedByItsOwnLaterGenerationOnly() {
    String first = "packs/demo/ECONOMY/0000000000000000042.tar";
    String second = "packs/demo/ECONOMY/0000000000000000042-1.tar";
    assertThat(PackRef.replaces(second, first)).isTrue();
    assertThat(PackRef.replaces(first, second)).isFalse();
    assertThat(PackRef.replaces(second, second)).isFalse();
    assertThat(PackRef.replaces("packs/demo/DELUXE/0000000000000000042-1.tar", first)).isFalse();
    assertThat(PackRef.replaces("packs/demo/ECONOMY/0000000000000000043-1.tar", first)).isFalse();
  }

  @Test
  void settingsThatCannotWorkAreRefusedWithWhatWasExpected() {
    assertThatThrownBy(() -> StorageSettings.builder(data).packSize(10).build())
        .hasMessageContaining("packSize: 10 bytes (expected: >= 8192)");
    assertThatThrownBy(() -> StorageSettings.builder(data).writeAhead(8192, 4096).build())
        .hasMessageContaining("writeAhead");
    assertThatThrownBy(() -> StorageSettings.builder(data).volumes(List.of()).build())
        .hasMessageContaining("at least one folder");
    assertThatThrownBy(() -> StorageSettings.builder(data).writers(0).build())
        .hasMessageContaining("writers");
    assertThatThrownBy(() -> StorageSettings.builder(data).largeObjectSize(0).build())
        .hasMessageContaining("largeObjectSize");
    assertThatThrownBy(
            () -> StorageSettings.builder(data).idleClose(Duration.ofSeconds(-1)).build())
        .hasMessageContaining("idleClose");
  }

  @Test
  void callsInTheWrongOrderAreRefused() {
    try (PackStore store = open()) {
      Incoming incoming = store.begin();
      incoming.write(ByteBuffer.wrap(new byte[3]));
      incoming.digest();
      assertThatThrownBy(() -> incoming.write(ByteBuffer.wrap(new byte[1])))
          .isInstanceOf(IllegalStateException.class);
      TestObjects.await(incoming.commit(ENDO, TestObjects.facts("1.1")).toCompletableFuture());
      assertThatThrownBy(() -> incoming.commit(ENDO, TestObjects.facts("1.1")))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> incoming.head(1)).isInstanceOf(IllegalStateException.class);
      incoming.discard();
      assertThat(TestObjects.replay(store, Map.of())).hasSize(1);
    }
  }

  private PackStore open() {
    return PackStore.open(
        StorageSettings.builder(data).minimumFreeSpace(0).writeAhead(4096, 8192).build(),
        Clock.systemUTC());
  }

  @Test
  void manyShelvesNeedNoThreadsOfTheirOwn() {
    try (PackStore store = open()) {
      List<CompletableFuture<StoredObject>> commits = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        commits.add(
            TestObjects.submit(store, new Shelf("f" + i, "ECONOMY"), "1." + i, random(50, i)));
      }
      commits.forEach(TestObjects::await);
      long threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("storage-writer"))
              .count();
      assertThat(store.vitals().openPacks()).isEqualTo(150);
      assertThat(threads).isLessThanOrEqualTo(8);
      assertThat(TestObjects.replay(store, Map.of())).hasSize(150);
    }
  }

  @Test
  void replayAndReadersWorkBesideWriters() throws InterruptedException {
    try (PackStore store =
        PackStore.open(
            StorageSettings.builder(data)
                .minimumFreeSpace(0)
                .packSize(256 * 1024)
                .writeAhead(4096, 65_536)
                .build(),
            Clock.systemUTC())) {
      Set<String> acknowledged = java.util.concurrent.ConcurrentHashMap.newKeySet();
      List<Thread> writers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int number = t;
        Thread writer = new Thread(() -> write(store, number, acknowledged));
        writers.add(writer);
        writer.start();
      }
      for (int i = 0; i < 8; i++) {
        Set<String> known = Set.copyOf(acknowledged);
        Set<String> found = new HashSet<>();
        store.replay(
            Map.of(),
            object -> {
              found.add(object.name());
              assertThat(TestObjects.sha256(TestObjects.read(store, object.location())))
                  .isEqualTo(object.digest());
            });
        assertThat(found).containsAll(known);
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(TestObjects.replay(store, Map.of())).hasSize(acknowledged.size());
    }
  }

  private static void write(PackStore store, int number, Set<String> acknowledged) {
    SplittableRandom random = new SplittableRandom(number);
    for (int i = 0; i < 60; i++) {
      String name = number + "." + i;
      put(store, new Shelf("f" + i % 2, "ECONOMY"), name, random(random.nextInt(20_000), i));
      acknowledged.add(name);
    }
  }
}
