package org.hokan.dicom.net.association;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Received bytes of a data set, in the buffer that the socket was read into. Counts against the
 * association's queue until {@link #release}, which must be called once, on any thread.
 */
public final class Chunk {
  private final ByteBuf data;
  private final boolean last;
  private final InboundFlow flow;
  private final int cost;

  Chunk(ByteBuf data, boolean last, InboundFlow flow) {
    this.data = data;
    this.last = last;
    this.flow = flow;
    this.cost = data.readableBytes() + InboundFlow.CHUNK_COST;
    flow.received(cost);
  }

  /** A read-only view, valid until {@link #release}. */
  public ByteBuffer buffer() {
    return data.nioBuffer().asReadOnlyBuffer();
  }

  /** Number of bytes. */
  public int length() {
    return data.readableBytes();
  }

  /** Whether the data set ends with these bytes. */
  public boolean last() {
    return last;
  }

  /** Gives the memory back. */
  public void release() {
    data.release();
    flow.consumed(cost);
  }
}
