package org.hokan.dicom.net.association;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are at hand one after another and leave together: one write and one wake-up of the
 * event loop, however many they are. For one thread at a time; whoever opened it closes it.
 */
public final class Burst implements AutoCloseable {
  private final Association association;
  private final Outbox outbox;
  private @Nullable ByteBuf messages;

  Burst(Association association, Outbox outbox) {
    this.association = association;
    this.outbox = outbox;
  }

  /** Adds a message with its data set; an empty one is none. */
  public void add(int contextId, byte[] command, byte[] dataSet) {
    ByteBuf gathered = messages;
    if (gathered == null) {
      gathered = outbox.gather();
      messages = gathered;
    }
    outbox.encode(gathered, contextId, true, command);
    if (dataSet.length > 0) {
      outbox.encode(gathered, contextId, false, dataSet);
    }
  }

  /** Bytes that wait to be sent. */
  public int length() {
    return messages == null ? 0 : messages.readableBytes();
  }

  /**
   * Sends what was added. Waits while the peer is slow, as {@link Association#send(int, byte[],
   * byte[])}.
   */
  public void send() throws AssociationException {
    ByteBuf gathered = messages;
    if (gathered == null) {
      return;
    }
    messages = null;
    try {
      outbox.send(gathered);
    } catch (AssociationException e) {
      association.abort(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Drops what was not sent. */
  @Override
  public void close() {
    if (messages != null) {
      messages.release();
      messages = null;
    }
  }
}
