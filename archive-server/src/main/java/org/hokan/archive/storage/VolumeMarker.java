package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file that makes a folder a volume: without it nothing is read or written there. */
record VolumeMarker(String id) {
  static final String FILE = "hokan-volume.json";

  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([A-Za-z0-9-]{1,64})\"");

  static Optional<VolumeMarker> read(Disk disk, Path folder) throws IOException {
    Optional<String> text = SmallFile.read(disk, folder.resolve(FILE));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher id = ID.matcher(text.get());
    if (!id.find()) {
      throw new IOException("%s has no id".formatted(folder.resolve(FILE)));
    }
    return Optional.of(new VolumeMarker(id.group(1)));
  }

  void write(Disk disk, Path folder, Instant created) throws IOException {
    SmallFile.replace(
        disk,
        folder.resolve(FILE),
        """
        {
          "format": 1,
          "id": "%s",
          "created": "%s"
        }
        """
            .formatted(id, created));
  }
}
