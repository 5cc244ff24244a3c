package org.hokan.dicom.net.association;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The event loops that associations run on. Thread-safe; closed by whoever opened it. */
public final class Transport implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;
  private final EventLoopGroup loops;

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

  /** Closes all connections, and waits a few seconds for the threads to end. */
  @Override
  public void close() {
    loops
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
