package org.hokan.dicom.image.codec.external;

import java.util.List;
import java.util.Optional;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.pixel.JpegHeader;

/**
 * A JPEG stream as JPEG XL and the very same bytes back, by libjxl's {@code cjxl} and {@code djxl}
 * where they are installed: the transfer syntax JPEG XL JPEG Recompression (PS3.5 §8.2.15).
 * Thread-safe.
 */
public final class JpegRecompression {
  /** The effort that the measurements favour: 1 saves less, 9 takes five times as long. */
  public static final int DEFAULT_EFFORT = 3;

  /** Without this, djxl has encoded the pixels anew, with status 0: another JPEG, and lossy. */
  private static final String RESTORED = "Reconstructed to JPEG";

  static final String PACKAGE = "libjxl-tools";
  private final NativeTool compressor;
  private final NativeTool restorer;

  /** With the programs in the folders of PATH. */
  public JpegRecompression() {
    this(new NativeTool("cjxl", PACKAGE), new NativeTool("djxl", PACKAGE));
  }

  JpegRecompression(NativeTool compressor, NativeTool restorer) {
    this.compressor = compressor;
    this.restorer = restorer;
  }

  /** Why it cannot be used on this machine; empty where it can. */
  public Optional<String> unavailable() {
    return compressor.unavailable().or(restorer::unavailable);
  }

  /**
   * Compresses a JPEG stream. Nobody has compared what {@link #restore} gives yet: whoever throws
   * the original away does that first.
   *
   * @param jpeg a whole stream, with what padding it has; never changed
   * @param effort 1 (fast) to 9 (small)
   * @throws CodecException {@link Reason#UNSUPPORTED} when libjxl cannot keep it bit for bit
   * @throws org.hokan.dicom.image.pixel.PixelDataException when it is no JPEG stream
   */
  public byte[] compress(byte[] jpeg, int effort, CodecLimits limits) {
    if (effort < 1 || effort > 9) {
      throw new IllegalArgumentException("effort: %d (expected: 1 to 9)".formatted(effort));
    }
    JpegHeader header = JpegHeader.read(jpeg);
    long samples =
        limits.frameLength(header.height(), header.width(), header.components().size(), 1);
    NativeTool.Work work =
        new NativeTool.Work(
            jpeg,
            "frame.jpg",
            "frame.jxl",
            List.of(
                NativeTool.INPUT,
                NativeTool.OUTPUT,
                "--lossless_jpeg=1",
                "--num_threads=1",
                "--quiet",
                "-e",
                Integer.toString(effort)),
            "");
    return compressor.run(work, Budgets.recoding(limits, samples), Reason.UNSUPPORTED);
  }

  /**
   * Gives the JPEG stream back.
   *
   * @param jpegXl what {@link #compress} gave, or another's stream that holds a JPEG
   * @throws CodecException when it is damaged, or holds no JPEG
   */
  public byte[] restore(byte[] jpegXl, CodecLimits limits) {
    JpegXlHeader header = JpegXlHeader.read(jpegXl);
    long samples = limits.frameLength(header.rows(), header.columns(), 3, 1);
    NativeTool.Work work =
        new NativeTool.Work(
            jpegXl,
            "frame.jxl",
            "frame.jpg",
            List.of(NativeTool.INPUT, NativeTool.OUTPUT, "--num_threads=1"),
            RESTORED);
    return restorer.run(work, Budgets.recoding(limits, samples), Reason.DAMAGED);
  }
}
