package org.hokan.archive.index;

/** An identifier does not fit the SOP class: C-FIND, C-MOVE and C-GET answer A900H (PS3.4 §C.4). */
public final class IdentifierMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public IdentifierMismatchException(String message) {
    super(message);
  }
}
