package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Small text files that are there wholly or not at all. */
final class SmallFile {
  private static final int MAX_LENGTH = 1 << 20;
  private static final String NEW = ".new";

  private SmallFile() {}

  static Optional<String> read(Disk disk, Path path) throws IOException {
    if (!disk.exists(path)) {
      return Optional.empty();
    }
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      if (file.size() > MAX_LENGTH) {
        throw new IOException(
            "%s: %d bytes (expected: <= %d)".formatted(path, file.size(), MAX_LENGTH));
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
        // until full or at the end
      }
      return Optional.of(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
    }
  }

  /** Durable when it returns. */
  static void replace(Disk disk, Path path, String text) throws IOException {
    Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
    Path fresh = folder.resolve(path.getFileName() + NEW);
    disk.delete(fresh);
    try (DiskFile file = disk.open(fresh, Disk.Access.CREATE)) {
      file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      file.force(true);
    }
    disk.rename(fresh, path);
    disk.forceFolder(folder);
  }
}
