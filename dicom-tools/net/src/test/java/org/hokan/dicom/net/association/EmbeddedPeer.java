package org.hokan.dicom.net.association;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;

/** A connection without a socket to the real acceptor, and the bytes that come back on it. */
public final class EmbeddedPeer {
  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
  private final AssociationAcceptor acceptor;
  private final EmbeddedChannel channel;

  public EmbeddedPeer(AcceptorSettings settings) {
    acceptor = new AssociationAcceptor(settings);
    channel = new Addressed();
    channel.config().setAllocator(buffers);
    acceptor.connected(channel);
    channel.pipeline().fireChannelActive();
  }

  public void send(byte[] bytes, int from, int length) {
    if (channel.isOpen()) {
      channel.writeInbound(buffers.heapBuffer().writeBytes(bytes, from, length));
    }
  }

  /** Ends the connection and hands over what had come, buffer by buffer. */
  public void close(Consumer<ByteBuf> received) {
    channel.close();
    channel.runPendingTasks();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      try {
        received.accept(out);
      } finally {
        out.release();
      }
    }
  }

  /** From now on the connection gets no buffer any more. */
  void allocateNoMore() {
    channel.config().setAllocator(new Exhausted());
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  public int associations() {
    return acceptor.associations();
  }

  public long bytesNotReleased() {
    return buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory();
  }

  /** Out of memory. */
  private static final class Exhausted extends AbstractByteBufAllocator {
    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      throw new OutOfMemoryError("heap buffer, by the test");
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      throw new OutOfMemoryError("direct buffer, by the test");
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  private static final class Addressed extends EmbeddedChannel {
    @Override
    protected SocketAddress remoteAddress0() {
      return new InetSocketAddress("127.0.0.1", 104);
    }
  }
}
