package org.hokan.archive.storage;

import java.nio.ByteBuffer;

/**
 * Memory to read whole objects into, at a page address, so that they can be read past the system's
 * cache, and the means to prove them. It is outside of the heap: to be used again and again. For
 * one thread at a time.
 */
public final class ObjectBuffer {
  private final BodyProof proof = new BodyProof();
  private final ByteBuffer pages;

  private ObjectBuffer(ByteBuffer pages) {
    this.pages = pages;
  }

  /**
   * @param longestBytes of an object
   */
  public static ObjectBuffer of(int longestBytes) {
    int unit = DirectWrites.UNIT;
    return new ObjectBuffer(ByteBuffer.allocateDirect(longestBytes + 4 * unit).alignedSlice(unit));
  }

  BodyProof proof() {
    return proof;
  }

  /** All of it, from its first page on. */
  ByteBuffer pages() {
    return pages.clear();
  }
}
