package org.hokan.archive.compression;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** The time that one object may take: once it is over, nothing more of it is read. */
final class TimeLimit {
  private final Duration most;
  private final long begin = System.nanoTime();

  TimeLimit(Duration most) {
    this.most = most;
  }

  private void check() throws IOException {
    if (System.nanoTime() - begin > most.toNanos()) {
      throw new IOException("not done in %s (expected: in less)".formatted(most));
    }
  }

  /** Fails when it is read after that. */
  InputStream over(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        check();
        return super.read();
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        check();
        return super.read(target, offset, length);
      }
    };
  }
}
