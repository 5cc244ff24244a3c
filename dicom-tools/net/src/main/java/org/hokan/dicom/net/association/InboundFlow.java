package org.hokan.dicom.net.association;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what came in and is not yet consumed; above a limit the socket is not read until half of
 * it is consumed. So a slow consumer stops the sender, whatever the size of what is sent.
 */
final class InboundFlow {
  /** Counted for each chunk beside its bytes, so that many tiny ones are bounded, too. */
  static final int CHUNK_COST = 256;

  private final Channel channel;
  private final int high;
  private final Runnable resumed;
  private final AtomicLong held = new AtomicLong();
  private volatile boolean paused;

  InboundFlow(Channel channel, int high, Runnable resumed) {
    this.channel = channel;
    this.high = high;
    this.resumed = resumed;
  }

  /** On the event loop: so many bytes more are held. */
  void hold(long bytes) {
    if (held.addAndGet(bytes) > high && !paused) {
      paused = true;
      channel.config().setAutoRead(false);
      // They may have been consumed meanwhile, by a thread that saw no pause to end.
      resumeIfLow();
    }
  }

  /** On any thread: so many bytes are consumed. */
  void letGo(long bytes) {
    if (held.addAndGet(-bytes) <= high / 2 && paused) {
      channel.eventLoop().execute(this::resumeIfLow);
    }
  }

  private void resumeIfLow() {
    if (paused && held.get() <= high / 2) {
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
