package org.hokan.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hokan.dicom.encoding.Reading.BIG_ENDIAN;
import static org.hokan.dicom.encoding.Reading.EXPLICIT;
import static org.hokan.dicom.encoding.Reading.IMPLICIT;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come, nothing but DataSetException escapes, and soon, and in little memory. */
class DamagedBytesTest {

  private static final List<TransferSyntax> SYNTAXES =
      List.of(
          IMPLICIT,
          EXPLICIT,
          BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.RLE_LOSSLESS);

  static Stream<Long> seeds() {
    return LongStream.rangeClosed(1, 120).boxed();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damagedBytesNeverEscapeAsAnotherException(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TransferSyntax syntax = SYNTAXES.get(random.nextInt(SYNTAXES.size()));
    DataSet original =
        syntax == IMPLICIT ? DataSets.random(random) : DataSets.randomExplicit(random);
    byte[] damaged = damage(DataSetWriter.toBytes(original, syntax), random);
    TransferSyntax readAs = random.nextInt(4) == 0 ? IMPLICIT : syntax;
    assertThatCode(() -> readAll(damaged, readAs)).as("seed %d", seed).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damagedBytesThatAreReadAreWrittenAgainAsTheyWere(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    TransferSyntax syntax = List.of(IMPLICIT, EXPLICIT, BIG_ENDIAN).get(random.nextInt(3));
    DataSet original =
        syntax == IMPLICIT ? DataSets.random(random) : DataSets.randomExplicit(random);
    byte[] damaged = damage(DataSetWriter.toBytes(original, syntax), random);
    Reading reading;
    try {
      reading = Reading.of(damaged, syntax, Reading.KEEP_TRUNCATED);
    } catch (DataSetException e) {
      assertThat(e).hasMessageContaining("expected");
      return;
    }
    assertThat(reading.written()).as("seed %d %s", seed, reading.leniencies()).isEqualTo(damaged);
    assertThat(streamed(damaged, syntax, reading.syntax()))
        .as("seed %d, streamed", seed)
        .isEqualTo(damaged);
  }

  private static byte[] streamed(byte[] bytes, TransferSyntax from, TransferSyntax to)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamingWriter writer = new StreamingWriter(out, to);
    new DataSetParser(new ByteArrayInputStream(bytes), from, Reading.KEEP_TRUNCATED).parse(writer);
    writer.finish();
    return out.toByteArray();
  }

  private static void readAll(byte[] bytes, TransferSyntax syntax) {
    for (ReadLimits limits : List.of(ReadLimits.DEFAULT, Reading.KEEP_TRUNCATED)) {
      allowed(() -> touch(DataSetReader.read(bytes, syntax, limits)));
      allowed(() -> DataSetReader.head(ByteBuffer.wrap(bytes), syntax, limits, false));
    }
    allowed(() -> streamed(bytes, syntax, BIG_ENDIAN));
  }

  private static void allowed(ThrowingCallable reading) {
    Throwable thrown = catchThrowable(reading);
    if (thrown != null && !(thrown instanceof DataSetException)) {
      throw new AssertionError(thrown);
    }
  }

  /** Every accessor on every element, for exceptions that come late. */
  private static void touch(DataSet dataSet) {
    for (Element element : dataSet) {
      int tag = element.tag();
      dataSet.strings(tag);
      dataSet.longs(tag);
      dataSet.integers(tag);
      dataSet.doubles(tag);
      dataSet.uid(tag);
      dataSet.personName(tag);
      dataSet.items(tag).forEach(DamagedBytesTest::touch);
      assertThat(element.toString()).isNotEmpty();
    }
    for (TransferSyntax syntax : List.of(IMPLICIT, EXPLICIT, BIG_ENDIAN)) {
      DataSetWriter.toBytes(dataSet, syntax);
    }
  }

  private static byte[] damage(byte[] bytes, SplittableRandom random) {
    byte[] damaged = bytes.clone();
    for (int i = 0; i < random.nextInt(1, 6); i++) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(5)) {
        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> damaged[at] = (byte) random.nextInt(256);
        case 2 -> damaged[at] = (byte) 0xFF;
        case 3 -> damaged = Arrays.copyOf(damaged, Math.max(1, at));
        default -> {
          int from = random.nextInt(damaged.length);
          int length = Math.min(random.nextInt(16), damaged.length - Math.max(at, from));
          System.arraycopy(damaged, from, damaged, at, length);
        }
      }
    }
    return damaged;
  }

  @Test
  void noBytesOfPureChanceEscapeEither() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = (byte) random.nextInt(256);
      }
      readAll(bytes, SYNTAXES.get(i % SYNTAXES.size()));
    }
  }

  @Test
  void halfAMegabyteOfEmptyElementsTakesNoLongTime() {
    Wire wire = Wire.littleEndian();
    for (int i = 0; i < 60_000; i++) {
      wire.implicit(0x00091000 + i, 0);
    }
    byte[] bytes = wire.toBytes();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> DataSetReader.read(bytes, IMPLICIT).size());
  }
}
