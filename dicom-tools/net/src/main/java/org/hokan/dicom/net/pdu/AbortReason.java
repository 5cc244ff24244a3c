package org.hokan.dicom.net.pdu;

/** Why a service-provider aborts (PS3.8 Table 9-26, source 2). */
public enum AbortReason {
  NOT_SPECIFIED(0),
  UNRECOGNIZED_PDU(1),
  UNEXPECTED_PDU(2),
  UNRECOGNIZED_PDU_PARAMETER(4),
  UNEXPECTED_PDU_PARAMETER(5),
  INVALID_PDU_PARAMETER_VALUE(6);

  private final int code;

  AbortReason(int code) {
    this.code = code;
  }

  /** The Reason/Diag. field of the A-ABORT PDU. */
  public int code() {
    return code;
  }

  /** The reason's name for a log line; a reserved code as its number. */
  public static String describe(int code) {
    for (AbortReason reason : values()) {
      if (reason.code == code) {
        return reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      }
    }
    return "reserved (" + code + ")";
  }
}
