package org.hokan.dicom.net.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PduDecoderTest {
  private static final String DATA =
      "04000000001f"
          + "000000070101aabbccddee"
          + "000000060300"
          + "01020304"
          + "000000060302"
          + "05060708";
  private static final byte[] STREAM =
      ByteBufUtil.decodeHexDump(
          GoldenPduTest.DCMTK_RQ + DATA + "040000000006000000020103" + "05000000000400000000");

  /** Joins what comes in parts: the data of each value, ended by whether it was the last part. */
  private static final class Collector implements PduDecoder.Sink {
    final List<Pdu> pdus = new ArrayList<>();
    final List<Long> dataLengths = new ArrayList<>();
    final StringBuilder values = new StringBuilder();
    long bytes;
    boolean stopped;

    @Override
    public void pdu(Pdu pdu) {
      pdus.add(pdu);
    }

    @Override
    public void data(long lengthBytes) {
      dataLengths.add(lengthBytes);
    }

    @Override
    public void value(PresentationDataValue value) {
      bytes += value.data().readableBytes();
      values.append(value.data().readableBytes() < 100 ? ByteBufUtil.hexDump(value.data()) : "");
      values.append(value.last() ? (value.command() ? "!" : ".") : "");
      value.data().release();
    }

    @Override
    public boolean goOn() {
      return !stopped;
    }
  }

  private static void feed(PduDecoder decoder, byte[] bytes, int step) {
    for (int i = 0; i < bytes.length; i += step) {
      int n = Math.min(step, bytes.length - i);
      ByteBuf in = PooledByteBufAllocator.DEFAULT.buffer(n);
      try {
        decoder.decode(in.writeBytes(bytes, i, n), PooledByteBufAllocator.DEFAULT);
      } finally {
        in.release();
      }
    }
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 5, 6, 7, 11, 64, 210, 100_000})
  void findsTheSameHoweverTheStreamIsCut(int step) {
    Collector found = new Collector();
    PduDecoder decoder = new PduDecoder(PduLimits.DEFAULT, found);
    feed(decoder, STREAM, step);
    assertThat(found.pdus).hasSize(2);
    assertThat(found.pdus.get(0)).isInstanceOf(Pdu.AAssociateRq.class);
    assertThat(found.pdus.get(1)).isEqualTo(new Pdu.AReleaseRq());
    assertThat(found.dataLengths).containsExactly(31L, 6L);
    assertThat(found.values.toString()).isEqualTo("aabbccddee" + "01020304" + "05060708." + "!");
    assertThat(decoder.betweenPdus()).isTrue();
    decoder.close();
  }

  @Test
  void stopsWhenTheConnectionIsGivenUp() {
    Collector found = new Collector();
    found.stopped = true;
    PduDecoder decoder = new PduDecoder(PduLimits.DEFAULT, found);
    feed(decoder, STREAM, STREAM.length);
    assertThat(found.pdus).isEmpty();
  }

  @Test
  void holdsNoMoreThanWhatCameOfAPduThatClaimsToBeLong() {
    PduDecoder decoder = new PduDecoder(PduLimits.DEFAULT, new Collector());
    feed(decoder, ByteBufUtil.decodeHexDump("01000003ffff" + "0001"), 100);
    assertThat(decoder.betweenPdus()).isFalse();
    decoder.close();
  }

  @Test
  void takesAnyLengthWhereNoLimitWasTold() {
    Collector found = new Collector();
    PduDecoder decoder = new PduDecoder(new PduLimits(0, 4096, 100), found);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBufUtil.decodeHexDump("04000030000600300002" + "0102"));
    bytes.writeBytes(new byte[0x300000]);
    feed(decoder, bytes.toByteArray(), 65_536);
    assertThat(found.bytes).isEqualTo(0x300000);
    assertThat(found.values.toString()).endsWith(".");
  }

  @Test
  void refusesDataBeyondTheLimitThatWasTold() {
    PduDecoder decoder = new PduDecoder(new PduLimits(4096, 4096, 100), new Collector());
    assertThatThrownBy(() -> feed(decoder, ByteBufUtil.decodeHexDump("040000001001" + "0000"), 10))
        .isInstanceOf(PduException.class)
        .hasMessageContaining("4097 bytes (expected: 4 to 4096");
  }

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damagedBytesNeverEscapeAsAnotherException(long seed) {
    Random random = new Random(seed);
    byte[] damaged = STREAM.clone();
    for (int i = 0; i <= random.nextInt(6); i++) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    PduDecoder decoder = new PduDecoder(PduLimits.DEFAULT, new Collector());
    Throwable thrown = catchThrowable(() -> feed(decoder, damaged, 1 + random.nextInt(300)));
    decoder.close();
    assertThat(thrown)
        .as("seed %d", seed)
        .satisfiesAnyOf(
            t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(PduException.class));
  }
}
