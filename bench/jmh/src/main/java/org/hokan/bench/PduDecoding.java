package org.hokan.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.CommandSet;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PduDecoder;
import org.hokan.dicom.net.pdu.PduLimits;
import org.hokan.dicom.net.pdu.PduWriter;
import org.hokan.dicom.net.pdu.PresentationDataValue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One C-STORE message of a 277 kB still, from the bytes of the socket to its values. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PduDecoding implements PduDecoder.Sink {
  private static final int IMAGE = 277_000;
  private static final int READ = 65_536;

  /** Bytes of a P-DATA-TF. */
  @Param({"16384", "65536", "262144"})
  public int pdu;

  private final PduDecoder decoder = new PduDecoder(PduLimits.DEFAULT, this);
  private ByteBuf message = Unpooled.EMPTY_BUFFER;
  private long seen;

  @Setup
  public void encode() {
    byte[] image = new byte[IMAGE];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) random.nextInt();
    }
    CStoreRq request =
        new CStoreRq(1, Uid.of("1.2.840.10008.5.1.4.1.1.77.1.1"), Uid.of("2.25.1234567"));
    message = PooledByteBufAllocator.DEFAULT.directBuffer();
    write(true, true, CommandSet.encode(request), 0, CommandSet.encode(request).length);
    int step = pdu - PduWriter.PDV_HEADER_LENGTH;
    for (int at = 0; at < IMAGE; at += step) {
      write(false, at + step >= IMAGE, image, at, Math.min(step, IMAGE - at));
    }
  }

  private void write(boolean command, boolean last, byte[] bytes, int from, int length) {
    ByteBuf part = Unpooled.wrappedBuffer(bytes, from, length);
    PduWriter.write(
        new Pdu.PDataTf(List.of(new PresentationDataValue(1, command, last, part))), message);
  }

  @Benchmark
  public long message() {
    for (int at = 0; at < message.writerIndex(); at += READ) {
      ByteBuf read = message.slice(at, Math.min(READ, message.writerIndex() - at));
      decoder.decode(read, PooledByteBufAllocator.DEFAULT);
    }
    return seen;
  }

  @Override
  public void pdu(Pdu other) {
    throw new IllegalStateException("only data was sent, and came: " + other);
  }

  @Override
  public void data(long lengthBytes) {
    seen += lengthBytes;
  }

  @Override
  public void value(PresentationDataValue value) {
    seen += value.data().readableBytes();
    value.data().release();
  }

  @Override
  public boolean goOn() {
    return true;
  }
}
