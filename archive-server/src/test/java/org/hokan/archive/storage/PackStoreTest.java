package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.await;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;
import static org.hokan.archive.storage.TestObjects.read;
import static org.hokan.archive.storage.TestObjects.replay;
import static org.hokan.archive.storage.TestObjects.submit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store promises, on the real file system. */
class PackStoreTest {
  @TempDir private Path data;
  private final TestClock clock = new TestClock();
  private PackStore store;

  private StorageSettings.Builder settings() {
    return StorageSettings.builder(data)
        .packSize(2 << 20)
        .largeObjectSize(1 << 20)
        .writeAhead(64 * 1024, 256 * 1024)
        .memoryBudget(8 << 20)
        .minimumFreeSpace(1 << 20)
        .idleClose(Duration.ofSeconds(30));
  }

  @BeforeEach
  void open() {
    store = PackStore.open(settings().build(), clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen(StorageSettings.Builder settings) {
    store.close();
    store = PackStore.open(settings.build(), clock);
  }

  @Test
  void aNameThatALostPackHadIsNotGivenOutAgain() {
    StoredObject before = put(store, ENDO, "1.1", random(10, 1));
    store.passOver(Set.of("packs/demo/ECONOMY/0000000000000500000-1.tar"));
    store.passOver(Set.of("packs/demo/ECONOMY/0000000000000000003.tar"));
    StoredObject after = put(store, ENDO, "1.2", random(10, 2));
    assertThat(before.sequence()).isLessThan(500_000);
    assertThat(after.sequence()).isEqualTo(500_001);
  }

  @Test
  void whatWasCommittedComesBackByteForByte() {
    for (int length : new int[] {0, 1, 511, 512, 513, 65_536, 277_000, 1_048_575}) {
      byte[] bytes = random(length, length);
      StoredObject stored = put(store, ENDO, "1.2.3." + length, bytes);
      assertThat(stored.length()).isEqualTo(length);
      assertThat(stored.digest()).isEqualTo(TestObjects.sha256(bytes));
      assertThat(read(store, stored.location())).isEqualTo(bytes);
    }
    assertThat(store.verify(progress -> {}).sound()).isTrue();
  }

  @Test
  void aLargeObjectGetsAFileOfItsOwnAndIsReplayedLikeTheOthers() throws IOException {
    byte[] bytes = random(3_000_001, 7);
    StoredObject small = put(store, ENDO, "1.1", random(100, 1));
    StoredObject large = put(store, ENDO, "1.2", bytes);
    StoredObject after = put(store, ENDO, "1.3", random(100, 2));
    assertThat(large.location().pack()).contains("/large/");
    assertThat(read(store, large.location())).isEqualTo(bytes);
    reopen(settings());
    assertThat(replay(store, Map.of())).containsExactly(small, large, after);
    assertThat(filesUnder(data.resolve("volume/incoming"))).isEmpty();
    assertThat(store.verify(progress -> {}).objects()).isEqualTo(3);
  }

  @Test
  void replayGivesExactlyWhatCommitReturnedInOrderOfSequenceOverAllShelves() {
    List<StoredObject> stored = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      Shelf shelf = new Shelf("f" + random.nextInt(5), random.nextBoolean() ? "ECONOMY" : "DELUXE");
      stored.add(put(store, shelf, "1.2." + i, random(random.nextInt(60_000), i)));
    }
    assertThat(replay(store, Map.of())).isEqualTo(stored);
    assertThat(stored).isSortedAccordingTo(Comparator.comparingLong(StoredObject::sequence));
    reopen(settings());
    assertThat(replay(store, Map.of())).isEqualTo(stored);
  }

  @Test
  void replayBeyondMarksGivesOnlyWhatTheyDoNotCover() {
    List<StoredObject> stored = new ArrayList<>();
    Map<String, Long> marks = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      int length = i % 20 == 19 ? 1_200_000 : 50_000;
      stored.add(put(store, new Shelf("f" + i % 3, "ECONOMY"), "1.2." + i, random(length, i)));
      if (i < 40) {
        marks.merge(stored.get(i).mark().pack(), stored.get(i).mark().offset(), Math::max);
      }
    }
    assertThat(replay(store, marks)).isEqualTo(stored.subList(40, 60));
  }

  @Test
  void aFullPackIsSealedAndNeverChangesAgain() throws IOException {
    for (int i = 0; i < 10; i++) {
      put(store, ENDO, "1.2." + i, random(300_000, i));
    }
    List<PackStatus> sealed =
        store.packs().stream().filter(p -> p.state() == PackStatus.State.SEALED).toList();
    assertThat(sealed).hasSize(1);
    Path pack = data.resolve("volume").resolve(sealed.get(0).pack());
    byte[] before = Files.readAllBytes(pack);
    for (int i = 10; i < 20; i++) {
      put(store, ENDO, "1.2." + i, random(300_000, i));
    }
    reopen(settings());
    assertThat(Files.readAllBytes(pack)).isEqualTo(before);
    assertThat(replay(store, Map.of())).hasSize(20);
  }

