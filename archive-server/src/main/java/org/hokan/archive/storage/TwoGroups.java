package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes a stream into a file in two groups of segments: one is filled while another thread writes
 * the other, past the system's cache where that is possible. For one thread at a time.
 */
final class TwoGroups {
  /** Segments in a group: a disk wants long writes, memory wants short ones. */
  private static final int MOST = 16;

  /** So many segments are made use of. */
  static final int SEGMENTS = 2 * MOST;

  private final DiskFile file;
  private final Executor executor;
  private List<ByteBuffer> filling;
  private List<ByteBuffer> other;
  private int current;
  private long at;
  private FutureTask<Void> writing = new FutureTask<>(() -> {}, null);

  /**
   * @param at a page of the file; where the first segment's first byte goes
   * @param segments at least two; what they hold is overwritten
   */
  TwoGroups(DiskFile file, long at, List<ByteBuffer> segments, Executor executor) {
    int each = Math.min(MOST, segments.size() / 2);
    this.file = file;
    this.at = at;
    this.filling = new ArrayList<>(segments.subList(0, each));
    this.other = new ArrayList<>(segments.subList(each, 2 * each));
    this.executor = executor;
    filling.forEach(ByteBuffer::clear);
    writing.run();
  }

  /** Takes the bytes; waits while both groups are full. */
  void write(ByteBuffer chunk) throws IOException {
    while (chunk.hasRemaining()) {
      ByteBuffer segment = filling.get(current);
      PageWriter.copy(chunk, segment);
      if (!segment.hasRemaining() && ++current == filling.size()) {
        turn();
      }
    }
  }

  private void turn() throws IOException {
    await();
    List<ByteBuffer> full = filling;
    long position = at;
    at += (long) full.size() * SegmentPool.SEGMENT;
    filling = other;
    filling.forEach(ByteBuffer::clear);
    other = full;
    current = 0;
    writing =
        new FutureTask<>(
            () -> {
              full.forEach(ByteBuffer::flip);
              file.writePages(full.toArray(new ByteBuffer[0]), position);
              return null;
            });
    try {
      executor.execute(writing);
    } catch (RejectedExecutionException e) {
      writing.run(); // the store closes: nobody else will
    }
  }

  /** Waits for what is being written; what nobody has begun yet is written here. */
  void await() throws IOException {
    writing.run();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          writing.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true; // a write ends soon, and its memory is not to be given away before
        }
      }
    } catch (ExecutionException e) {
      throw new IOException("a group cannot be written: " + e.getMessage(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Writes all that was taken; nothing more is to be written by this. */
  void end() throws IOException {
    await();
    List<ByteBuffer> rest = filling.subList(0, Math.min(current + 1, filling.size()));
    rest.forEach(ByteBuffer::flip);
    file.write(rest.toArray(new ByteBuffer[0]), at);
  }
}
