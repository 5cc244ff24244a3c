package org.hokan.dicom.net.association;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What went over a connection, and when; kept by its event loop. Monotonic time. */
final class Traffic {
  private long began = System.nanoTime();
  private long lastReceived = began;
  private long lastResumed = began;
  private long lastWriteProgress = began;
  private int pendingWrites;
  private long bytesReceived;
  private long payloadReceived;
  private long bytesSent;
  private final AtomicLong bytesDone = new AtomicLong();
  private long bytesTaken;

  void begin() {
    began = System.nanoTime();
    lastReceived = began;
    lastWriteProgress = began;
  }

  void received(int bytes) {
    bytesReceived += bytes;
    lastReceived = System.nanoTime();
  }

  /** So many bytes of commands and data sets came; what they are wrapped in is no progress. */
  void payload(int bytes) {
    payloadReceived += bytes;
  }

  /** The consumer was the one that waited: the peer's silence counts from now. */
  void resumed() {
    lastReceived = System.nanoTime();
    lastResumed = lastReceived;
  }

  void sending(int bytes) {
    if (pendingWrites++ == 0) {
      lastWriteProgress = System.nanoTime();
    }
    bytesSent += bytes;
  }

  void sent(int bytes) {
    pendingWrites--;
    long done = bytesDone.get() + bytes;
    bytesDone.lazySet(done);
    progress(done);
  }

  /** Looks how much of what is being written the socket has taken. */
  void look(Channel channel) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out != null) {
      progress(bytesDone.get() + out.currentProgress());
    }
  }

  private void progress(long taken) {
    if (taken > bytesTaken) {
      bytesTaken = taken;
      lastWriteProgress = System.nanoTime();
    }
  }

  /** On any thread: whether so many bytes of all that was to be written are. */
  boolean hasTaken(long bytes) {
    return bytesDone.get() >= bytes;
  }

  long bytesReceived() {
    return bytesReceived;
  }

  /** Bytes of values that came, without any header. */
  long payloadReceived() {
    return payloadReceived;
  }

  long bytesSent() {
    return bytesSent;
  }

  /** Bytes that went to the socket; as of the last look. */
  long bytesTaken() {
    return bytesTaken;
  }

  Duration lasted() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Whether something waits to be written. */
  boolean writing() {
    return pendingWrites > 0;
  }

  /** For how long writes have been waiting without a byte of them being taken. */
  Duration writeStalled() {
    return pendingWrites == 0 ? Duration.ZERO : since(lastWriteProgress);
  }

  Duration sinceReceived() {
    return since(lastReceived);
  }

  /** For how long the socket has been read without a pause of ours. */
  Duration sinceResumed() {
    return since(lastResumed);
  }

  Duration sinceAnything() {
    return since(Math.max(lastReceived, lastWriteProgress));
  }

  private static Duration since(long then) {
    return Duration.ofNanos(System.nanoTime() - then);
  }
}
