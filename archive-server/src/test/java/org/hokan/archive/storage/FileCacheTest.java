package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files opened for reading are shared, bounded, and survive their users. */
class FileCacheTest {
  @TempDir private Path data;

  private PackStore open() {
    return PackStore.open(
        StorageSettings.builder(data).minimumFreeSpace(0).build(), Clock.systemUTC());
  }

  @Test
  void notMoreFilesThanTheBoundStayOpen() throws IOException {
    List<PackRef> packs = new ArrayList<>();
    try (PackStore store = open();
        FileCache cache = new FileCache(3)) {
      Volume volume = null;
      for (int i = 0; i < 8; i++) {
        StoredObject stored = put(store, new Shelf("f" + i, "ECONOMY"), "1.1", random(10, i));
        volume = volume(volume, stored);
        packs.add(PackRef.parse(volume, stored.location().pack()));
      }
      for (PackRef pack : packs) {
        cache.lease(pack).close();
      }
      assertThat(cache.size()).isEqualTo(3);
      List<FileCache.Lease> leases = new ArrayList<>();
      for (PackRef pack : packs) {
        leases.add(cache.lease(pack));
      }
      assertThat(cache.size()).isEqualTo(8);
      leases.forEach(lease -> assertThat(lease.file().isOpen()).isTrue());
      leases.forEach(FileCache.Lease::close);
      assertThat(cache.size()).isEqualTo(3);
    }
  }

  private Volume volume(Volume known, StoredObject stored) {
    if (known != null) {
      return known;
    }
    Path elsewhere = data.resolve("lock-of-test");
    LocalDisk disk =
        new LocalDisk() {
          @Override
          public java.io.Closeable lock(Path path) throws IOException {
            return super.lock(elsewhere);
          }

          @Override
          public java.util.List<String> list(Path folder) {
            return List.of();
          }
        };
    return Volume.open(disk, data.resolve("volume"), VolumeMarker.fresh("archive", false));
  }

  @Test
  void aReaderGoesOnWhenAnotherReadersInterruptClosedTheFile() throws Exception {
    byte[] bytes = random(100_000, 1);
    try (PackStore store = open()) {
      StoredObject stored = put(store, TestObjects.ENDO, "1.1", bytes);
      try (InputStream in = store.open(stored.location())) {
        byte[] head = in.readNBytes(1000);
        Thread interrupted =
            new Thread(
                () -> {
                  Thread.currentThread().interrupt();
                  try (InputStream other = store.open(stored.location())) {
                    other.readAllBytes();
                  } catch (IOException e) {
                    // as it must be
                  }
                });
        interrupted.start();
        interrupted.join();
        byte[] rest = in.readAllBytes();
        assertThat(head.length + rest.length).isEqualTo(bytes.length);
        assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(bytes, 1000, bytes.length));
      }
    }
  }

  @Test
  void aSliceMayBeClosedTwice() {
    try (PackStore store = open()) {
      StoredObject stored = put(store, TestObjects.ENDO, "1.1", random(10, 1));
      Slice first = store.slice(stored.location());
      Slice second = store.slice(stored.location());
      FileChannel shared = second.channel();
      first.close();
      first.close();
      assertThat(shared.isOpen()).isTrue();
      second.close();
    }
  }
}
