package org.hokan.archive.cli;

/** A command that cannot do its work; the message is for the person who typed it. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The node refused, or found something wrong. */
  static final int REFUSED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The node cannot be reached, or does not know us. */
  static final int NO_NODE = 3;

  /** The node failed. */
  static final int FAILED = 4;

  private final int exitCode;

  CliException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
