package org.hokan.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.Head;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
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

/** The head of a data set, from the first bytes of the object, as ingest reads it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HeadParsing {
  private static final int FIRST_BYTES = 65_536;

  /** A still of an endoscope, a slice, and a segmentation whose frames are described one by one. */
  @Param({"endoscopy-jpeg-baseline.dcm", "mr-implicit.dcm", "seg-rle.dcm"})
  public String file = "";

  private TransferSyntax syntax = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
  private ByteBuffer first = ByteBuffer.allocate(0);

  @Setup
  public void read() throws IOException {
    Path path = Path.of(System.getProperty("hokan.root"), "test-data", "objects", file);
    try (Part10File opened = Part10.open(path)) {
      syntax = opened.transferSyntax();
      byte[] all = opened.dataSet().readAllBytes();
      first = ByteBuffer.wrap(Arrays.copyOf(all, Math.min(all.length, FIRST_BYTES)));
    }
  }

  @Benchmark
  public Head head() {
    return DataSetReader.head(first, syntax, ReadLimits.DEFAULT, false);
  }
}
