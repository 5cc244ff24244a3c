package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compaction on a real disk. */
class PackCompactionTest {
  @TempDir private Path data;

  private PackStore store;
  private Compactor compactor;
  private final List<StoredObject> objects = new ArrayList<>();

  @BeforeEach
  void fill() {
    open();
    for (int i = 0; i < 8; i++) {
      objects.add(
          TestObjects.put(store, TestObjects.ENDO, "1.2." + i, TestObjects.random(3000, i)));
    }
  }

  private void open() {
    store =
        PackStore.open(
            StorageSettings.builder(data).packSize(24 * 1024).minimumFreeSpace(0).build(),
            Clock.systemUTC());
    compactor = store.compactor();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private PackStatus sealed() {
    return store.packs().stream()
        .filter(pack -> pack.state() == PackStatus.State.SEALED)
        .findFirst()
        .orElseThrow();
  }

  private static DeadEntry dead(StoredObject object) {
    return new DeadEntry(object.location().offset(), object.name(), object.digest());
  }

  private Path file(String pack) {
    return data.resolve("volume").resolve(pack);
  }

  private void damage(StoredObject object) throws IOException {
    try (FileChannel file =
        FileChannel.open(file(object.location().pack()), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), object.location().offset() + 700);
    }
  }

  @Test
  void aPackIsWrittenAnewWithoutItsDeadEntries() throws IOException {
    long before = Files.size(file(sealed().pack()));

    Replacement replacement =
        PackFiles.compact(
            compactor,
            sealed(),
            List.of(dead(objects.get(0)), dead(objects.get(2))),
            Throttle.NONE);
    compactor.removeReplaced(replacement, Throttle.NONE);

    assertThat(replacement.newPack()).endsWith("/0000000000000000001-1.tar");
    assertThat(file(replacement.oldPack())).doesNotExist();
    assertThat(Files.size(file(replacement.newPack())))
        .isEqualTo(before - replacement.freedBytes());
    assertThat(TestObjects.replay(store, Map.of()))
        .extracting(StoredObject::name)
        .containsExactly("1.2.1", "1.2.3", "1.2.4", "1.2.5", "1.2.6", "1.2.7");
    assertThat(store.verify(progress -> {}).sound()).isTrue();
  }

  @Test
  void whatWasDamagedInAPackThatIsRemovedIsDamagedNoLonger() throws IOException {
    damage(objects.get(0));
    assertThat(store.verify(progress -> {}).damaged()).isEqualTo(1);
    assertThat(store.scrub().damages()).hasSize(1);

    Replacement replacement =
        PackFiles.compact(compactor, sealed(), List.of(dead(objects.get(0))), Throttle.NONE);
    compactor.removeReplaced(replacement, Throttle.NONE);

    assertThat(store.scrub().damages()).isEmpty();
    store.close();
    open();
    assertThat(store.scrub().damages()).isEmpty();
  }

  private PackStatus last() {
    return store.packs().get(store.packs().size() - 1);
  }

  @Test
  void aPackThatIsAppendedToCanBeSealedAndTheNextObjectBeginsAnother() {
    PackStatus open = last();
    assertThat(open.state()).isEqualTo(PackStatus.State.OPEN);

    assertThat(compactor.seal(open)).isTrue();

    assertThat(last().pack()).isEqualTo(open.pack());
    assertThat(last().state()).isEqualTo(PackStatus.State.SEALED);
    StoredObject next = TestObjects.put(store, TestObjects.ENDO, "1.2.8", new byte[] {1});
    assertThat(next.location().pack()).isNotEqualTo(open.pack());
    store.close();
    open();
    assertThat(TestObjects.replay(store, Map.of())).hasSize(9);
    assertThat(store.verify(progress -> {}).sound()).isTrue();
  }

  @Test
  void aClosedPackCanBeSealedAndAnotherIsAppendedToMeanwhile() {
    store.close();
    open();
    PackStatus closed = last();
    assertThat(closed.state()).isEqualTo(PackStatus.State.CLOSED);

    assertThat(compactor.seal(closed)).isTrue();
    assertThat(compactor.seal(last())).isFalse();

    assertThat(last().state()).isEqualTo(PackStatus.State.SEALED);
    TestObjects.put(store, TestObjects.ENDO, "1.2.8", new byte[] {1});
    assertThat(TestObjects.replay(store, Map.of())).hasSize(9);
  }

  @Test
  void aReaderOfTheOldPackGoesOnAndTheNextOneIsLedToTheNewPack() throws IOException {
    StoredObject kept = objects.get(1);
    byte[] expected = TestObjects.random(3000, 1);
    try (InputStream reading = store.open(kept.location())) {
      int first = reading.read();

      for (int dropped : new int[] {0, 2}) {
        StoredObject gone = TestObjects.replay(store, Map.of()).get(dropped == 0 ? 0 : 1);
        assertThat(gone.name()).isEqualTo("1.2." + dropped);
        compactor.removeReplaced(
            PackFiles.compact(compactor, sealed(), List.of(dead(gone)), Throttle.NONE),
            Throttle.NONE);
      }

      assertThat((byte) first).isEqualTo(expected[0]);
      assertThat(reading.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(expected, 1, 3000));
    }
    assertThat(TestObjects.read(store, kept.location())).isEqualTo(expected);
    assertThatThrownBy(() -> store.open(objects.get(0).location())).isInstanceOf(PackGone.class);
  }

