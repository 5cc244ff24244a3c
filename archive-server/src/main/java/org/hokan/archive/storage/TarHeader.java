package org.hokan.archive.storage;

/** The blocks of a TAR file (POSIX pax interchange format: ustar blocks of 512 bytes). */
final class TarHeader {
  static final int BLOCK = 512;

  private TarHeader() {}

  /** The next multiple of a block. */
  static long padded(long length) {
    return (length + BLOCK - 1) & -BLOCK;
  }
}
