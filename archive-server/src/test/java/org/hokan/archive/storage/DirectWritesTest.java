package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of all lengths, written past the cache, read through it and past it. */
class DirectWritesTest {
  @TempDir private Path data;

  private PackStore open() {
    StorageSettings settings =
        StorageSettings.builder(data).minimumFreeSpace(0).writeAhead(1 << 20, 4 << 20).build();
    return PackStore.open(settings, Clock.systemUTC());
  }

  private static int length(SplittableRandom random) {
    int pages = random.nextInt(1, 80) * DirectWrites.UNIT;
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(1, SegmentPool.SEGMENT);
      case 1 -> pages + random.nextInt(-2, 3);
      case 2 -> SegmentPool.SEGMENT * random.nextInt(1, 5) + random.nextInt(-2, 3);
      default -> random.nextInt(SegmentPool.SEGMENT, 1 << 19);
    };
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void groupsOfObjectsOfAnyLengthComeBackAlsoAfterARestart(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<StoredObject, byte[]> kept = new LinkedHashMap<>();
    try (PackStore store = open()) {
      for (int round = 0; round < 8; round++) {
        List<CompletableFuture<StoredObject>> group = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
          byte[] content = TestObjects.random(length(random), random.nextLong());
          contents.add(content);
          String name = "1." + seed + "." + round + "." + i;
          group.add(TestObjects.submit(store, TestObjects.ENDO, name, content));
        }
        for (int i = 0; i < group.size(); i++) {
          StoredObject stored = TestObjects.await(group.get(i));
          // Read at once, so that the cache holds pages that later objects are written beside.
          assertThat(TestObjects.read(store, stored.location())).isEqualTo(contents.get(i));
          kept.put(stored, contents.get(i));
        }
      }
    }
    ObjectBuffer buffer = ObjectBuffer.of(1 << 19);
    try (PackStore store = open()) {
      kept.forEach(
          (stored, content) -> {
            assertThat(TestObjects.read(store, stored.location()))
                .as("%s of %d bytes", stored.name(), content.length)
                .isEqualTo(content);
            assertThat(store.read(stored.location(), stored.digest(), buffer))
                .as("%s of %d bytes, past the cache", stored.name(), content.length)
                .contains(ByteBuffer.wrap(content));
          });
      assertThat(store.verify(progress -> {}).sound()).isTrue();
      assertThat(TestObjects.replay(store, Map.of())).containsExactlyElementsOf(kept.keySet());
    }
  }

  @Test
  void anObjectThatIsNotSmallBeginsAtAPage() {
    try (PackStore store = open()) {
      for (int length : new int[] {100, SegmentPool.SEGMENT, 277_000, 5, 300_000}) {
        StoredObject stored =
            TestObjects.put(
                store, TestObjects.ENDO, "1.2." + length, TestObjects.random(length, length));
        if (length >= SegmentPool.SEGMENT) {
          assertThat(stored.location().offset() % DirectWrites.UNIT)
              .as("%d bytes", length)
              .isZero();
        }
      }
    }
  }

  @Test
  void whereTheFileSystemDoesNotKnowThemNothingIsWrittenPastTheCache() {
    DirectWrites none = DirectWrites.of(data.resolve("missing"));
    ByteBuffer page = ByteBuffer.allocateDirect(2 * DirectWrites.UNIT).alignedSlice(4096);
    assertThat(none.write(new ByteBuffer[] {page}, 4096)).isEqualTo(4096);
    assertThat(page.hasRemaining()).isTrue();
  }
}
