package org.hokan.dicom.net.association;

/** The peer answered the request with A-ASSOCIATE-RJ (PS3.8 Table 9-21). */
public final class AssociationRejectedException extends AssociationException {
  private static final long serialVersionUID = 1L;
  private final int result;
  private final int source;
  private final int reason;

  AssociationRejectedException(String called, int result, int source, int reason) {
    super(
        "association: rejected by %s: %s (PS3.8 Table 9-21)"
            .formatted(
                AssociationInfo.printable(called), RejectReason.describe(result, source, reason)));
    this.result = result;
    this.source = source;
    this.reason = reason;
  }

  /** 1 permanent, 2 transient. */
  public int result() {
    return result;
  }

  /** Who rejects. */
  public int source() {
    return source;
  }

  /** Reason/Diag. */
  public int reason() {
    return reason;
  }
}
