package org.hokan.dicom.image.render;

import java.util.Arrays;

/**
 * One overlay plane of one frame. Immutable.
 *
 * @param rows lines of the plane
 * @param columns points of a line
 * @param top the line of the image where the plane's first one lies, counted from 0; can be outside
 * @param left the image's column where the plane's first one lies, counted from 0; can be outside
 * @param points tells of a point, line by line, whether it is set
 */
record OverlayPlane(int rows, int columns, int top, int left, Points points) {
  private static final byte WHITE = (byte) 255;

  /** The plane's points. */
  interface Points {
    boolean at(long index);
  }

  /** Draws those of its points that lie on a line of the image. */
  void draw(int y, byte[] line, int bands) {
    int row = y - top;
    if (row < 0 || row >= rows) {
      return;
    }
    int width = line.length / bands;
    int from = Math.max(0, -left);
    int to = Math.min(columns, width - left);
    for (int column = from; column < to; column++) {
      if (points.at((long) row * columns + column)) {
        int at = (left + column) * bands;
        Arrays.fill(line, at, at + bands, WHITE);
      }
    }
  }
}
