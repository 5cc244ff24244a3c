package org.hokan.dicom.image.codec.external;

import org.hokan.dicom.image.codec.CodecLimits;

/** What a child process may cost, from what a frame may. */
final class Budgets {
  private static final long PROGRAM_BYTES = 1L << 30;
  private static final int WORKING_COPIES = 16;

  private Budgets() {}

  /**
   * For samples out of a stream.
   *
   * @param lengthBytes of the samples, as the stream's header says
   * @param headerBytes what the output may have before them
   */
  static NativeTool.Budget decoding(CodecLimits limits, long lengthBytes, int headerBytes) {
    return new NativeTool.Budget(
        PROGRAM_BYTES + WORKING_COPIES * lengthBytes, lengthBytes + headerBytes, seconds(limits));
  }

  /**
   * For a stream out of another.
   *
   * @param samplesBytes of the picture that both hold
   */
  static NativeTool.Budget recoding(CodecLimits limits, long samplesBytes) {
    return new NativeTool.Budget(
        PROGRAM_BYTES + WORKING_COPIES * samplesBytes, limits.maxFrameBytes(), seconds(limits));
  }

  static int seconds(CodecLimits limits) {
    return (int) Math.max(1, Math.min(limits.maxTime().toSeconds(), Integer.MAX_VALUE));
  }
}
