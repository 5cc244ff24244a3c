package org.hokan.dicom.net.pdu;

/** The answer to one proposed presentation context (PS3.8 Table 9-18). */
public enum ContextResult {
  ACCEPTANCE,
  USER_REJECTION,
  NO_REASON,
  ABSTRACT_SYNTAX_NOT_SUPPORTED,
  TRANSFER_SYNTAXES_NOT_SUPPORTED;

  private static final ContextResult[] VALUES = values();

  /** The Result/Reason field. */
  public int code() {
    return ordinal();
  }

  static ContextResult of(int code) {
    if (code >= VALUES.length) {
      throw PduException.invalid(
          "presentation context result: %d (expected: 0 to 4; PS3.8 Table 9-18)".formatted(code));
    }
    return VALUES[code];
  }
}
