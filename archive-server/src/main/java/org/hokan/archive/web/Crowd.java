package org.hokan.archive.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps connections to a number, so that nobody is kept from health and metrics: an IP address has
 * at most half of it, and beyond it the connection that has gone without an answer for longest is
 * closed, of the address that has most. Thread-safe.
 */
final class Crowd implements Consumer<ChannelPipeline> {
  private final int most;
  private final int mostOfOne;

  /** In the order in which they came or were answered last. */
  private final Set<Turnstile> open = new LinkedHashSet<>();

  private final Map<InetAddress, Integer> openOf = new HashMap<>();

  /**
   * @param most connections
   */
  Crowd(int most) {
    this.most = most;
    this.mostOfOne = Math.max(1, most / 2);
  }

  @Override
  public void accept(ChannelPipeline pipeline) {
    if (pipeline.channel().remoteAddress() instanceof InetSocketAddress peer) {
      pipeline.addFirst(new Turnstile(peer.getAddress()));
    }
  }

  /** One came; returns the one to close for it, which may be itself. */
  private synchronized Optional<Turnstile> entered(Turnstile one) {
    open.add(one);
    if (openOf.merge(one.address, 1, Integer::sum) > mostOfOne) {
      return Optional.of(one);
    }
    return open.size() > most ? longest() : Optional.empty();
  }

  /** Of addresses that have most alike, it is the one of the connection. */
  private Optional<Turnstile> longest() {
    int most = openOf.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return open.stream().filter(one -> openOf.getOrDefault(one.address, 0) == most).findFirst();
  }

  private synchronized void answered(Turnstile one) {
    if (open.remove(one)) {
      open.add(one);
    }
  }

  private synchronized void left(Turnstile one) {
    if (open.remove(one)) {
      openOf.computeIfPresent(one.address, (each, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Lets one connection through, or not. */
  private final class Turnstile extends ChannelDuplexHandler {
    private final InetAddress address;
    private volatile Runnable close = () -> {};

    Turnstile(InetAddress address) {
      this.address = address;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      close = context::close; // from here on to the transport: HTTP/2 would wait for its streams
      context.channel().closeFuture().addListener(closed -> left(this));
      Optional<Turnstile> tooMany = entered(this);
      tooMany.ifPresent(one -> one.close.run());
      if (tooMany.filter(this::equals).isEmpty()) {
        context.fireChannelActive();
      }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      answered(this);
      context.write(message, promise);
    }
  }
}
