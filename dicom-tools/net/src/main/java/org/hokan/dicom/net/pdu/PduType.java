package org.hokan.dicom.net.pdu;

import java.util.Optional;

/** The PDU types with their codes (PS3.8 §9.3). */
public enum PduType {
  A_ASSOCIATE_RQ(1),
  A_ASSOCIATE_AC(2),
  A_ASSOCIATE_RJ(3),
  P_DATA_TF(4),
  A_RELEASE_RQ(5),
  A_RELEASE_RP(6),
  A_ABORT(7);

  private static final PduType[] VALUES = values();
  private final int code;

  PduType(int code) {
    this.code = code;
  }

  /** The first byte of the PDU. */
  public int code() {
    return code;
  }

  /** The type with this code, if there is one. */
  public static Optional<PduType> of(int code) {
    return code >= 1 && code <= VALUES.length ? Optional.of(VALUES[code - 1]) : Optional.empty();
  }
}
