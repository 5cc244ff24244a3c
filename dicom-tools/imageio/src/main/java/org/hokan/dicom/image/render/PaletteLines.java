package org.hokan.dicom.image.render;

import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.pixel.ImagePixel;

/** A frame of indexes, in its palette's colours. */
record PaletteLines(DecodedFrame frame, Palette palette, Samples samples) implements FrameLines {
  PaletteLines(DecodedFrame frame, Palette palette) {
    this(frame, palette, Samples.of(frame, ImagePixel.Kind.INTEGER));
  }

  @Override
  public int bands() {
    return 3;
  }

  @Override
  public void line(int y, byte[] line) {
    int start = y * frame.columns();
    for (int x = 0; x < frame.columns(); x++) {
      palette.color(samples.at(start + x), line, 3 * x);
    }
  }
}
