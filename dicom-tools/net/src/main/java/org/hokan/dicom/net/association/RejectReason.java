package org.hokan.dicom.net.association;

import java.util.Locale;

/** Who rejects an association, and why (PS3.8 Table 9-21). */
public enum RejectReason {
  NO_REASON_GIVEN(1, 1),
  APPLICATION_CONTEXT_NAME_NOT_SUPPORTED(1, 2),
  CALLING_AE_TITLE_NOT_RECOGNIZED(1, 3),
  CALLED_AE_TITLE_NOT_RECOGNIZED(1, 7),
  ACSE_NO_REASON_GIVEN(2, 1),
  PROTOCOL_VERSION_NOT_SUPPORTED(2, 2),
  TEMPORARY_CONGESTION(3, 1),
  LOCAL_LIMIT_EXCEEDED(3, 2);

  private final int source;
  private final int code;

  RejectReason(int source, int code) {
    this.source = source;
    this.code = code;
  }

  /** The Source field: 1 service-user, 2 service-provider (ACSE), 3 (presentation). */
  public int source() {
    return source;
  }

  /** The Reason/Diag. field. */
  public int code() {
    return code;
  }

  /** A rejection's codes in words, also for codes that the table reserves. */
  public static String describe(int result, int source, int code) {
    String how = result == 1 ? "permanent" : result == 2 ? "transient" : "result " + result;
    for (RejectReason reason : values()) {
      if (reason.source == source && reason.code == code) {
        return how + ", " + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }
    return how + ", source " + source + ", reason " + code;
  }
}
