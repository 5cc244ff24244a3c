package org.hokan.dicom.net.association;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that associations run on. Thread-safe; closed by whoever opened it.
 *
 * <p>Where Linux' epoll can be called without the JDK's selectors, it is: to hand a message to an
 * event loop then costs half of the system calls and no lock that the loop waits for.
 */
public final class Transport implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;
  private static final long QUIET_MILLIS = 10;

  private static final boolean EPOLL = Epoll.isAvailable();

  private final EventLoopGroup loops;
  private final HostNames names;
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

  private Transport(EventLoopGroup loops, HostNames names) {
    this.loops = loops;
    this.names = names;
  }

  /** Event loops with that many daemon threads. */
  public static Transport open(String name, int threads) {
    return open(name, threads, InetAddress::getByName);
  }

  static Transport open(String name, int threads, HostNames.Lookup lookup) {
    return new Transport(
        new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handlers()),
        new HostNames(name + "-names", lookup));
  }

  private static IoHandlerFactory handlers() {
    return EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  /** What these loops can run of connections that are asked for. */
  static Class<? extends Channel> channelType() {
    return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** What these loops can run of sockets that listen. */
  static Class<? extends ServerChannel> serverChannelType() {
    return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  EventLoopGroup loops() {
    return loops;
  }

  /** Where hosts are. */
  HostNames names() {
    return names;
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
    names.close();
    disconnect();
    loops
        .shutdownGracefully(QUIET_MILLIS, CLOSE_SECONDS * 1000, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
