package org.hokan.dicom.net.association;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;

/** Socket and buffer settings that both sides share. */
final class ChannelSettings {
  private static final int BACKLOG = 1024;
  private static final int LEAST_READ = 512;
  private static final int FIRST_READ = 16_384;
  private static final int MOST_READ = 262_144;

  private ChannelSettings() {}

  static Bootstrap apply(Bootstrap bootstrap, AssociationLimits limits) {
    return bootstrap
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connectTimeout().toMillis())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark(limits))
        .option(ChannelOption.RCVBUF_ALLOCATOR, reads());
  }

  static ServerBootstrap apply(ServerBootstrap bootstrap, AssociationLimits limits) {
    return bootstrap
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark(limits))
        .childOption(ChannelOption.RCVBUF_ALLOCATOR, reads());
  }

  private static WriteBufferWaterMark waterMark(AssociationLimits limits) {
    int pdu = limits.maxSentPduLength();
    return new WriteBufferWaterMark(pdu / 2, pdu + pdu / 2);
  }

  private static AdaptiveRecvByteBufAllocator reads() {
    return new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, MOST_READ);
  }
}
