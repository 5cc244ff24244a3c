package org.hokan.archive.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder beside the packs of one volume, for files of other rooms that only grow. It lies on the
 * same disk as the packs, so it is there whenever they are. Its paths are relative. Thread-safe.
 */
public interface SideFolder {
  /** The volume's id. */
  String volume();

  /** Whether it is beside second copies, on a volume that may be away. */
  boolean copy();

  /** Where it is, for people. */
  Path path();

  /** Names in a folder within this one, sorted; none when there is no such folder. */
  List<String> list(String folder) throws IOException;

  /** Reads from a place to the end. */
  InputStream read(String name, long from) throws IOException;

  long length(String name) throws IOException;

  /** Opens a file for appending at its end. */
  SideFile append(String name) throws IOException;

  /** Makes an empty file, and the folders above it; what had that name is gone. */
  SideFile create(String name) throws IOException;

  /** Gives a file another name in the same folder; durable on return. */
  void rename(String from, String to) throws IOException;

  /** Does nothing when there is no such file. */
  void delete(String name) throws IOException;
}
