package org.hokan.dicom.image.render;

import org.hokan.dicom.image.codec.DecodedFrame;

/** The lines of a frame, in its own size. */
interface FrameLines extends Lines {
  /** The frame. */
  DecodedFrame frame();

  @Override
  default int width() {
    return frame().columns();
  }

  @Override
  default int height() {
    return frame().rows();
  }
}
