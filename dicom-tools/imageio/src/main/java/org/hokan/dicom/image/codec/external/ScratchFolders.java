package org.hokan.dicom.image.codec.external;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders in the system's folder for temporary files, one for each run of a program, which only
 * their owner can read. A run removes its own; what a killed process left is removed by age.
 */
public final class ScratchFolders {
  private static final String PREFIX = "hokan-codec-";

  private ScratchFolders() {}

  static Path create() throws IOException {
    return Files.createTempDirectory(PREFIX);
  }

  /**
   * Removes those that nobody has written to since.
   *
   * @param before longer ago than any run may take
   * @return how many are gone
   */
  public static int removeStale(Instant before) throws IOException {
    return removeStale(Path.of(System.getProperty("java.io.tmpdir")), before);
  }

  static int removeStale(Path parent, Instant before) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(parent)) {
      folders = all.filter(each -> each.getFileName().toString().startsWith(PREFIX)).toList();
    }
    int removed = 0;
    for (Path folder : folders) {
      if (isStale(folder, before)) {
        remove(folder);
        removed++;
      }
    }
    return removed;
  }

  /** A real folder that we may write to, not one that another user has laid there. */
  private static boolean isStale(Path folder, Instant before) throws IOException {
    try {
      return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          && Files.isWritable(folder)
          && Files.getLastModifiedTime(folder).toInstant().isBefore(before);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** Removes a folder and the files in it. */
  static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(ScratchFolders::removeFile);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
    Files.deleteIfExists(folder);
  }

  private static void removeFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
