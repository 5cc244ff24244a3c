package org.hokan.dicom.net.pdu;

/**
 * What a peer may send at most; lengths are bytes of the PDU after its six-byte header.
 *
 * @param maxDataPduLength longest P-DATA-TF, the one told to the peer; 0 for no limit (PS3.8 §D.1)
 * @param maxAssociatePduLength longest A-ASSOCIATE-RQ or -AC
 * @param maxItems most items and sub-items in one of those
 */
public record PduLimits(int maxDataPduLength, int maxAssociatePduLength, int maxItems) {
  /** Sensible for a server that talks to anybody. */
  public static final PduLimits DEFAULT = new PduLimits(262_144, 262_144, 8192);

  /** The defaults, but for the longest P-DATA-TF. */
  public static PduLimits withMaxDataPduLength(int bytes) {
    return new PduLimits(bytes, DEFAULT.maxAssociatePduLength, DEFAULT.maxItems);
  }

  /** Checks that all are usable. */
  public PduLimits {
    if (maxDataPduLength != 0 && maxDataPduLength < 4096) {
      throw new IllegalArgumentException(
          "maxDataPduLength: %d bytes (expected: >= 4096, or 0 for no limit; PS3.8 §D.1)"
              .formatted(maxDataPduLength));
    }
    if (maxAssociatePduLength < 1024 || maxItems < 16) {
      throw new IllegalArgumentException(
          "maxAssociatePduLength: %d bytes, maxItems: %d (expected: >= 1024, >= 16)"
              .formatted(maxAssociatePduLength, maxItems));
    }
  }
}
