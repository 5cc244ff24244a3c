package org.hokan.dicom.net.association;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what came in and is not yet consumed; above a limit the socket is not read until half of
 * it is consumed. So a slow consumer stops the sender, whatever the size of what is sent. While all
 * associations together hold more than {@value #MUCH} bytes, each may hold but a little.
 */
final class InboundFlow {
  /** Counted for each chunk beside its bytes, so that many tiny ones are bounded, too. */
  static final int CHUNK_COST = 256;

  /** Of all associations of one side. */
  private static final long MUCH = 32 << 20;

  private static final int LITTLE = 65_536;

  private final Channel channel;
  private final AtomicLong all;
  private final int high;
  private final Runnable resumed;
  private final AtomicLong held = new AtomicLong();
  private volatile boolean paused;

  /**
   * @param all what all hold
   * @param high the limit, in bytes
   * @param resumed called when the socket is read again
   */
  InboundFlow(Channel channel, AtomicLong all, int high, Runnable resumed) {
    this.channel = channel;
    this.all = all;
    this.high = high;
    this.resumed = resumed;
  }

  /** On the event loop: so many bytes came. */
  void received(long bytes) {
    all.addAndGet(bytes);
    hold(bytes);
  }

  /** On any thread: so many of them are consumed. */
  void consumed(long bytes) {
    all.addAndGet(-bytes);
    letGo(bytes);
  }

  /** On the event loop: so many bytes more are held. */
  void hold(long bytes) {
    if (held.addAndGet(bytes) > limit() && !paused) {
      paused = true;
      channel.config().setAutoRead(false);
      // They may have been consumed meanwhile, by a thread that saw no pause to end.
      resumeIfLow();
    }
  }

  private long limit() {
    return all.get() > MUCH ? Math.min(high, LITTLE) : high;
  }

  /** On any thread: so many bytes are held no longer. */
  void letGo(long bytes) {
    if (held.addAndGet(-bytes) <= limit() / 2 && paused) {
      channel.eventLoop().execute(this::resumeIfLow);
    }
  }

  private void resumeIfLow() {
    if (paused && held.get() <= limit() / 2) {
      paused = false;
      resumed.run();
      channel.config().setAutoRead(true);
    }
  }

  /** On the event loop: reads on whatever is held, to see the connection's end. */
  void readOn() {
    paused = false;
    channel.config().setAutoRead(true);
  }

  boolean paused() {
    return paused;
  }
}
