package org.hokan.dicom.image.transcode;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An object cannot be brought into a transfer syntax: subject, what came, what was expected. */
public final class TranscodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, as far as it matters for what to do about it. */
  public enum Reason {
    /** There is no way between the two transfer syntaxes, on this machine or at all. */
    NO_WAY,
    /** There is one, but not for such an object: a video, floats, no pixel data. */
    OBJECT,
    /** Something would be lost that the options do not allow to lose. */
    LOSS,
    /** The pixel data is broken, or asks for more than the limits allow. */
    PIXELS;

    /** In lower case, as for reports. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final Reason reason;

  TranscodingException(Reason reason, String message) {
    this(reason, message, null);
  }

  TranscodingException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
