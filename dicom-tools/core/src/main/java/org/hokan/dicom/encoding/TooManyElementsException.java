package org.hokan.dicom.encoding;

import org.hokan.dicom.data.DataSetException;

/** There are more elements, items and fragments than are read; nothing else need be wrong. */
public final class TooManyElementsException extends DataSetException {

  private static final long serialVersionUID = 1L;

  private final int most;

  TooManyElementsException(String message, int most) {
    super(message);
    this.most = most;
  }

  /** How many there may be. */
  public int most() {
    return most;
  }
}
