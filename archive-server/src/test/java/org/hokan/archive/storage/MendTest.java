package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.storage.TestObjects.random;
import static org.hokan.archive.storage.TestObjects.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A repair never takes anything away, whatever it could not read. */
@SilentStorage
class MendTest {
  private static final Shelf DELUXE = new Shelf("demo", "DELUXE");
  private static final Path FIRSTS = Workload.DATA.resolve("volume/packs");
  private static final Path COPIES = Workload.COPY.resolve("packs");

  private final SimulatedDisk disk = new SimulatedDisk();
  private final TestClock clock = new TestClock();
  private final List<StoredObject> stored = new ArrayList<>();
  private LocalPackStore store = open();

  private LocalPackStore open() {
    return LocalPackStore.open(
        Workload.copied(CopySettings.Time.SOON_AFTER, CopySettings.Unavailable.REFUSE),
        clock,
        disk,
        new ManualExecutor().direct().workers());
  }

  private void put(int objects) {
    for (int i = 0; i < objects; i++) {
      int n = stored.size();
      stored.add(TestObjects.put(store, DELUXE, "1." + n, random(1000, n)));
    }
  }

  /** With their copies. */
  private void putCopied(int objects) {
    put(objects);
    pass();
    assertThat(store.copies().owedPacks()).isZero();
  }

  private void pass() {
    clock.advance(Duration.ofMinutes(1));
    store.tick();
    store.tick();
  }

  private Path first() {
    return Workload.DATA.resolve("volume").resolve(stored.get(0).location().pack());
  }

  private Path copy() {
    return Workload.COPY.resolve(stored.get(0).location().pack());
  }

  /** What is in which file, by its digest. */
  private Map<Path, String> files() {
    Map<Path, String> files = new TreeMap<>();
    for (Path folder : List.of(FIRSTS, COPIES)) {
      disk.paths(folder).forEach(path -> files.put(path, digest(path)));
    }
    return files;
  }

  private String digest(Path file) {
    return TestObjects.sha256(disk.content(file));
  }

  private void everythingIsWhole() {
    assertThat(store.verify(progress -> {}).damages()).isEmpty();
    assertThat(replay(store, Map.of())).isEqualTo(stored);
    for (int i = 0; i < stored.size(); i++) {
      assertThat(TestObjects.read(store, stored.get(i).location())).isEqualTo(random(1000, i));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHUT", "UNREADABLE"})
  void aPackWhoseTwoFilesCannotBeReadForAWhileIsToldAndStaysAsItIs(SimulatedDisk.Mount how) {
    putCopied(9);
    Map<Path, String> before = files();
    disk.mount(FIRSTS, how);
    disk.mount(COPIES, how);
    assertThat(store.verify(progress -> {}).damages()).isNotEmpty();
    disk.mountAgain(FIRSTS);
    disk.mountAgain(COPIES);
    assertThat(files()).isEqualTo(before);
    everythingIsWhole();
  }

  @ParameterizedTest
  @EnumSource(names = {"SHUT", "UNREADABLE"})
  void aFirstThatCannotBeReadForAWhileKeepsWhatItsCopyLacks(SimulatedDisk.Mount how) {
    putCopied(5);
    disk.mount(Workload.COPY, SimulatedDisk.Mount.READ_ONLY);
    put(3);
    store.close();
    disk.mountAgain(Workload.COPY);
    store = open();
    Map<Path, String> before = files();
    disk.mount(first(), how);
    assertThat(store.verify(progress -> {}).damages()).isNotEmpty();
    disk.mountAgain(first());
    assertThat(files()).isEqualTo(before);
    everythingIsWhole();
  }

  @Test
  void aFirstThatCannotBeOpenedIsMadeAnewOfACopyThatHasAllThatWasTold() {
    putCopied(9);
    store.close();
    store = open();
    String before = digest(first());
    disk.mount(first(), SimulatedDisk.Mount.SHUT);
    store.verify(progress -> {});
    disk.mountAgain(first());
    assertThat(digest(first())).isEqualTo(before);
    everythingIsWhole();
  }

  @Test
  void whatTheDeviceDoesNotGiveNowIsNotGivenUpForARepairElsewhere() throws IOException {
    putCopied(5);
    disk.mount(Workload.COPY, SimulatedDisk.Mount.READ_ONLY);
    put(1);
    store.close();
    disk.mountAgain(Workload.COPY);
    store = open();
    flip(first(), stored.get(0).location().offset() + 7);
    String before = digest(first());
    disk.spoil(first(), stored.get(5).location().offset() + 600);
    store.verify(progress -> {});
    assertThat(digest(first())).isEqualTo(before);
    assertThat(store.repair(stored.get(0).location(), stored.get(0).digest())).isTrue();
  }

  @Test
  void aPackThatWasRemovedWhileItWasReadDoesNotComeBack() throws IOException {
    putCopied(3);
    store.close();
    store = open();
    flip(first(), stored.get(1).location().offset() + 7);
    AtomicLong read = new AtomicLong();
    VerifyReport report =
        store.verify(
            progress -> {
              if (read.incrementAndGet() == 6) {
                disk.onceAskedFor(first(), this::removeBoth);
              }
            });
    assertThat(report.damages()).isEmpty();
    assertThat(files()).isEmpty();
  }

  private void removeBoth() {
    try {
      for (Path path : files().keySet()) {
        disk.delete(path);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHUT", "UNREADABLE"})
  void aLostPackIsNotMadeAnewOfACopyThatCannotBeRead(SimulatedDisk.Mount how) throws IOException {
    putCopied(9);
    store.close();
    for (Path path : disk.paths(FIRSTS)) {
      disk.delete(path);
    }
    store = open();
    Map<Path, String> before = files();
    disk.mount(copy(), how);
    assertThat(store.verify(progress -> {}).damages()).isNotEmpty();
    disk.mountAgain(copy());
    assertThat(files()).isEqualTo(before);
    everythingIsWhole();
  }

  @Test
  void aLostPackComesBackUpToWhereItsCopyWasWrittenThoughAPartCannotBeRead() throws IOException {
    putCopied(9);
    store.close();
    for (Path path : disk.paths(FIRSTS)) {
      disk.delete(path);
    }
    store = open();
    long last = stored.get(8).location().offset();
    disk.spoil(copy(), last - TarHeader.BLOCK);
    assertThat(store.verify(progress -> {}).damages()).isNotEmpty();
    assertThat(store.packs()).singleElement().extracting(PackStatus::entries).isEqualTo(8L);
    disk.heal(copy());
    everythingIsWhole();
  }

  private void flip(Path file, long offset) throws IOException {
    try (DiskFile open = disk.open(file, Disk.Access.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      open.read(one, offset);
      open.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 0x55)}), offset);
      open.force(true);
    }
  }
}