  @Test
  void beyondABoundTheOldestMovesAreForgotten() {
    Forwarding forwarding = new Forwarding(3);
    for (String pack : List.of("a", "b")) {
      Forwarding.Collector moves = new Forwarding.Collector();
      moves.moved(objects.get(0), 77);
      moves.moved(objects.get(1), 88);
      forwarding.add(new Replacement("v", pack, 9, pack + "-1", 5), moves);
    }
    assertThat(forwarding.now(new Location("v", "b", 88, 1)))
        .isEqualTo(new Location("v", "b-1", objects.get(1).location().offset(), 1));
    assertThat(forwarding.now(new Location("v", "b", 78, 1)))
        .isEqualTo(new Location("v", "b", 78, 1));
    assertThat(forwarding.now(new Location("v", "a", 77, 1)))
        .isEqualTo(new Location("v", "a", 77, 1));
  }

  @Test
  void aDamagedEntryStopsTheCompactionAndLeavesThePackAsItIs() throws IOException {
    damage(objects.get(1));
    PackStatus pack = sealed();

    assertThatThrownBy(
            () -> PackFiles.compact(compactor, pack, List.of(dead(objects.get(0))), Throttle.NONE))
        .isInstanceOf(DamagedPack.class)
        .hasMessageContaining("1.2.1: SHA-256");

    assertThat(store.packs()).contains(pack);
    try (var left = Files.list(data.resolve("volume/incoming"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aDamagedEntryThatIsDeadIsNoHindrance() throws IOException {
    damage(objects.get(0));

    compactor.removeReplaced(
        PackFiles.compact(compactor, sealed(), List.of(dead(objects.get(0))), Throttle.NONE),
        Throttle.NONE);

    assertThat(store.verify(progress -> {}).sound()).isTrue();
  }

  @Test
  void anEntryThatIsNotExactlyTheOneThatWasDecidedAboutIsKept() {
    StoredObject object = objects.get(0);
    DeadEntry other = new DeadEntry(object.location().offset(), object.name(), "0".repeat(64));

    assertThat(PackFiles.compact(compactor, sealed(), List.of(other), Throttle.NONE).freedBytes())
        .isZero();
    assertThat(TestObjects.replay(store, Map.of())).hasSize(8);
  }

  @Test
  void aPackOfWhichAnEntryLivesIsNotRemoved() {
    PackStatus pack = sealed();
    List<DeadEntry> dead = new ArrayList<>();
    for (StoredObject object : objects) {
      if (object.location().pack().equals(pack.pack())) {
        dead.add(dead(object));
      }
    }
    DeadEntry last = dead.remove(dead.size() - 1);
    assertThat(compactor.removeDead(pack, dead)).isFalse();
    dead.add(last);
    assertThat(compactor.removeDead(pack, dead)).isTrue();
    assertThat(file(pack.pack())).doesNotExist();
    assertThat(TestObjects.replay(store, Map.of())).hasSize(8 - dead.size());
  }

  @Test
  void anOldPackStaysUntilEveryObjectOfTheNewOneIsProvenAgainAfterAStart() throws IOException {
    Replacement replacement =
        PackFiles.compact(compactor, sealed(), List.of(dead(objects.get(0))), Throttle.NONE);
    store.close();
    open();
    StoredObject moved = TestObjects.replay(store, Map.of()).get(0);
    assertThat(moved.location().pack()).isEqualTo(replacement.newPack());
    damage(moved);

    assertThat(compactor.unfinished()).containsExactly(replacement);
    assertThatThrownBy(() -> compactor.removeReplaced(replacement, Throttle.NONE))
        .isInstanceOf(DamagedPack.class);
    assertThat(file(replacement.oldPack())).exists();
  }

  @Test
  void aNewPackThatIsNotPutAtItsPlaceLeavesNothing() throws IOException {
    PackStatus pack = sealed();
    try (Compactor.Rewritten fresh =
        compactor.rewrite(pack, List.of(dead(objects.get(0))), Throttle.NONE)) {
      assertThat(store.packs()).contains(pack);
      assertThat(fresh.replacement().oldPack()).isEqualTo(pack.pack());
    }
    assertThat(compactor.unfinished()).isEmpty();
    try (var left = Files.list(data.resolve("volume/incoming"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aPackThatIsNotSealedIsNotCompacted() {
    PackStatus open =
        store.packs().stream()
            .filter(pack -> pack.state() == PackStatus.State.OPEN)
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> PackFiles.compact(compactor, open, List.of(), Throttle.NONE))
        .hasMessageContaining("is not sealed");
  }

  @Test
  void compactionEndsBetweenTwoReadsWhenItIsToEnd() {
    PackStatus pack = sealed();
    assertThatThrownBy(
            () ->
                PackFiles.compact(
                    compactor,
                    pack,
                    List.of(dead(objects.get(0))),
                    bytes -> {
                      throw new java.io.InterruptedIOException("the node stops");
                    }))
        .hasMessageContaining("compaction was ended");
    assertThat(store.packs()).contains(pack);
  }
}
