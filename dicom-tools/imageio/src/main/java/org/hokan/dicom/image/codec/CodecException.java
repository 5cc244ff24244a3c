package org.hokan.dicom.image.codec;

import java.util.Locale;

/**
 * One frame cannot be decoded or encoded: subject, what came, what was expected. The only exception
 * that leaves {@link FrameCodecs}. Its message is short, of one line and without pixel data,
 * whatever a library said.
 */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_MESSAGE = 300;

  /** Why, as far as it matters for what to do about it. */
  public enum Reason {
    /** The stream is broken, or is not what it claims to be. */
    DAMAGED,
    /** The stream may be sound, but this codec cannot do it. */
    UNSUPPORTED,
    /** The frame asks for more than {@link CodecLimits} allow, or than there is memory. */
    LIMIT,
    /** It took too long and was stopped. */
    TIME,
    /** There is no codec for the transfer syntax, or its native library is not there. */
    UNAVAILABLE,
    /** The codec failed in a way that none should: a bug, perhaps found by a broken stream. */
    FAILED,
    /** The caller was interrupted. */
    INTERRUPTED;

    /** In lower case, as for reports. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  /** With a message of the form "subject: what came (expected: what; reference)". */
  public CodecException(Reason reason, String message) {
    super(bounded(message));
    this.reason = reason;
  }

  /** With what a library threw, for a developer's eyes. */
  public CodecException(Reason reason, String message, Throwable cause) {
    super(bounded(message), cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  private static String bounded(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
  }
}
