package org.hokan.dicom.net.association;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hokan.dicom.net.pdu.PduWriter;

/**
 * Sends messages, one whole after another. A command alone never waits: while a data set is under
 * way it is put aside until that ends. A sender of a data set waits for room in the socket, so what
 * is unsent stays within the channel's water marks; how long, the {@link Watch} decides.
 * Thread-safe.
 */
final class Outbox {
  private static final int HEADERS = 6 + PduWriter.PDV_HEADER_LENGTH;
  private static final int GATHERED = 4096;

  /** Below it, a copy costs less than parts. */
  private static final int SHORT = 32_768;

  private final Channel channel;
  private final int maxData;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Deferred> deferred = new ArrayDeque<>();
  private boolean streaming;
  private final AtomicLong handedOver; // by one thread at a time, as messages are
  private Optional<AssociationException> failure = Optional.empty();

  /**
   * @param maxPduLength longest P-DATA-TF to send, in bytes
   * @param sent bytes that the connection was given before
   */
  Outbox(Channel channel, int maxPduLength, long sent) {
    this.channel = channel;
    this.handedOver = new AtomicLong(sent);
    this.maxData = (maxPduLength - PduWriter.PDV_HEADER_LENGTH) & ~1;
  }

  /** Sends a message without data set; completes when it is written. */
  CompletionStage<Void> send(int contextId, byte[] command) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    ByteBuf message = encode(contextId, true, command);
    lock.lock();
    try {
      if (streaming && failure.isEmpty()) {
        deferred.add(new Deferred(message, sent));
      } else {
        write(message, sent);
      }
    } finally {
      lock.unlock();
    }
    return sent;
  }

  /** Sends a message without data set; waits for room first. */
  void sendWaiting(int contextId, byte[] command) throws AssociationException {
    begin();
    try {
      awaitRoom();
      channel.writeAndFlush(counted(encode(contextId, true, command)));
    } finally {
      end();
    }
  }

  /**
   * A message whose data set is at hand. A long one outside of the heap is sent from where it is,
   * others are copied.
   *
   * @param giveBack runs when the data set is not used any more
   */
  ByteBuf encode(int contextId, byte[] command, ByteBuffer dataSet, Runnable giveBack) {
    if (dataSet.isDirect() && dataSet.remaining() >= SHORT) {
      return inParts(contextId, command, dataSet, giveBack);
    }
    try {
      ByteBuf message =
          channel.alloc().directBuffer(encoded(command.length) + encoded(dataSet.remaining()));
      encode(message, contextId, true, command);
      encode(message, contextId, false, dataSet);
      return message;
    } finally {
      giveBack.run();
    }
  }

  /** Headers of its own, and between them the data set's memory. */
  private ByteBuf inParts(int contextId, byte[] command, ByteBuffer dataSet, Runnable giveBack) {
    int pdus = pdus(dataSet.remaining());
    LentMessage message = new LentMessage(channel.alloc(), 2 * pdus, giveBack);
    try {
      ByteBuf headers = channel.alloc().directBuffer(encoded(command.length) + pdus * HEADERS);
      try {
        encode(headers, contextId, true, command);
        for (int from = 0; from < dataSet.remaining(); from += maxData) {
          int n = Math.min(maxData, dataSet.remaining() - from);
          PduWriter.writeDataHeader(headers, contextId, false, from + n == dataSet.remaining(), n);
          message.add(headers.readRetainedSlice(headers.readableBytes()));
          message.add(Unpooled.wrappedBuffer(dataSet.slice(dataSet.position() + from, n)));
        }
      } finally {
        headers.release();
      }
      return message;
    } catch (RuntimeException | Error e) {
      message.release();
      throw e;
    }
  }

  /**
   * On the event loop: sends whole messages, which it then has taken over, if they need not wait.
   */
  boolean sendIfReady(ByteBuf messages) {
    lock.lock();
    try {
      boolean ready = !streaming && failure.isEmpty() && channel.isWritable();
      if (ready) {
        channel.writeAndFlush(counted(messages));
      }
      return ready;
    } finally {
      lock.unlock();
    }
  }

  /** Sends whole messages, which it takes over; waits for room first. */
  void send(ByteBuf messages) throws AssociationException {
    boolean sent = false;
    try {
      begin();
      try {
        awaitRoom();
        sent = true;
        channel.writeAndFlush(counted(messages));
      } finally {
        end();
      }
    } finally {
      if (!sent) {
        messages.release();
      }
    }
  }

  /**
   * Sends a message whose data set is a stream.
   *
   * @param length bytes of the data set, or -1
   * @throws AssociationException when the association is lost, or the stream failed after the
   *     message had begun
   * @throws IOException when the stream failed before anything was sent
   */
  void send(int contextId, byte[] command, InputStream dataSet, long length) throws IOException {
    DataReader reader = new DataReader(dataSet, length);
    begin();
    try {
      ByteBuf first = reader.read();
      awaitRoom(first);
      channel.write(counted(encode(contextId, true, command)));
      sendData(first, reader, contextId);
    } finally {
      end();
    }
  }

  private void sendData(ByteBuf first, DataReader reader, int contextId)
      throws AssociationException {
    ByteBuf pdu = first;
    while (!reader.done) {
      ByteBuf next = readOn(reader, pdu);
      if (reader.done && next.writerIndex() == HEADERS) {
        next.release();
        break;
      }
      writeData(pdu, contextId, false);
      awaitRoom(next);
      pdu = next;
    }
    writeData(pdu, contextId, true);
  }

  private static ByteBuf readOn(DataReader reader, ByteBuf unsent) throws AssociationException {
    try {
      return reader.read();
    } catch (IOException | RuntimeException e) {
      unsent.release();
      throw new AssociationException("data set: its source failed amid the message", e);
    }
  }

  private void awaitRoom(ByteBuf unsent) throws AssociationException {
    try {
      awaitRoom();
    } catch (AssociationException e) {
      unsent.release();
      throw e;
    }
  }

  private void writeData(ByteBuf pdu, int contextId, boolean last) {
    int end = pdu.writerIndex();
    pdu.writerIndex(0);
    PduWriter.writeDataHeader(pdu, contextId, false, last, end - HEADERS);
    pdu.writerIndex(end);
    channel.writeAndFlush(counted(pdu));
  }

  private ByteBuf encode(int contextId, boolean command, byte[] bytes) {
    ByteBuf out = channel.alloc().buffer(encoded(bytes.length));
    encode(out, contextId, command, bytes);
    return out;
  }

  void encode(ByteBuf out, int contextId, boolean command, byte[] bytes) {
    encode(out, contextId, command, ByteBuffer.wrap(bytes));
  }

  private void encode(ByteBuf out, int contextId, boolean command, ByteBuffer bytes) {
    int end = bytes.limit();
    do {
      int n = Math.min(maxData, end - bytes.position());
      PduWriter.writeDataHeader(out, contextId, command, bytes.position() + n == end, n);
      out.writeBytes(bytes.limit(bytes.position() + n));
      bytes.limit(end);
    } while (bytes.hasRemaining());
  }

  /** How long so many bytes become with their headers. */
  private int encoded(int length) {
    return length + pdus(length) * HEADERS;
  }

  private int pdus(int length) {
    return Math.max(1, (length + maxData - 1) / maxData);
  }

  /** For messages that will be sent together. */
  ByteBuf gather() {
    return channel.alloc().buffer(GATHERED);
  }

  /** Once the association is no more, its event loop may be so too: nothing is asked of it. */
  private void write(ByteBuf message, CompletableFuture<Void> sent) {
    if (failure.isPresent()) {
      message.release();
      sent.completeExceptionally(failure.get());
      return;
    }
    ChannelPromise promise = channel.newPromise();
    promise.addListener(
        done -> {
          if (done.isSuccess()) {
            sent.complete(null);
          } else {
            sent.completeExceptionally(done.cause());
          }
        });
    channel.writeAndFlush(counted(message), promise);
  }

  private ByteBuf counted(ByteBuf bytes) {
    handedOver.lazySet(handedOver.get() + bytes.readableBytes());
    return bytes;
  }

  /** Bytes given to the connection so far. */
  long handedOver() {
    return handedOver.get();
  }

  private void begin() throws AssociationException {
    lock.lock();
    try {
      while (streaming && failure.isEmpty()) {
        await();
      }
      throwFailure();
      streaming = true;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      streaming = false;
      deferred.forEach(message -> write(message.bytes, message.sent));
      deferred.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() throws AssociationException {
    lock.lock();
    try {
      throwFailure();
      while (!channel.isWritable() && failure.isEmpty()) {
        await();
      }
      throwFailure();
    } finally {
      lock.unlock();
    }
  }

  private void await() throws AssociationException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssociationException("write: interrupted", e);
    }
  }

  private void throwFailure() throws AssociationException {
    if (failure.isPresent()) {
      throw new AssociationException(String.valueOf(failure.get().getMessage()), failure.get());
    }
  }

  /** On the event loop: there may be room again. */
  void roomChanged() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The association is no more: who waits is told so, now and later. */
  void fail(AssociationException cause) {
    lock.lock();
    try {
      failure = Optional.of(cause);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private record Deferred(ByteBuf bytes, CompletableFuture<Void> sent) {}

  /** Cuts a stream into P-DATA-TF buffers with room for the headers in front. */
  private final class DataReader {
    private final InputStream in;
    private long left;
    private boolean done;

    DataReader(InputStream in, long length) {
      this.in = in;
      this.left = length < 0 ? Long.MAX_VALUE : length;
    }

    /** A file's bytes go straight to the buffer, without a copy on the heap. */
    private int read(ByteBuf pdu, int length) throws IOException {
      return in instanceof FileInputStream file
          ? pdu.writeBytes(file.getChannel(), length)
          : pdu.writeBytes(in, length);
    }

    /** The next buffer, empty at the end; {@code done} once it is known to be the last. */
    ByteBuf read() throws IOException {
      int most = (int) Math.min(maxData, left);
      ByteBuf pdu = channel.alloc().directBuffer(HEADERS + most);
      try {
        pdu.writerIndex(HEADERS);
        boolean ended = false;
        while (!ended && pdu.writerIndex() < HEADERS + most) {
          ended = read(pdu, HEADERS + most - pdu.writerIndex()) < 0;
        }
        left -= pdu.writerIndex() - HEADERS;
        done = ended || left == 0;
        return pdu;
      } catch (IOException | RuntimeException e) {
        pdu.release();
        throw e;
      }
    }
  }
}
