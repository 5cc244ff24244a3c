package org.hokan.dicom.data;

/**
 * Bytes that are no data set, or one beyond the limits that the reader works under.
 *
 * <p>The message names tag, offset, what came and what was expected, and never a value that could
 * belong to a patient. The only exception, beside the stream's own IOException, that the parsers of
 * this toolkit let out.
 */
public class DataSetException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message of the form "subject: what came (expected: what; reference)". */
  public DataSetException(String message) {
    super(message);
  }

  /** With the failure beneath it. */
  public DataSetException(String message, Throwable cause) {
    super(message, cause);
  }
}
