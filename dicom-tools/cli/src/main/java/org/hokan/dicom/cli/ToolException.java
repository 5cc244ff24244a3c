package org.hokan.dicom.cli;

/** A tool could not do its work; the message says why and what to do next, for people. */
final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ToolException(String message) {
    super(message);
  }

  ToolException(String message, Throwable cause) {
    super(message, cause);
  }
}
