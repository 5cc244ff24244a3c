package org.hokan.dicom.image.codec;

import java.util.Arrays;

/**
 * The bytes of a stream as an encoder makes them, one by one: the JDK's own stream takes a lock for
 * each, which costs more than the coding. For one thread.
 */
public final class EncodedBytes {
  private byte[] bytes;
  private int size;

  /**
   * @param expected about as many
   */
  public EncodedBytes(int expected) {
    this.bytes = new byte[Math.max(16, expected)];
  }

  /** Appends the lowest eight bits. */
  public void write(int value) {
    if (size == bytes.length) {
      grow(1);
    }
    bytes[size++] = (byte) value;
  }

  /** Appends some of these. */
  public void write(byte[] more, int offset, int length) {
    if (length > bytes.length - size) {
      grow(length);
    }
    System.arraycopy(more, offset, bytes, size, length);
    size += length;
  }

  private void grow(int more) {
    bytes =
        Arrays.copyOf(
            bytes,
            Math.max(Math.addExact(size, more), (int) Math.min(2L * size, Integer.MAX_VALUE - 8)));
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** A copy of all. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
