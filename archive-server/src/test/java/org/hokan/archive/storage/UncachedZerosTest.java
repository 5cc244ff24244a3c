package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zeros written past the cache and data written through it make one right file. */
class UncachedZerosTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void zerosAndDataInTurnGiveWhatWasWritten(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Path path = folder.resolve("file");
    byte[] expected = new byte[0];
    int end = 0;
    try (DiskFile file = new LocalDisk().open(path, Disk.Access.CREATE)) {
      for (int i = 0; i < 12; i++) {
        int until = expected.length + random.nextInt(1_500_000);
        file.writeZeros(expected.length, until);
        expected = Arrays.copyOf(expected, until);
        byte[] data = TestObjects.random(random.nextInt(until - end + 1), i);
        file.write(ByteBuffer.wrap(data), end);
        System.arraycopy(data, 0, expected, end, data.length);
        end += data.length / 2;
        file.force(false);
        assertThat(file.size()).isEqualTo(expected.length);
      }
      file.truncate(end);
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(Arrays.copyOf(expected, end));
  }

  @Test
  void writersOfDataAndOfZerosWorkBesideEachOther() throws Exception {
    Path path = folder.resolve("file");
    byte[] data = TestObjects.random(6 << 20, 1);
    int unit = 100_003;
    try (DiskFile file = new LocalDisk().open(path, Disk.Access.CREATE)) {
      file.writeZeros(0, data.length);
      Thread zeros =
          new Thread(
              () -> {
                try {
                  for (long at = data.length; at < 24L << 20; at += 1 << 20) {
                    file.writeZeros(at, at + (1 << 20));
                    file.force(true);
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      zeros.start();
      for (int at = 0; at < data.length; at += unit) {
        file.write(ByteBuffer.wrap(data, at, Math.min(unit, data.length - at)), at);
        file.force(false);
      }
      zeros.join();
    }
    byte[] content = Files.readAllBytes(path);
    assertThat(Arrays.copyOf(content, data.length)).isEqualTo(data);
    assertThat(TarHeader.isZero(content, data.length, content.length)).isTrue();
    assertThat(content).hasSize(24 << 20);
  }

  @Test
  void whereTheFileSystemDoesNotKnowItNothingIsWrittenPastTheCache() {
    UncachedZeros none = UncachedZeros.of(folder.resolve("missing"));
    assertThat(none.write(0, 1 << 20)).isZero();
  }
}
