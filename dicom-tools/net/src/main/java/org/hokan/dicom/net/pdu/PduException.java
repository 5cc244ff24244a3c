package org.hokan.dicom.net.pdu;

/**
 * What came is no PDU as PS3.8 §9.3 has it, or is larger than our limits. The only exception that
 * reading lets out; the association answers it with an A-ABORT of the given reason.
 */
public final class PduException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final AbortReason reason;

  /** Makes one with the reason to abort with. */
  public PduException(AbortReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static PduException invalid(String message) {
    return new PduException(AbortReason.INVALID_PDU_PARAMETER_VALUE, message);
  }

  /** The reason to send in the A-ABORT. */
  public AbortReason reason() {
    return reason;
  }
}