  @Test
  void anIdlePackIsCutToItsEndAndOpenedAgainByTheNextObject() throws IOException {
    StoredObject first = put(store, ENDO, "1.1", random(1000, 1));
    Path pack = data.resolve("volume").resolve(first.location().pack());
    assertThat(Files.size(pack)).isGreaterThan(64 * 1024);
    clock.advance(Duration.ofSeconds(31));
    store.tick();
    awaitOpenPacks(0);
    assertThat(Files.size(pack)).isEqualTo(first.mark().offset() + 1024);
    StoredObject second = put(store, ENDO, "1.2", random(1000, 2));
    assertThat(second.location().pack()).isEqualTo(first.location().pack());
    assertThat(replay(store, Map.of())).containsExactly(first, second);
  }

  private void awaitOpenPacks(int count) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> store.vitals().openPacks() == count);
  }

  @Test
  void aPackInUseIsNotClosed() {
    put(store, ENDO, "1.1", random(1000, 1));
    clock.advance(Duration.ofSeconds(29));
    store.tick();
    put(store, ENDO, "1.2", random(1000, 2));
    assertThat(store.vitals().openPacks()).isEqualTo(1);
  }

  @Test
  void concurrentCommitsShareForces() {
    List<CompletableFuture<StoredObject>> commits = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      commits.add(submit(store, ENDO, "1.2." + i, random(5_000, i)));
    }
    commits.forEach(TestObjects::await);
    assertThat(store.vitals().commitGroups()).isLessThan(250);
    assertThat(replay(store, Map.of())).hasSize(300);
  }

  @Test
  void beyondTheMemoryBudgetSmallObjectsGoThroughAFileIntoThePack() {
    reopen(settings().memoryBudget(128 * 1024));
    List<CompletableFuture<StoredObject>> commits = new ArrayList<>();
    List<byte[]> bytes = new ArrayList<>();
    List<Incoming> incoming = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      bytes.add(random(150_000 + i, i));
      incoming.add(store.begin());
      TestObjects.write(incoming.get(i), bytes.get(i));
      assertThat(incoming.get(i).head(10).array())
          .isEqualTo(java.util.Arrays.copyOf(bytes.get(i), 10));
    }
    assertThat(store.vitals().bytesInMemory()).isLessThanOrEqualTo(128 * 1024);
    for (int i = 0; i < 6; i++) {
      commits.add(incoming.get(i).commit(ENDO, TestObjects.facts("1." + i)).toCompletableFuture());
    }
    for (int i = 0; i < 6; i++) {
      StoredObject stored = await(commits.get(i));
      assertThat(stored.location().pack()).doesNotContain("large");
      assertThat(read(store, stored.location())).isEqualTo(bytes.get(i));
    }
    assertThat(store.vitals().spilled()).isGreaterThanOrEqualTo(5);
    assertThat(store.vitals().bytesInMemory()).isZero();
    assertThat(filesUnder(data.resolve("volume/incoming"))).isEmpty();
  }

  @Test
  void receivedBytesCanBeReadBeforeTheCommit() throws IOException {
    for (int length : new int[] {10, 70_000, 200_000, 1_500_000}) {
      byte[] bytes = random(length, length);
      try (Incoming incoming = store.begin()) {
        TestObjects.write(incoming, bytes);
        assertThat(incoming.received().readAllBytes()).isEqualTo(bytes);
        assertThat(incoming.head(100_000).remaining()).isEqualTo(Math.min(100_000, length));
        assertThat(incoming.digest()).isEqualTo(TestObjects.sha256(bytes));
      }
    }
    assertThat(store.vitals().receiving()).isZero();
    assertThat(store.vitals().bytesInMemory()).isZero();
  }

  @Test
  void aDiscardedObjectLeavesNothing() {
    for (int length : new int[] {1000, 2_000_000}) {
      Incoming incoming = store.begin();
      TestObjects.write(incoming, random(length, 1));
      incoming.discard();
      incoming.discard();
    }
    assertThat(replay(store, Map.of())).isEmpty();
    assertThat(filesUnder(data.resolve("volume/incoming"))).isEmpty();
    assertThat(store.vitals().receiving()).isZero();
  }

  @Test
  void aDirectChunkIsTakenLikeAnyOther() {
    byte[] bytes = random(100_000, 5);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    Incoming incoming = store.begin();
    incoming.write(direct);
    assertThat(direct.hasRemaining()).isFalse();
    StoredObject stored =
        await(incoming.commit(ENDO, TestObjects.facts("1.1")).toCompletableFuture());
    assertThat(read(store, stored.location())).isEqualTo(bytes);
  }

  @Test
  void aSliceIsTheObjectsRegionOfItsPack() throws IOException {
    put(store, ENDO, "1.1", random(5000, 1));
    byte[] bytes = random(5000, 2);
    StoredObject stored = put(store, ENDO, "1.2", bytes);
    try (Slice slice = store.slice(stored.location())) {
      ByteBuffer region = ByteBuffer.allocate((int) slice.count());
      slice.channel().read(region, slice.position());
      assertThat(region.array()).isEqualTo(bytes);
    }
  }

  @Test
  void sequencesGoOnAfterARestartEvenWhenTheirBoundIsLost() throws IOException {
    StoredObject before = put(store, ENDO, "1.1", random(10, 1));
    store.close();
    Files.delete(data.resolve("volume").resolve(SequenceCounter.FILE));
    Files.delete(data.resolve(SequenceCounter.FILE));
    store = PackStore.open(settings().build(), clock);
    assertThat(put(store, ENDO, "1.2", random(10, 2)).sequence()).isGreaterThan(before.sequence());
  }

  @Test
  void sequencesGoOnOnNewVolumesSoThatNoPackGetsANameThatOneHad() {
    StoredObject before = put(store, ENDO, "1.1", random(10, 1));
    store.close();
    store = PackStore.open(settings().volumes(List.of(data.resolve("another"))).build(), clock);
    StoredObject after = put(store, ENDO, "1.2", random(10, 2));
    assertThat(after.sequence()).isGreaterThan(before.sequence());
    assertThat(after.location().pack()).isNotEqualTo(before.location().pack());
  }

  @Test
  void aLocationThatLeadsOutOfThePacksIsRefused() {
    String volume = put(store, ENDO, "1.1", random(10, 1)).location().volume();
    for (String pack : List.of("../hokan-volume.json", "packs/demo/../../x", "packs/a/b/c.tar")) {
      assertThatThrownBy(() -> store.open(new Location(volume, pack, 0, 1)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("no pack's name");
    }
    String missing = "packs/demo/ECONOMY/" + "0".repeat(15) + "9999.tar";
    assertThatThrownBy(() -> store.open(new Location(volume, missing, 0, 1)))
        .hasMessageContaining("not there");
  }

  @Test
  void statusCountsShelvesAndVolumes() {
    for (int i = 0; i < 9; i++) {
      put(store, ENDO, "1.2." + i, random(300_000, i));
    }
    put(store, ENDO, "1.3", random(1_100_000, 1));
    StorageStatus status = store.status();
    StorageStatus.ShelfStatus shelf = status.shelves().get(0);
    assertThat(shelf.shelf()).isEqualTo(ENDO);
    assertThat(shelf.entries()).isEqualTo(10);
    assertThat(shelf.bytes()).isEqualTo(9 * 300_000 + 1_100_000);
    assertThat(shelf.open()).isEqualTo(1);
    assertThat(shelf.sealed()).isEqualTo(1);
    assertThat(shelf.large()).isEqualTo(1);
    assertThat(status.volumes().get(0).freeBytes()).isPositive();
  }

  @Test
  void aDamagedBodyIsFoundByVerifyAndNamed() throws IOException {
    put(store, ENDO, "1.1", random(5000, 1));
    StoredObject second = put(store, ENDO, "1.2", random(5000, 2));
    store.close();
    PackFiles.flip(
        data.resolve("volume").resolve(second.location().pack()), second.location().offset() + 9);
    store = PackStore.open(settings().build(), clock);
    VerifyReport report = store.verify(progress -> {});
    assertThat(report.objects()).isEqualTo(2);
    assertThat(report.damaged()).isEqualTo(1);
    assertThat(report.damages().get(0))
        .contains(second.location().pack(), "1.2", String.valueOf(second.location().offset()));
  }

  @Test
  void aDamagedHeaderStopsReplayWithPackAndOffsetOrIsSteppedOver() throws IOException {
    List<StoredObject> stored = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      stored.add(put(store, ENDO, "1." + i, random(5000, i)));
    }
    store.close();
    long header = stored.get(1).mark().offset();
    PackFiles.flip(data.resolve("volume").resolve(stored.get(2).location().pack()), header + 600);
    store = PackStore.open(settings().build(), clock);
    assertThatThrownBy(() -> replay(store, Map.of()))
        .isInstanceOf(DamagedPack.class)
        .hasMessageContaining("offset " + header);
    List<StoredObject> found = new ArrayList<>();
    AtomicInteger damages = new AtomicInteger();
    store.replay(Map.of(), PackFiles.stepOver(found, damages));
    assertThat(damages).hasValue(1);
    stored.remove(2);
    assertThat(found).isEqualTo(stored);
  }

  @Test
  void nothingIsTakenAfterClose() {
    Incoming begun = store.begin();
    begun.write(ByteBuffer.wrap(new byte[10]));
    store.close();
    assertThatThrownBy(() -> store.begin()).isInstanceOf(StorageException.class);
    assertThat(begun.commit(ENDO, TestObjects.facts("1.1")).toCompletableFuture())
        .isCompletedExceptionally();
  }

  private static List<Path> filesUnder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
