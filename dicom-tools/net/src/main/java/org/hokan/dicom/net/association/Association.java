package org.hokan.dicom.net.association;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * An established association, seen by its service-user. Thread-safe. Messages from several threads
 * are sent one whole after another.
 */
public final class Association {
  private final AssociationInfo info;
  private final AssociationHandler handler;
  private final Outbox outbox;
  private final InboundFlow flow;

  Association(AssociationInfo info, AssociationHandler handler, Outbox outbox, InboundFlow flow) {
    this.info = info;
    this.handler = handler;
    this.outbox = outbox;
    this.flow = flow;
  }

  /** What was negotiated, and with whom. */
  public AssociationInfo info() {
    return info;
  }

  /** Sends a message without data set. Never waits; the stage completes when it is written. */
  public CompletionStage<Void> send(int contextId, byte[] command) {
    return outbox.send(contextId, command);
  }

  /**
   * Sends a message without data set, but waits while the peer is slow, as the methods below do:
   * for messages that could otherwise pile up. Not to be called on the event loop.
   */
  public void sendWaiting(int contextId, byte[] command) throws AssociationException {
    try {
      outbox.sendWaiting(contextId, command);
    } catch (AssociationException e) {
      abort(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /**
   * Sends a message whose data set is at hand. Waits while the peer is slow, at most the write
   * timeout, after which the association is aborted. Not to be called on the event loop.
   */
  public void send(int contextId, byte[] command, byte[] dataSet) throws AssociationException {
    send(prepare(contextId, command, ByteBuffer.wrap(dataSet), () -> {}));
  }

  /**
   * Makes a message whose data set is at hand.
   *
   * @param giveBack runs once, on any thread, when the data set is not used any more: when the
   *     message was sent or dropped, or could not be made
   */
  public PreparedMessage prepare(
      int contextId, byte[] command, ByteBuffer dataSet, Runnable giveBack) {
    return new PreparedMessage(outbox.encode(contextId, command, dataSet, giveBack));
  }

  /** Sends a message, in any case its end; waits as {@link #send(int, byte[], byte[])} does. */
  public void send(PreparedMessage message) throws AssociationException {
    try {
      outbox.send(message.bytes());
    } catch (AssociationException e) {
      abort(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /**
   * On the event loop: sends a message if the peer takes what is sent and no other message is under
   * way; otherwise it stays the caller's.
   */
  public boolean sendIfReady(PreparedMessage message) {
    return outbox.sendIfReady(message.bytes());
  }

  /** Gathers messages to be sent together; to be closed. */
  public Burst burst() {
    return new Burst(this, outbox);
  }

  /**
   * Sends a message whose data set is a stream, in P-DATA-TFs as long as the peer takes and our
   * limits allow; holds no more than a few of them. Waits as the other method does.
   *
   * @param length bytes of the data set where known, which saves a look ahead; else -1
   * @throws AssociationException when the association is lost, which it also is when the stream
   *     fails amid the message
   * @throws IOException when the stream fails before anything was sent; the association lives
   */
  public void send(int contextId, byte[] command, InputStream dataSet, long length)
      throws IOException {
    try {
      outbox.send(contextId, command, dataSet, length);
    } catch (AssociationException e) {
      abort(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Bytes of all messages that were handed over so far: where the last one ends among them. */
  public long handedOver() {
    return outbox.handedOver();
  }

  /** On any thread: whether the connection has taken all that was sent up to there. */
  public boolean hasTaken(long position) {
    return handler.hasTaken(position);
  }

  /** On the event loop: counts bytes that the user holds on to, as if they were still queued. */
  public void hold(long bytes) {
    flow.hold(bytes);
  }

  /** On any thread: the user has let go of so many bytes that it had counted with {@link #hold}. */
  public void letGo(long bytes) {
    flow.letGo(bytes);
  }

  /**
   * Asks the peer for an orderly release; completes when the association has ended, in order or, if
   * the peer does not answer in time, by abort.
   */
  public CompletionStage<AssociationEnd> release() {
    return handler.release();
  }

  /**
   * Aborts as service-user (PS3.8 §9.3.8); a no-op when it has ended.
   *
   * @param why for the log; no patient data
   */
  public void abort(String why) {
    handler.abort(why);
  }

  /** Runs something on the event loop, in order with the user's calls. */
  public void execute(Runnable task) {
    handler.execute(task);
  }

  @Override
  public String toString() {
    return info.toString();
  }
}
