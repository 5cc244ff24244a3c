package org.hokan.archive.web;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bytes of a response as they are made; waits while the receiver is slow, so that memory stays
 * flat, and gives up on one that takes nothing for a minute. Not thread-safe.
 */
final class ResponseStream extends OutputStream {
  private static final int CHUNK = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpResponseWriter response;
  private final byte[] buffer = new byte[CHUNK];
  private int filled;

  ResponseStream(HttpResponseWriter response) {
    this.response = response;
  }

  @Override
  public void write(int value) throws IOException {
    buffer[filled++] = (byte) value;
    if (filled == CHUNK) {
      send();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      int part = Math.min(left, CHUNK - filled);
      System.arraycopy(bytes, from, buffer, filled, part);
      filled += part;
      from += part;
      left -= part;
      if (filled == CHUNK) {
        send();
      }
    }
  }

  /** Sends what is left; whoever writes flushes too often to do it in {@link #flush}. */
  @Override
  public void close() throws IOException {
    if (filled > 0) {
      send();
    }
    response.close();
  }

  private void send() throws IOException {
    if (!response.tryWrite(HttpData.copyOf(buffer, 0, filled))) {
      throw new IOException("the receiver has gone");
    }
    filled = 0;
    try {
      response.whenConsumed().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CompletionException | TimeoutException e) {
      throw new IOException("the receiver takes nothing more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
