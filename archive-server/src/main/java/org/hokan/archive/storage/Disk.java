package org.hokan.archive.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * All that this room asks of a file system: the seam at which tests let the n-th operation fail or
 * the power go. Thread-safe.
 */
interface Disk {
  /** How a file is opened. */
  enum Access {
    READ,
    WRITE,
    /** For reading and writing; it must not exist yet. */
    CREATE
  }

  DiskFile open(Path path, Access access) throws IOException;

  /**
   * Replaces the target when it exists; durable after {@link #forceFolder} of the target's folder.
   */
  void rename(Path from, Path to) throws IOException;

  /** Does nothing when there is no such file. */
  void delete(Path path) throws IOException;

  /** Makes the folder and those above it, and forces each new name. */
  void createFolder(Path folder) throws IOException;

  void forceFolder(Path folder) throws IOException;

  /** Names in the folder, sorted; none when there is no such folder. */
  List<String> list(Path folder) throws IOException;

  boolean exists(Path path);

  /** Held until closed; throws when another holds it. */
  Closeable lock(Path path) throws IOException;

  long usableSpace(Path folder) throws IOException;

  long totalSpace(Path folder) throws IOException;

  /** What the folder lies on, or will lie on: equal for two folders of one file system. */
  Object device(Path folder) throws IOException;
}
