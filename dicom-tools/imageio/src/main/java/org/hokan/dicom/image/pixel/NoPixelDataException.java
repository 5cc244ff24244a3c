package org.hokan.dicom.image.pixel;

/** An object that has no pixel data at all: no picture, and nothing wrong with that. */
public final class NoPixelDataException extends PixelDataException {
  private static final long serialVersionUID = 1L;

  NoPixelDataException() {
    super("(7FE0,0010) Pixel Data: missing (expected: an image; PS3.3 §C.7.6.3)");
  }
}
