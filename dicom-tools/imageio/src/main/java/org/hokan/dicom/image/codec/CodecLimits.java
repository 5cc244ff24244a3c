package org.hokan.dicom.image.codec;

import java.time.Duration;

/**
 * What one frame may cost. A codec checks dimensions and size from the stream's own header, before
 * it allocates anything of that size; {@link FrameCodecs} watches the time.
 *
 * @param maxRows lines
 * @param maxColumns pixels of a line
 * @param maxFrameBytes bytes of the decoded samples, and of an encoded frame
 * @param maxTime for one frame, waiting for a processor included
 */
public record CodecLimits(int maxRows, int maxColumns, long maxFrameBytes, Duration maxTime) {

  /** 65535 x 65535 pixels, 512 MiB, one minute. */
  public static final CodecLimits DEFAULT =
      new CodecLimits(65_535, 65_535, 512L << 20, Duration.ofMinutes(1));

  public CodecLimits {
    if (maxRows < 1
        || maxColumns < 1
        || maxFrameBytes < 1
        || maxTime.isNegative()
        || maxTime.isZero()) {
      throw new IllegalArgumentException(
          "limits of a frame: %d x %d pixels, %d bytes, %s (expected: all above 0)"
              .formatted(maxColumns, maxRows, maxFrameBytes, maxTime));
    }
  }

  /** These with another limit of bytes. */
  public CodecLimits withMaxFrameBytes(long bytes) {
    return new CodecLimits(maxRows, maxColumns, bytes, maxTime);
  }

  /** These with another limit of time. */
  public CodecLimits withMaxTime(Duration time) {
    return new CodecLimits(maxRows, maxColumns, maxFrameBytes, time);
  }

  /**
   * The length of a frame's samples, where it keeps to the limits.
   *
   * @param samplesPerPixel samples of a pixel
   * @param bytesPerSample bytes of a sample
   * @throws CodecException with {@link CodecException.Reason#LIMIT} where it does not
   */
  public int frameLength(long rows, long columns, int samplesPerPixel, int bytesPerSample) {
    if (rows < 1 || columns < 1) {
      throw new CodecException(
          CodecException.Reason.DAMAGED,
          "frame: %d x %d pixels (expected: 1 or more each way)".formatted(columns, rows));
    }
    if (rows > maxRows || columns > maxColumns) {
      throw new CodecException(
          CodecException.Reason.LIMIT,
          "frame: %d x %d pixels (expected: at most %d x %d)"
              .formatted(columns, rows, maxColumns, maxRows));
    }
    long length = rows * columns * samplesPerPixel * bytesPerSample;
    if (length > maxFrameBytes || length > Integer.MAX_VALUE - 8) {
      throw new CodecException(
          CodecException.Reason.LIMIT,
          "frame: %d bytes of samples (expected: at most %d)".formatted(length, maxFrameBytes));
    }
    return (int) length;
  }
}
