package org.hokan.archive.retrieve;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.hokan.archive.storage.Digests;
import org.hokan.archive.storage.Location;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stored object that is compared with its digest while it is read: the bytes of the last read are
 * handed out only if all were as they were stored. So a receiver never gets the end of a damaged
 * object; the sender aborts amid the message. Not thread-safe.
 */
final class ProvenStream extends FilterInputStream {
  private static final Logger LOG = LoggerFactory.getLogger(ProvenStream.class);

  private final MessageDigest sha256 = Digests.sha256();
  private final Location location;
  private final String digest;
  private final Damaged damaged;
  private long left;

  /** What is to be done about a damaged object before its reader is told. */
  interface Damaged {
    /** Whether it is whole now, for the next reader. */
    boolean repaired();
  }

  /**
   * @param object at its first byte
   * @param digest SHA-256 in lower-case hex
   */
  ProvenStream(InputStream object, Location location, String digest, Damaged damaged) {
    super(object);
    this.location = location;
    this.digest = digest;
    this.damaged = damaged;
    this.left = location.length();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    if (count < 0 && left > 0) {
      throw new EOFException("%d bytes before the object's end".formatted(left));
    }
    if (count > 0) {
      sha256.update(target, offset, count);
      left -= count;
      if (left <= 0) {
        compare();
      }
    }
    return count;
  }

  private void compare() throws IOException {
    String found = HexFormat.of().formatHex(sha256.digest());
    if (!found.equals(digest)) {
      String problem =
          "pack %s at %d: SHA-256 %s (expected: %s, as it was stored)"
              .formatted(location.pack(), location.offset(), found, digest);
      String now = damaged.repaired() ? "repaired for the next attempt" : "still damaged";
      LOG.error("{}; its end is not sent; {}", problem, now);
      throw new IOException(problem);
    }
  }

  /** By reading: what is skipped is compared, too. */
  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, count))];
    int read = skipped.length == 0 ? 0 : read(skipped, 0, skipped.length);
    return Math.max(0, read);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
