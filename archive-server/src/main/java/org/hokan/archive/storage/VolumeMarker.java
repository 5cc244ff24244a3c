package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that makes a folder a volume: without it nothing is read or written there.
 *
 * @param id of this volume
 * @param archive what it is a part of: the same on all volumes of a node and on those of their
 *     second copies, so that no other node's disk is taken for a copy
 * @param copy whether second copies are kept there
 * @param formerCopy whether that was so until now; not in the file
 */
record VolumeMarker(String id, String archive, boolean copy, boolean formerCopy) {
  static final String FILE = "hokan-volume.json";

  private static final Pattern ID = pattern("id");
  private static final Pattern ARCHIVE = pattern("archive");
  private static final Pattern ROLE = pattern("role");
  private static final String COPY = "copy";

  private static Pattern pattern(String key) {
    return Pattern.compile("\"%s\"\\s*:\\s*\"([A-Za-z0-9-]{1,64})\"".formatted(key));
  }

  /** A volume that is new in its archive. */
  static VolumeMarker fresh(String archive, boolean copy) {
    return new VolumeMarker(UUID.randomUUID().toString(), archive, copy, false);
  }

  /** Of a volume of second copies that is a first one from now on, under an id of its own. */
  VolumeMarker promoted() {
    return new VolumeMarker(UUID.randomUUID().toString(), archive, false, true);
  }

  static Optional<VolumeMarker> read(Disk disk, Path folder) throws IOException {
    Optional<String> text = SmallFile.read(disk, folder.resolve(FILE));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String id =
        value(ID, text.get())
            .orElseThrow(() -> new IOException("%s has no id".formatted(folder.resolve(FILE))));
    return Optional.of(
        new VolumeMarker(
            id,
            value(ARCHIVE, text.get()).orElse(id),
            value(ROLE, text.get()).filter(COPY::equals).isPresent(),
            false));
  }

  private static Optional<String> value(Pattern key, String text) {
    Matcher found = key.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  void write(Disk disk, Path folder, Instant created) throws IOException {
    SmallFile.replace(
        disk,
        folder.resolve(FILE),
        """
        {
          "format": 1,
          "id": "%s",
          "archive": "%s",
          "role": "%s",
          "created": "%s"
        }
        """
            .formatted(id, archive, copy ? COPY : "first", created));
  }
}
