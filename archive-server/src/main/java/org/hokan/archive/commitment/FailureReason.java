package org.hokan.archive.commitment;

import java.util.Arrays;
import java.util.Optional;

/** Why an instance is not committed (PS3.3 C.14.1.1). */
public enum FailureReason {
  /** It is here, and its bytes are not what was received, or cannot be read. */
  PROCESSING_FAILURE(0x0110),
  /** It is not here, or in quarantine. */
  NO_SUCH_OBJECT_INSTANCE(0x0112),
  /** It is here with another SOP class. */
  CLASS_INSTANCE_CONFLICT(0x0119),
  /** The node stores no instances of this class. */
  SOP_CLASS_NOT_SUPPORTED(0x0122),
  /** Another list was asked for under the same Transaction UID. */
  DUPLICATE_TRANSACTION_UID(0x0131);

  private final int code;

  FailureReason(int code) {
    this.code = code;
  }

  /** The value of Failure Reason (0008,1197). */
  public int code() {
    return code;
  }

  static Optional<FailureReason> of(int code) {
    return Arrays.stream(values()).filter(reason -> reason.code == code).findFirst();
  }
}
