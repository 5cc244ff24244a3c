package org.hokan.dicom.net.pdu;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads whole PDUs (PS3.8 §9.3). Reserved fields are not tested and unknown items are skipped, as
 * the standard asks. Lets out {@link PduException} only. Thread-safe.
 */
public final class PduReader {
  /** Bytes of the header: type, a reserved byte, length. */
  public static final int HEADER_LENGTH = 6;

  private final PduLimits limits;

  /** A reader within the given limits. */
  public PduReader(PduLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads the PDU that begins at the reader index and moves the index behind it.
   *
   * @param in holds the whole PDU; stays the caller's. The values of a P-DATA-TF are retained
   *     slices.
   */
  public Pdu read(ByteBuf in) {
    ItemCursor.need(in, HEADER_LENGTH, "PDU header");
    PduType type = type(in.readUnsignedByte());
    in.skipBytes(1);
    long length = in.readUnsignedInt();
    checkLength(type, length);
    ItemCursor.need(in, (int) length, type.name());
    return readBody(type, in.readSlice((int) length));
  }

  static PduType type(int code) {
    return PduType.of(code)
        .orElseThrow(
            () ->
                new PduException(
                    AbortReason.UNRECOGNIZED_PDU,
                    "PDU type: %02XH (expected: 01H to 07H; PS3.8 §9.3)".formatted(code)));
  }

  void checkLength(PduType type, long length) {
    long most =
        switch (type) {
          case A_ASSOCIATE_RQ, A_ASSOCIATE_AC -> limits.maxAssociatePduLength();
          case P_DATA_TF ->
              limits.maxDataPduLength() == 0 ? Integer.MAX_VALUE : limits.maxDataPduLength();
          case A_ASSOCIATE_RJ, A_RELEASE_RQ, A_RELEASE_RP, A_ABORT -> 4;
        };
    long least = type == PduType.A_ASSOCIATE_RQ || type == PduType.A_ASSOCIATE_AC ? 68 : 4;
    if (length < least || length > most) {
      throw PduException.invalid(
          "%s: %d bytes (expected: %d to %d; PS3.8 §9.3)".formatted(type, length, least, most));
    }
  }

  /** Reads what follows the header; {@code body} holds exactly that. */
  Pdu readBody(PduType type, ByteBuf body) {
    return switch (type) {
      case A_ASSOCIATE_RQ -> new AssociateReader(limits).readRequest(body);
      case A_ASSOCIATE_AC -> new AssociateReader(limits).readAcceptance(body);
      case A_ASSOCIATE_RJ ->
          new Pdu.AAssociateRj(
              body.getUnsignedByte(1), body.getUnsignedByte(2), body.getUnsignedByte(3));
      case P_DATA_TF -> readData(body);
      case A_RELEASE_RQ -> new Pdu.AReleaseRq();
      case A_RELEASE_RP -> new Pdu.AReleaseRp();
      case A_ABORT -> new Pdu.AAbort(body.getUnsignedByte(2), body.getUnsignedByte(3));
    };
  }

  private static Pdu readData(ByteBuf body) {
    List<PresentationDataValue> values = new ArrayList<>();
    try {
      while (body.isReadable()) {
        ItemCursor.need(body, PduWriter.PDV_HEADER_LENGTH, "presentation data value");
        int length = valueLength(body.readUnsignedInt(), body.readableBytes());
        int context = body.readUnsignedByte();
        int control = body.readUnsignedByte();
        values.add(
            new PresentationDataValue(
                context, (control & 1) != 0, (control & 2) != 0, body.readRetainedSlice(length)));
      }
      return new Pdu.PDataTf(values);
    } catch (RuntimeException e) {
      values.forEach(value -> value.data().release());
      throw e;
    }
  }

  /** The number of data bytes of a value, from its length field. */
  static int valueLength(long field, long left) {
    if (field < 2 || field > left) {
      throw PduException.invalid(
          "presentation data value: length %d (expected: 2 to %d, the rest of the P-DATA-TF; PS3.8 §9.3.5.1)"
              .formatted(field, left));
    }
    return (int) field - 2;
  }
}
