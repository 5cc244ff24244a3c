package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is to stay free of a volume is there for others, whatever the store writes ahead. */
class ReserveTest {
  private static final Path DATA = Path.of("/data");
  private static final Path DISK = Path.of("/disk");
  private static final Path VOLUME = DISK.resolve("volume");
  private static final long CAPACITY = 31 << 20;
  private static final long RESERVE = 8 << 20;
  private static final int OBJECT = 20_000;
  private static final int PACKS = 5;

  /** What one object and the files around it take. */
  private static final long ONE_MORE = 64 << 10;

  private final SimulatedDisk disk = new SimulatedDisk();

  private static StorageSettings.Builder settings() {
    return StorageSettings.builder(DATA)
        .volumes(List.of(VOLUME))
        .writeAhead(64 << 10, 4 << 20)
        .minimumFreeSpace(RESERVE);
  }

  private PackStore open(StorageSettings settings) {
    Workers workers = new ManualExecutor().direct().workers();
    return LocalPackStore.open(settings, new TestClock(), disk, workers);
  }

  /** By turns into several packs, until it is refused. */
  private static List<StoredObject> fill(PackStore store, String storageClass) {
    List<StoredObject> stored = new ArrayList<>();
    while (true) {
      Shelf shelf = new Shelf("demo" + stored.size() % PACKS, storageClass);
      try {
        stored.add(put(store, shelf, "1." + stored.size(), random(OBJECT, 1)));
      } catch (SpaceExhausted | CopyUnavailable e) {
        return stored;
      }
    }
  }

  private long free() {
    return CAPACITY - disk.used(DISK);
  }

  @Test
  void zerosWrittenAheadTakeNothingOfIt() {
    disk.capacity(DISK, CAPACITY);
    try (PackStore store = open(settings().build())) {
      fill(store, "ECONOMY");
      assertThat(free()).isBetween(RESERVE - ONE_MORE, RESERVE);
    }
  }

  @Test
  void objectsHaveAlmostAllThatIsBeyondIt() {
    disk.capacity(DISK, CAPACITY);
    try (PackStore store = open(settings().build())) {
      long bytes = (long) fill(store, "ECONOMY").size() * OBJECT;
      assertThat(bytes).isGreaterThan((CAPACITY - RESERVE) * 8 / 10);
    }
  }

  @Test
  void zerosOfSecondCopiesTakeNothingOfIt() {
    disk.capacity(DISK, CAPACITY);
    CopySettings copies =
        new CopySettings(
            List.of(DISK.resolve("copies")),
            Set.of("DELUXE"),
            CopySettings.Time.BEFORE_SUCCESS,
            CopySettings.Unavailable.REFUSE,
            true);
    try (PackStore store = open(settings().copies(copies).build())) {
      fill(store, "DELUXE");
      assertThat(free()).isBetween(RESERVE - 2 * ONE_MORE, RESERVE);
    }
  }
}
