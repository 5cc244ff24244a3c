package org.hokan.archive.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Closes connections of an IP address that has too many, so that it cannot keep all others from
 * health and metrics. Thread-safe.
 */
final class Crowd implements Consumer<ChannelPipeline> {
  private final int mostOfOne;
  private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

  /**
   * @param mostOfOne most connections of one address
   */
  Crowd(int mostOfOne) {
    this.mostOfOne = Math.max(1, mostOfOne);
  }

  @Override
  public void accept(ChannelPipeline pipeline) {
    pipeline.addFirst(new Turnstile());
  }

  /** Lets one connection through, or not. */
  private final class Turnstile extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (context.channel().remoteAddress() instanceof InetSocketAddress peer
          && !enters(context, peer.getAddress())) {
        context.close();
      } else {
        context.fireChannelActive();
      }
    }

    private boolean enters(ChannelHandlerContext context, InetAddress address) {
      context.channel().closeFuture().addListener(closed -> left(address));
      return open.merge(address, 1, Integer::sum) <= mostOfOne;
    }
  }

  private void left(InetAddress address) {
    open.computeIfPresent(address, (one, count) -> count == 1 ? null : count - 1);
  }
}
