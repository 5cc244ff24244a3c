package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Bytes from a thread that makes them to one that takes them: at most {@value #MOST_BYTES} wait.
 * What ends the maker before its time is told to the taker, and the other way round.
 */
final class Pipe {
  /** A decoded still of 1280 x 1024 colour pixels fits. */
  static final int MOST_BYTES = 4 << 20;

  private static final int CHUNK = 256 << 10;

  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private int waiting;
  private boolean ended;
  private boolean abandoned;
  private Optional<IOException> failure = Optional.empty();

  /** Where the maker writes. */
  OutputStream in() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int at = offset; at < offset + length; at += CHUNK) {
          put(Arrays.copyOfRange(bytes, at, Math.min(at + CHUNK, offset + length)));
        }
      }
    };
  }

  /** Where the taker reads; closing it abandons what is still to come. */
  InputStream out() {
    return new InputStream() {
      private byte[] chunk = new byte[0];
      private int position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        if (position == chunk.length) {
          Optional<byte[]> next = take();
          if (next.isEmpty()) {
            return -1;
          }
          chunk = next.get();
          position = 0;
        }
        int count = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, target, offset, count);
        position += count;
        return count;
      }

      @Override
      public void close() {
        abandon();
      }
    };
  }

  private synchronized void put(byte[] chunk) throws IOException {
    while (waiting > 0 && waiting + chunk.length > MOST_BYTES && !abandoned) {
      await();
    }
    if (abandoned) {
      throw new IOException("nobody takes it any more");
    }
    chunks.add(chunk);
    waiting += chunk.length;
    notifyAll();
  }

  private synchronized Optional<byte[]> take() throws IOException {
    awaitSome();
    Optional<byte[]> chunk = Optional.ofNullable(chunks.poll());
    waiting -= chunk.map(bytes -> bytes.length).orElse(0);
    notifyAll();
    return chunk;
  }

  /**
   * Waits until there is something to take, or all was taken.
   *
   * @throws IOException what ended the maker
   */
  synchronized void awaitSome() throws IOException {
    while (chunks.isEmpty() && !ended && failure.isEmpty() && !abandoned) {
      await();
    }
    if (chunks.isEmpty() && failure.isPresent()) {
      throw failure.get();
    }
  }

  private void await() throws IOException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The maker has written all. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** The maker cannot go on. */
  synchronized void fail(IOException cause) {
    if (!abandoned) {
      failure = Optional.of(cause);
    }
    notifyAll();
  }

  /** What ended the maker before its time. */
  synchronized Optional<IOException> failure() {
    return failure;
  }

  /** The taker wants no more. */
  synchronized void abandon() {
    abandoned = true;
    chunks.clear();
    waiting = 0;
    notifyAll();
  }
}
