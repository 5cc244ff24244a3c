package org.hokan.dicom.encoding;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of one value or fragment, in little endian order whatever the transfer syntax.
 *
 * <p>Valid while the handler that got it runs. Closing it does nothing.
 */
public final class ValueStream extends InputStream {

  private static final int CHUNK = 4096;

  private final ByteSource source;
  private final int tag;
  private final long length;
  private final int swapUnit;
  private final boolean keepTruncated;
  private long remaining;
  private boolean cut;
  private byte[] chunk = new byte[0];
  private int chunkPosition;

  ValueStream(ByteSource source, int tag, long length, int swapUnit, boolean keepTruncated) {
    this.source = source;
    this.tag = tag;
    this.length = length;
    this.swapUnit = swapUnit;
    this.keepTruncated = keepTruncated;
    this.remaining = length;
  }

  /** The length that the element's header gives, in bytes. */
  public long length() {
    return length;
  }

  /** What is left of the value; below 2 GiB, or else a DataSetException. */
  @Override
  public byte[] readAllBytes() throws IOException {
    if (chunk.length > 0) {
      return super.readAllBytes();
    }
    if (remaining > Integer.MAX_VALUE - 16) {
      throw Faults.at(
          tag, source.offset(), remaining + " bytes", "fewer than 2 GiB for a value in memory");
    }
    byte[] bytes = readWhole((int) remaining);
    ByteOrders.swap(bytes, 0, bytes.length, swapUnit);
    return bytes;
  }

  private byte[] readWhole(int count) throws IOException {
    byte[] bytes = source.read(count);
    remaining -= bytes.length;
    if (bytes.length < count) {
      cutOff();
    }
    return bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    return swapUnit == 1 ? readPlain(target, offset, count) : readSwapped(target, offset, count);
  }

  private int readPlain(byte[] target, int offset, int count) throws IOException {
    if (remaining == 0 || cut) {
      return -1;
    }
    int got = source.read(target, offset, (int) Math.min(count, remaining));
    if (got < 0) {
      cutOff();
      return -1;
    }
    remaining -= got;
    return got;
  }

  private int readSwapped(byte[] target, int offset, int count) throws IOException {
    if (chunkPosition == chunk.length) {
      if (remaining == 0 || cut) {
        return -1;
      }
      chunk = readWhole((int) Math.min(CHUNK, remaining));
      chunkPosition = 0;
      ByteOrders.swap(chunk, 0, chunk.length, swapUnit);
      if (chunk.length == 0) {
        return -1;
      }
    }
    int got = Math.min(count, chunk.length - chunkPosition);
    System.arraycopy(chunk, chunkPosition, target, offset, got);
    chunkPosition += got;
    return got;
  }

  /** Takes what the handler left; answers whether all of the value was there. */
  boolean finish() throws IOException {
    if (remaining > 0 && !cut) {
      remaining -= source.skip(remaining);
      if (remaining > 0) {
        cutOff();
      }
    }
    return !cut;
  }

  private void cutOff() {
    cut = true;
    if (!keepTruncated) {
      throw Faults.truncated(tag, source.offset(), remaining);
    }
  }
}
