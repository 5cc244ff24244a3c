package org.hokan.dicom.image.recompress;

/** Makes a smaller stream of a frame, and the frame again, bit for bit. */
interface FrameForm {
  /** Nobody has compared what {@link #restore} gives of it yet. */
  byte[] compress(byte[] frame);

  byte[] restore(byte[] stream);
}
