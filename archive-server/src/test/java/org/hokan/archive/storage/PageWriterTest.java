package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in whole pages is what was added, between what stood there and zeros. */
class PageWriterTest {
  private static final Path FILE = Path.of("/disk/file");
  private static final int PAGE = DirectWrites.UNIT;

  private final SimulatedDisk disk = new SimulatedDisk();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void partsOfAnyLengthStandOneBehindTheOtherAndTheStartComesLast(long seed) throws IOException {
    writesWhatWasAdded(
        seed,
        (pages, start) -> {
          byte[] last = pages.writeRest();
          byte[] early = disk.content(FILE);
          assertZeros(early, start, Math.min(early.length, start + TarHeader.TRAILER));
          pages.writeStart();
          return last;
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void partsOfAnyLengthStandOneBehindTheOtherWhenAllIsWrittenAtOnce(long seed) throws IOException {
    writesWhatWasAdded(seed, (pages, start) -> pages.writeAll());
  }

  private interface Ending {
    byte[] end(PageWriter pages, int start) throws IOException;
  }

  private void writesWhatWasAdded(long seed, Ending ending) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer scratch = new SegmentPool(SegmentPool.SEGMENT).take().orElseThrow();
    byte[] expected = new byte[0];
    byte[] before = new byte[0];
    try (DiskFile file = disk.open(FILE, Disk.Access.CREATE)) {
      for (int batch = 0; batch < 12; batch++) {
        int start = expected.length;
        PageWriter pages = new PageWriter(file, start, before, scratch);
        for (int part = random.nextInt(1, 6); part > 0; part--) {
          byte[] bytes = part(expected.length, random);
          add(pages, bytes, random.nextBoolean());
          expected = concat(expected, bytes);
        }
        before = ending.end(pages, start);
        assertThat(before)
            .isEqualTo(Arrays.copyOfRange(expected, expected.length & -PAGE, expected.length));
        byte[] content = disk.content(FILE);
        assertThat(Arrays.mismatch(content, expected)).isIn(-1, expected.length);
        assertThat(content.length % PAGE).isZero();
        assertZeros(content, expected.length, content.length);
      }
    }
  }

  /** Longer than two blocks, as every header is; about half of them lead to the end of a page. */
  private static byte[] part(int position, SplittableRandom random) {
    int most = random.nextInt(5) == 0 ? 200_000 : 9000;
    int length = random.nextInt(TarHeader.TRAILER, most);
    int toPage = random.nextBoolean() ? -(position + length) & (PAGE - 1) : 0;
    return TestObjects.random(length + toPage, random.nextLong());
  }

  private static void assertZeros(byte[] bytes, int from, int until) {
    assertThat(TarHeader.isZero(bytes, from, until))
        .as("zeros from %d to %d", from, until)
        .isTrue();
  }

  private static void add(PageWriter pages, byte[] bytes, boolean segment) throws IOException {
    if (segment) {
      ByteBuffer memory =
          ByteBuffer.allocateDirect(bytes.length + 2 * PAGE)
              .alignedSlice(PAGE)
              .slice(0, bytes.length);
      pages.addSegment(memory.put(bytes).flip());
    } else {
      pages.add(ByteBuffer.wrap(bytes));
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
