package org.hokan.dicom.net.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Cuts a stream of bytes into PDUs. A P-DATA-TF is never gathered: its values go on as slices of
 * the buffers that came, in as many parts as they came in, so memory does not depend on its length.
 * Other PDUs are small and gathered within {@link PduLimits}.
 *
 * <p>Lets out {@link PduException} only, after which it must not be used again. One per connection,
 * used by one thread at a time; {@link #close} releases what is half read.
 */
public final class PduDecoder {
  private static final int FIRST_BODY_CAPACITY = 1024;

  private final PduReader reader;
  private final Sink sink;
  private final byte[] header = new byte[PduReader.HEADER_LENGTH];
  private int headerFilled;
  private Phase phase = Phase.PDU_HEADER;
  private PduType type = PduType.P_DATA_TF;
  private long pduLeft;
  private long valueLeft;
  private int contextId;
  private int control;
  private ByteBuf body = io.netty.buffer.Unpooled.EMPTY_BUFFER;

  /** A decoder that gives what it finds to {@code sink}. */
  public PduDecoder(PduLimits limits, Sink sink) {
    this.reader = new PduReader(limits);
    this.sink = sink;
  }

  /**
   * Takes the next bytes of the stream. Stops when {@link Sink#goOn} says so; the rest is left in
   * {@code in}.
   *
   * @param in stays the caller's; slices given to the sink are retained
   */
  public void decode(ByteBuf in, ByteBufAllocator allocator) {
    while (in.isReadable() && sink.goOn()) {
      switch (phase) {
        case PDU_HEADER -> pduHeader(in);
        case VALUE_HEADER -> valueHeader(in);
        case VALUE -> value(in);
        case BODY -> body(in, allocator);
      }
    }
  }

  /** Releases what is half read. */
  public void close() {
    body.release();
    body = io.netty.buffer.Unpooled.EMPTY_BUFFER;
  }

  /** Whether the stream stands between two PDUs, so that an end here cuts nothing off. */
  public boolean betweenPdus() {
    return phase == Phase.PDU_HEADER && headerFilled == 0;
  }

  private boolean fillHeader(ByteBuf in) {
    int n = Math.min(header.length - headerFilled, in.readableBytes());
    in.readBytes(header, headerFilled, n);
    headerFilled += n;
    if (headerFilled < header.length) {
      return false;
    }
    headerFilled = 0;
    return true;
  }

  private long unsignedInt(int offset) {
    return (header[offset] & 0xFFL) << 24
        | (header[offset + 1] & 0xFFL) << 16
        | (header[offset + 2] & 0xFFL) << 8
        | (header[offset + 3] & 0xFFL);
  }

  private void pduHeader(ByteBuf in) {
    if (!fillHeader(in)) {
      return;
    }
    type = PduReader.type(header[0] & 0xFF);
    pduLeft = unsignedInt(2);
    reader.checkLength(type, pduLeft);
    if (type == PduType.P_DATA_TF) {
      sink.data(pduLeft);
      phase = Phase.VALUE_HEADER;
    } else {
      phase = Phase.BODY;
    }
  }

  private void valueHeader(ByteBuf in) {
    if (pduLeft < PduWriter.PDV_HEADER_LENGTH) {
      throw PduException.invalid(
          "P-DATA-TF: %d bytes after the last value (expected: 0, or a value; PS3.8 §9.3.5)"
              .formatted(pduLeft));
    }
    if (!fillHeader(in)) {
      return;
    }
    pduLeft -= PduWriter.PDV_HEADER_LENGTH;
    valueLeft = PduReader.valueLength(unsignedInt(0), pduLeft + 2);
    pduLeft -= valueLeft;
    contextId = header[4] & 0xFF;
    control = header[5];
    phase = Phase.VALUE;
    if (valueLeft == 0) {
      value(in);
    }
  }

  private void value(ByteBuf in) {
    int n = (int) Math.min(valueLeft, in.readableBytes());
    valueLeft -= n;
    boolean last = valueLeft == 0 && (control & 2) != 0;
    if (valueLeft == 0) {
      phase = pduLeft == 0 ? Phase.PDU_HEADER : Phase.VALUE_HEADER;
    }
    if (n > 0 || last) {
      sink.value(
          new PresentationDataValue(contextId, (control & 1) != 0, last, in.readRetainedSlice(n)));
    }
  }

  private void body(ByteBuf in, ByteBufAllocator allocator) {
    if (body.capacity() == 0) {
      body = allocator.heapBuffer((int) Math.min(pduLeft, FIRST_BODY_CAPACITY), (int) pduLeft);
    }
    int n = (int) Math.min(pduLeft - body.readableBytes(), in.readableBytes());
    body.writeBytes(in, n);
    if (body.readableBytes() < pduLeft) {
      return;
    }
    phase = Phase.PDU_HEADER;
    try {
      sink.pdu(reader.readBody(type, body));
    } finally {
      close();
    }
  }

  private enum Phase {
    PDU_HEADER,
    BODY,
    VALUE_HEADER,
    VALUE
  }

  /** Gets what is found, in order. */
  public interface Sink {
    /** Any PDU but a P-DATA-TF. */
    void pdu(Pdu pdu);

    /** A P-DATA-TF begins; its values follow. */
    void data(long lengthBytes);

    /**
     * A value of the P-DATA-TF that began last, or a part of one. {@link
     * PresentationDataValue#last()} is set only on the final part. The sink releases the data.
     */
    void value(PresentationDataValue value);

    /** Whether to go on with the bytes at hand; false once the connection is being given up. */
    boolean goOn();
  }
}
