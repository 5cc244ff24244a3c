package org.hokan.dicom.image.render;

/** A picture that is made line by line: 8 bits a sample, samples of a pixel beside each other. */
interface Lines {
  /** Pixels of a line. */
  int width();

  /** Lines. */
  int height();

  /** Samples of a pixel: 1 (grey) or 3 (red, green, blue). */
  int bands();

  /**
   * Makes a line.
   *
   * @param y from the top, counted from 0
   * @param line width x bands bytes, all of them written
   */
  void line(int y, byte[] line);
}
