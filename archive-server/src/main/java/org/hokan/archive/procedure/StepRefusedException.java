package org.hokan.archive.procedure;

import java.util.List;
import org.hokan.dicom.data.Element;

/** A step that is not taken; the message has no values of attributes. */
public final class StepRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** There is one with this UID. */
    DUPLICATE,
    /** There is none with this UID. */
    UNKNOWN,
    /** It has ended (PS3.4 F.7.2.2.3). */
    MAY_NOT_BE_UPDATED,
    /** Attributes of Type 1 are absent (PS3.4 Table F.7.2-1). */
    MISSING_ATTRIBUTE,
    /** Attributes of Type 1 are empty. */
    MISSING_VALUE,
    /** Values that cannot be. */
    INVALID_VALUE,
    /** More than the node holds of a step, or of the steps of a study. */
    LIMIT
  }

  private final Reason reason;
  private final transient List<Integer> tags;

  StepRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
    this.tags = List.of();
  }

  StepRefusedException(Reason reason, int tag) {
    super(Element.format(tag));
    this.reason = reason;
    this.tags = List.of(tag);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** The attributes that are the cause. */
  public List<Integer> tags() {
    return tags;
  }
}
