package org.hokan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders on the disk that is measured: that of the system property {@code bench.folder}. */
final class Temporary {
  private Temporary() {}

  static Path folder() throws IOException {
    Path parent = Path.of(System.getProperty("bench.folder", System.getProperty("hokan.root")));
    return Files.createTempDirectory(parent, "hokan-bench");
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
