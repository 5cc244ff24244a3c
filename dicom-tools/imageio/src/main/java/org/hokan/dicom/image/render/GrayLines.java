package org.hokan.dicom.image.render;

import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * A grey frame. Samples of up to 16 bits go through a table that has the whole way from stored
 * value to shown one; others are computed one by one.
 */
final class GrayLines implements FrameLines {
  private static final int MOST_BITS_OF_TABLE = 16;

  private final DecodedFrame frame;
  private final Samples samples;
  private final GrayPipeline pipeline;
  private final byte[] table;

  GrayLines(DecodedFrame frame, ImagePixel.Kind kind, GrayPipeline pipeline) {
    this.frame = frame;
    this.samples = Samples.of(frame, kind);
    this.pipeline = pipeline;
    boolean tabled =
        kind == ImagePixel.Kind.INTEGER
            && frame.bitsStored() <= MOST_BITS_OF_TABLE
            && frame.bytesPerSample() <= 2;
    this.table = tabled ? table() : new byte[0];
  }

  /** By the sample's bits as an unsigned number. */
  private byte[] table() {
    int bits = frame.bitsStored();
    byte[] shown = new byte[1 << bits];
    int unused = 32 - bits;
    for (int i = 0; i < shown.length; i++) {
      shown[i] = pipeline.shown(frame.signed() ? i << unused >> unused : i);
    }
    return shown;
  }

  @Override
  public DecodedFrame frame() {
    return frame;
  }

  @Override
  public int bands() {
    return 1;
  }

  @Override
  public void line(int y, byte[] line) {
    int start = y * frame.columns();
    if (table.length == 0) {
      for (int x = 0; x < line.length; x++) {
        line[x] = pipeline.shown(samples.at(start + x));
      }
      return;
    }
    byte[] stored = frame.samples();
    int mask = table.length - 1;
    if (frame.bytesPerSample() == 1) {
      for (int x = 0; x < line.length; x++) {
        line[x] = table[stored[start + x] & mask];
      }
    } else {
      for (int x = 0, at = 2 * start; x < line.length; x++, at += 2) {
        line[x] = table[((stored[at] & 0xFF) | (stored[at + 1] & 0xFF) << 8) & mask];
      }
    }
  }
}
