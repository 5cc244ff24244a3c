package org.hokan.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.dicom.encoding.Reading.BIG_ENDIAN;
import static org.hokan.dicom.encoding.Reading.EXPLICIT;
import static org.hokan.dicom.encoding.Reading.IMPLICIT;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random data sets survive writing, reading, converting and streaming in every syntax. */
class RoundTripTest {

  private static final TransferSyntax DEFLATED = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;

  static Stream<Long> seeds() {
    return DataSets.seeds();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyDataSetSurvivesEverySyntax(long seed) throws IOException {
    DataSet original = DataSets.random(new SplittableRandom(seed));
    for (TransferSyntax syntax : List.of(IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED)) {
      byte[] bytes = DataSetWriter.toBytes(original, syntax);
      Reading reading = Reading.of(bytes, syntax);
      assertThat(reading.dataSet()).as("seed %d, %s", seed, syntax).isEqualTo(original);
      assertThat(reading.leniencies()).isEmpty();
      assertThat(reading.written()).isEqualTo(bytes);
      if (syntax != DEFLATED) {
        assertThat(DataSetWriter.length(original, syntax)).isEqualTo(bytes.length);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void privateVrsAndFragmentsSurviveExplicitSyntaxes(long seed) throws IOException {
    DataSet original = DataSets.randomExplicit(new SplittableRandom(seed));
    for (TransferSyntax syntax : List.of(EXPLICIT, BIG_ENDIAN, TransferSyntax.RLE_LOSSLESS)) {
      byte[] bytes = DataSetWriter.toBytes(original, syntax);
      Reading reading = Reading.of(bytes, syntax);
      assertThat(reading.dataSet()).as("seed %d, %s", seed, syntax).isEqualTo(original);
      assertThat(reading.written()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void convertingThereAndBackGivesTheSameBytes(long seed) {
    DataSet original = DataSets.random(new SplittableRandom(seed));
    byte[] bytes = DataSetWriter.toBytes(original, IMPLICIT);
    DataSet read = DataSetReader.read(bytes, IMPLICIT);
    DataSet converted = DataSetReader.read(DataSetWriter.toBytes(read, BIG_ENDIAN), BIG_ENDIAN);
    assertThat(DataSetWriter.toBytes(converted, IMPLICIT)).isEqualTo(bytes);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readingInSmallPiecesMakesNoDifference(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    DataSet original = DataSets.randomExplicit(random);
    byte[] bytes = DataSetWriter.toBytes(original, BIG_ENDIAN);
    DataSetReader reader = new DataSetReader(new Dribble(bytes, random), BIG_ENDIAN);
    assertThat(reader.read()).isEqualTo(original);
    assertThat(reader.position()).isEqualTo(bytes.length);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void streamingCopiesByteForByteAndConvertsEverySyntax(long seed) throws IOException {
    DataSet original = DataSets.random(new SplittableRandom(seed));
    for (TransferSyntax from : List.of(IMPLICIT, EXPLICIT, BIG_ENDIAN)) {
      byte[] bytes = DataSetWriter.toBytes(original, from);
      assertThat(streamed(bytes, from, from)).isEqualTo(bytes);
      for (TransferSyntax to : List.of(IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED)) {
        assertThat(DataSetReader.read(streamed(bytes, from, to), to))
            .as("seed %d, %s to %s", seed, from, to)
            .isEqualTo(original);
      }
    }
  }

  private static byte[] streamed(byte[] bytes, TransferSyntax from, TransferSyntax to)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamingWriter writer = new StreamingWriter(out, to);
    new DataSetParser(new ByteArrayInputStream(bytes), from).parse(writer);
    writer.finish();
    return out.toByteArray();
  }

  /** Gives a few bytes at a time. */
  private static final class Dribble extends InputStream {
    private final ByteArrayInputStream in;
    private final SplittableRandom random;

    Dribble(byte[] bytes, SplittableRandom random) {
      this.in = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return in.read(target, offset, Math.min(length, 1 + random.nextInt(7)));
    }
  }
}
