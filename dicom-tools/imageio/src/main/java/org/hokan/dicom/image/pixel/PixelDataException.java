package org.hokan.dicom.image.pixel;

/**
 * Pixel data, or a picture to become such, that cannot be understood: subject, what came, what was
 * expected.
 */
public class PixelDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message of the form "subject: what came (expected: what; reference)". */
  public PixelDataException(String message) {
    super(message);
  }
}
