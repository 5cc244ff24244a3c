package org.hokan.dicom.encoding;

import org.hokan.dicom.data.DataSetException;

/** The bytes end in the middle of an element; with more of them it could be read. */
public final class TruncatedDataException extends DataSetException {

  private static final long serialVersionUID = 1L;

  private final long neededLength;

  TruncatedDataException(String message, long neededLength) {
    super(message);
    this.neededLength = neededLength;
  }

  /** How many bytes from the data set's start there must be at least to get further. */
  public long neededLength() {
    return neededLength;
  }
}
