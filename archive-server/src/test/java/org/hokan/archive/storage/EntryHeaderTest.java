package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers survive writing and reading; damaged ones are told from whole ones. */
class EntryHeaderTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  private static EntryHeader random(SplittableRandom random) {
    Map<String, String> facts = new TreeMap<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      facts.put("k" + random.nextInt(1000), text(random));
    }
    long sequence = random.nextLong(1L << 60);
    return new EntryHeader(
        sequence,
        random.nextBoolean() ? sequence : random.nextLong(sequence + 1),
        "1.2." + random.nextInt(1_000_000),
        random.nextLong(1L << (1 + random.nextInt(40))),
        Long.toHexString(random.nextLong()),
        random.nextBoolean() ? Optional.of("0badcafe") : Optional.empty(),
        TestObjects.ARRIVED.plusNanos(random.nextLong(1L << 60)),
        facts);
  }

  private static String text(SplittableRandom random) {
    String letters = "AZ az=\n\t保管ü€𝄞0,;\"";
    int[] points = letters.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyHeaderSurvivesWritingAndReading(long seed) {
    EntryHeader header = random(new SplittableRandom(seed));
    for (byte[] bytes : new byte[][] {header.encode(), header.encodeReserved()}) {
      assertThat(bytes.length % TarHeader.BLOCK).isZero();
      assertThat(EntryHeader.encodedLength(bytes, 0)).isEqualTo(bytes.length);
      assertThat(EntryHeader.parse(bytes, 0)).isEqualTo(header);
    }
    assertThat(header.encodeReserved()).hasSize(EntryHeader.RESERVED);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aFilledHeaderEndsAtAPageWhereverItBegins(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EntryHeader header = random(random);
    for (int i = 0; i < 20; i++) {
      long offset = random.nextLong(1L << 30) / TarHeader.BLOCK * TarHeader.BLOCK;
      byte[] bytes = header.encodeAt(offset);
      assertThat(EntryHeader.encodedLength(bytes, 0)).isEqualTo(bytes.length);
      assertThat(EntryHeader.parse(bytes, 0)).isEqualTo(header);
      if (header.length() >= SegmentPool.SEGMENT) {
        assertThat((offset + bytes.length) % DirectWrites.UNIT).isZero();
      } else {
        assertThat(bytes).isEqualTo(header.encode());
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aDamagedHeaderIsNeverTakenForAnother(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EntryHeader header = random(random);
    byte[] whole = header.encode();
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      int length = EntryHeader.encodedLength(bytes, 0);
      if (length < 0 || length > bytes.length) {
        continue;
      }
      Throwable failure =
          catchThrowable(() -> assertThat(EntryHeader.parse(bytes, 0)).isEqualTo(header));
      assertThat(failure)
          .satisfiesAnyOf(
              t -> assertThat(t).isNull(),
              t -> assertThat(t).isInstanceOf(IllegalArgumentException.class));
    }
  }

  @Test
  void theLargestAllowedFactsFitIntoAReservedHeader() {
    Map<String, String> facts = new TreeMap<>();
    int keyLength = 0;
    for (int i = 0; i < EntryFacts.MAX_FACTS; i++) {
      String key = "key%061d".formatted(i).substring(0, 64);
      facts.put(key, "");
      keyLength += key.length();
    }
    String last = facts.keySet().stream().reduce((a, b) -> b).orElseThrow();
    facts.put(last, "");
    assertThat(keyLength).isLessThanOrEqualTo(EntryFacts.MAX_FACTS_LENGTH);
    assertThat(header(new EntryFacts("1.2", TestObjects.ARRIVED, facts)).encodeReserved())
        .hasSize(EntryHeader.RESERVED);
    Map<String, String> one = Map.of("k", "保".repeat(EntryFacts.MAX_FACTS_LENGTH - 1));
    EntryHeader wide = header(new EntryFacts("1.2", TestObjects.ARRIVED, one));
    assertThat(EntryHeader.parse(wide.encodeReserved(), 0)).isEqualTo(wide);
  }

  private static EntryHeader header(EntryFacts facts) {
    return new EntryHeader(
        1,
        1,
        facts.name(),
        1L << 50,
        "0".repeat(64),
        Optional.of("0".repeat(8)),
        facts.arrived(),
        facts.facts());
  }

  @Test
  void factsBeyondTheLimitsAreRefused() {
    Map<String, String> tooLong = Map.of("k", "x".repeat(EntryFacts.MAX_FACTS_LENGTH));
    assertThatThrownBy(() -> new EntryFacts("1", TestObjects.ARRIVED, tooLong))
        .hasMessageContaining("4097");
    for (String name : new String[] {"", "../1", "a/b", ".hidden", "x".repeat(101), "1\n2"}) {
      assertThatThrownBy(() -> new EntryFacts(name, TestObjects.ARRIVED, Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String key : new String[] {"", "a b", "a=b", "1a", "é"}) {
      assertThatThrownBy(() -> new EntryFacts("1", TestObjects.ARRIVED, Map.of(key, "v")))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String facility : new String[] {"", "..", "a/b", "-a", "x".repeat(65)}) {
      assertThatThrownBy(() -> new Shelf(facility, "ECONOMY"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void recordsThatAreNoneAreRefused() {
    for (String records :
        new String[] {
          "x",
          "5 a=b",
          "0 a=b\n",
          "999999999 a=b\n",
          "6 a=bc\n",
          "6 abc\n",
          "6 a=b\n6 a=c\n",
          "3 \n",
          "-1 a=b\n",
          " a=b\n",
          "4 a\n"
        }) {
      byte[] bytes = records.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> PaxRecords.parse(bytes, 0, bytes.length))
          .as("records '%s'", records)
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] good = "6 a=b\n5 b=\n".getBytes(StandardCharsets.UTF_8);
    assertThat(PaxRecords.parse(good, 0, good.length)).isEqualTo(Map.of("a", "b", "b", ""));
  }
}
