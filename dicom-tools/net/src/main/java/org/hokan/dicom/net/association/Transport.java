package org.hokan.dicom.net.association;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The event loops that associations run on. Thread-safe; closed by whoever opened it. */
public final class Transport implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;
  private static final long QUIET_MILLIS = 10;

  private final EventLoopGroup loops;
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

  private Transport(EventLoopGroup loops) {
    this.loops = loops;
  }

  /** Event loops with that many daemon threads. */
  public static Transport open(String name, int threads) {
    return new Transport(
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory()));
  }

  EventLoopGroup loops() {
    return loops;
  }

  /** Has the channel closed with this transport, if it is not closed before. */
  void track(Channel channel) {
    channels.add(channel);
    channel.closeFuture().addListener(closed -> channels.remove(channel));
  }

  /** Closes all connections and sockets that listen; the event loops run on. */
  public void disconnect() {
    // Not left to the loops: one that ends at once may not close its channels (Netty 4.2.15).
    channels.stream()
        .map(Channel::close)
        .toList()
        .forEach(closed -> closed.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS));
  }

  /** Closes all connections, and waits a few seconds for the threads to end. */
  @Override
  public void close() {
    disconnect();
    loops
        .shutdownGracefully(QUIET_MILLIS, CLOSE_SECONDS * 1000, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
