package org.hokan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.ColorConversion;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.EncodingParameters;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.JpegHeader;
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

/**
 * A colour still of 1280 x 1024 pixels to RGB samples and back, by each codec. The still is one of
 * an endoscope, enlarged; it and its streams are left in bench/jmh/target/frames, for {@code
 * bench/codec_times.py} to time others' programs with.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class FrameCoding {
  private static final int ROWS = 1024;
  private static final int COLUMNS = 1280;

  /** What is coded. */
  public enum Syntax {
    JPEG(TransferSyntax.JPEG_BASELINE_8BIT, "YBR_FULL_422"),
    JPEG_LOSSLESS(TransferSyntax.JPEG_LOSSLESS_SV1, "RGB"),
    JPEG_LS(TransferSyntax.JPEG_LS_LOSSLESS, "RGB"),
    JPEG_2000(TransferSyntax.JPEG_2000_LOSSLESS, "YBR_RCT"),
    RLE(TransferSyntax.RLE_LOSSLESS, "RGB"),
    DEFLATED(TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION, "RGB");

    private final TransferSyntax transferSyntax;
    private final ImagePixel image;

    Syntax(TransferSyntax transferSyntax, String interpretation) {
      this.transferSyntax = transferSyntax;
      this.image =
          new ImagePixel(
              ROWS, COLUMNS, 1, 3, interpretation, 8, 8, 7, false, false, ImagePixel.Kind.INTEGER);
    }
  }

  @Param public Syntax syntax = Syntax.JPEG;

  private final FrameCodecs codecs = FrameCodecs.standard();
  private DecodedFrame still =
      new DecodedFrame(1, 1, 8, 8, false, ColorModel.MONOCHROME, new byte[1]);
  private byte[] stream = {};

  @Setup
  public void encodeOnce() throws IOException {
    still = enlarged(endoscopeStill());
    stream = encode();
    Path folder = Path.of(System.getProperty("hokan.root"), "bench", "jmh", "target", "frames");
    Files.createDirectories(folder);
    Files.write(folder.resolve(syntax.name().toLowerCase(Locale.ROOT)), stream);
    Files.write(folder.resolve("rgb"), still.samples());
  }

  @Benchmark
  public DecodedFrame decode() {
    return ColorConversion.toRgb(
        codecs.decode(stream, syntax.image, syntax.transferSyntax, CodecLimits.DEFAULT));
  }

  @Benchmark
  public byte[] encode() {
    return codecs.encode(
        still, syntax.transferSyntax, EncodingParameters.LOSSLESS, CodecLimits.DEFAULT);
  }

  private DecodedFrame endoscopeStill() throws IOException {
    Path file =
        Path.of(System.getProperty("hokan.root"), "test-data", "endoscopy", "stomach-01.jpg");
    byte[] jpeg = Files.readAllBytes(file);
    JpegHeader header = JpegHeader.read(jpeg);
    ImagePixel image =
        new ImagePixel(
            header.height(),
            header.width(),
            1,
            3,
            "YBR_FULL_422",
            8,
            8,
            7,
            false,
            false,
            ImagePixel.Kind.INTEGER);
    return ColorConversion.toRgb(
        codecs.decode(jpeg, image, TransferSyntax.JPEG_BASELINE_8BIT, CodecLimits.DEFAULT));
  }

  /** Bilinear, since repeated pixels would be too easy for all that follows. */
  private static DecodedFrame enlarged(DecodedFrame small) {
    byte[] samples = new byte[ROWS * COLUMNS * 3];
    int at = 0;
    for (int y = 0; y < ROWS; y++) {
      double fromY = (double) y * (small.rows() - 1) / ROWS;
      for (int x = 0; x < COLUMNS; x++) {
        double fromX = (double) x * (small.columns() - 1) / COLUMNS;
        for (int i = 0; i < 3; i++) {
          samples[at++] = (byte) Math.round(between(small, fromY, fromX, i));
        }
      }
    }
    return new DecodedFrame(ROWS, COLUMNS, 8, 8, false, ColorModel.RGB, samples);
  }

  private static double between(DecodedFrame small, double y, double x, int sample) {
    int row = (int) y;
    int column = (int) x;
    double upper =
        mixed(value(small, row, column, sample), value(small, row, column + 1, sample), x - column);
    double lower =
        mixed(
            value(small, row + 1, column, sample),
            value(small, row + 1, column + 1, sample),
            x - column);
    return mixed(upper, lower, y - row);
  }

  private static double mixed(double a, double b, double share) {
    return a + (b - a) * share;
  }

  private static int value(DecodedFrame frame, int row, int column, int sample) {
    return frame.samples()[(row * frame.columns() + column) * 3 + sample] & 0xFF;
  }
}
