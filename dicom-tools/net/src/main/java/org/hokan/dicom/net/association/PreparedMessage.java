package org.hokan.dicom.net.association;

import io.netty.buffer.ByteBuf;

/**
 * A whole message as it goes over the wire, made before it may be sent. Whoever has it sends it
 * ({@link Association#send(PreparedMessage)}, {@link Association#sendIfReady}) or drops it, once.
 */
public final class PreparedMessage {
  private final ByteBuf bytes;

  PreparedMessage(ByteBuf bytes) {
    this.bytes = bytes;
  }

  ByteBuf bytes() {
    return bytes;
  }

  /** Gives its memory back; it is not sent. */
  public void drop() {
    bytes.release();
  }
}
