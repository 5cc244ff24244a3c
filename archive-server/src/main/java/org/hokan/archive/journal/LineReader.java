package org.hokan.archive.journal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hokan.archive.db.Change;

/** Reads a file line by line; what is longer than any line that was ever written is no line. */
final class LineReader implements Closeable {
  /** A change, with its number and hash. */
  static final int LONGEST = Change.LONGEST + 1024;

  private final InputStream in;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private boolean more = true;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Whether there were bytes for the latest {@link #next}, a line or not. */
  boolean hadBytes() {
    return buffer.size() > 0;
  }

  /** Whether there may be lines behind. */
  boolean hasMore() {
    return more;
  }

  /** The next line; empty at the end, or when the bytes up to the next line feed are no line. */
  Optional<Line> next() throws IOException {
    buffer.reset();
    int b = in.read();
    while (b >= 0 && b != '\n') {
      if (buffer.size() < LONGEST) {
        buffer.write(b);
      }
      b = in.read();
    }
    more = b >= 0;
    return more && buffer.size() < LONGEST
        ? Line.parse(buffer.toString(StandardCharsets.UTF_8))
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
