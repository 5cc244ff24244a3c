package org.hokan.dicom.image.codec.jpeg;

import java.util.List;
import org.hokan.dicom.image.pixel.JpegHeader;

/** Where a decoder puts its samples: beside each other, little endian. */
final class Planes {
  private final int width;
  private final int height;
  private final int components;
  private final int bytesPerSample;
  private final byte[] samples;

  Planes(JpegHeader header, int bytesPerSample) {
    List<JpegHeader.Component> parts = header.components();
    this.width = header.width();
    this.height = header.height();
    this.components = parts.size();
    this.bytesPerSample = bytesPerSample;
    this.samples = new byte[width * height * components * bytesPerSample];
  }

  /** Puts a sample, where there is a pixel for it. */
  void put(int component, int row, int column, int value) {
    if (row < height && column < width) {
      int at = ((row * width + column) * components + component) * bytesPerSample;
      samples[at] = (byte) value;
      if (bytesPerSample == 2) {
        samples[at + 1] = (byte) (value >> 8);
      }
    }
  }

  byte[] samples() {
    return samples;
  }
}
