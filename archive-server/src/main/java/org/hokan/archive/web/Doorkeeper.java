package org.hokan.archive.web;

import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.common.util.TransportType;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The thread that accepts HTTP connections. It ends at once, for at the node's end nothing is left
 * to accept: Netty's usual two quiet seconds would be most of the time that a node takes to stop.
 */
final class Doorkeeper extends MultiThreadIoEventLoopGroup {
  private static final long MOST_SECONDS = 5;

  private Doorkeeper(String name) {
    super(1, new DefaultThreadFactory(name, true), EpollIoHandler.newFactory());
  }

  /** One of the kind that Armeria's other threads are; where that is not epoll, Armeria's own. */
  static EventLoopGroup of(String name) {
    return Flags.transportType() == TransportType.EPOLL
        ? new Doorkeeper(name)
        : EventLoopGroups.newEventLoopGroup(1, name);
  }

  @Override
  public Future<?> shutdownGracefully() {
    return shutdownGracefully(0, MOST_SECONDS, TimeUnit.SECONDS);
  }
}
