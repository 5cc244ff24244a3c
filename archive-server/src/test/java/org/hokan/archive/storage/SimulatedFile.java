package org.hokan.archive.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A file of a {@link SimulatedDisk}: what a reader sees, and what the medium has. A force puts on
 * the medium what was written since the last one; one that fails drops that, as a kernel does: its
 * pages count as clean, can be read until the power goes, and no later force writes them. For one
 * thread at a time.
 */
final class SimulatedFile {
  private static final int SECTOR = SimulatedDisk.SECTOR;

  private byte[] content = new byte[0];
  private byte[] durable = new byte[0];

  /** Sectors that the next force will put on the medium. */
  private final TreeSet<Integer> dirty = new TreeSet<>();

  /** Sectors that cannot be read until they are written again. */
  private final TreeSet<Integer> bad = new TreeSet<>();

  /** As a reader sees it; not a copy. */
  byte[] content() {
    return content;
  }

  int length() {
    return content.length;
  }

  void write(ByteBuffer buffer, long position) {
    int end = (int) position + buffer.remaining();
    resize(Math.max(end, content.length));
    for (int at = (int) position / SECTOR; at * SECTOR < end; at++) {
      dirty.add(at);
      bad.remove(at);
    }
    buffer.get(content, (int) position, buffer.remaining());
  }

  /** So many bytes stand before the end, or before a bad sector. */
  int readable(long position, int wanted) {
    int end = (int) Math.min(position + wanted, content.length);
    Integer worst = bad.ceiling((int) position / SECTOR);
    return worst == null
        ? end - (int) position
        : Math.max(0, Math.min(end, worst * SECTOR) - (int) position);
  }

  /** The sector at the offset cannot be read from now on. */
  void spoil(long offset) {
    bad.add((int) offset / SECTOR);
  }

  /** All of it can be read again. */
  void heal() {
    bad.clear();
  }

  void resize(int length) {
    if (length != content.length) {
      for (int at = Math.min(length, content.length) / SECTOR;
          at * SECTOR < Math.max(length, content.length);
          at++) {
        dirty.add(at);
      }
      content = Arrays.copyOf(content, length);
    }
  }

  void force() {
    durable = Arrays.copyOf(durable, content.length);
    dirty.forEach(at -> put(at, durable));
    dirty.clear();
  }

  void forceFails() {
    dirty.clear();
  }

  void powerCut(double keep, SplittableRandom chance) {
    boolean newLength = chance.nextDouble() < keep;
    byte[] after = Arrays.copyOf(durable, newLength ? content.length : durable.length);
    for (int at : dirty) {
      if (chance.nextDouble() < keep) {
        put(at, after);
      }
    }
    dirty.clear();
    content = after;
    durable = after.clone();
  }

  /** Copies a sector, as far as both have it. */
  private void put(int at, byte[] to) {
    int from = at * SECTOR;
    int until = Math.min(from + SECTOR, Math.min(content.length, to.length));
    if (until > from) {
      System.arraycopy(content, from, to, from, until - from);
    }
  }
}
