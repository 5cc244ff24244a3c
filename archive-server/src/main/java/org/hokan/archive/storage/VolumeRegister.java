package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Remembers, away from the volumes, which volume is expected in which folder; so a folder whose
 * disk is not mounted is never mistaken for a new one. One line each: id, a space, the folder
 * (relative to the register where it can be).
 */
final class VolumeRegister {
  private final Disk disk;
  private final Path file;
  private final Path home;
  private final SortedMap<String, String> idByFolder = new TreeMap<>();

  private VolumeRegister(Disk disk, Path file) {
    this.disk = disk;
    this.file = file.toAbsolutePath().normalize();
    this.home = Objects.requireNonNull(this.file.getParent());
  }

  static VolumeRegister read(Disk disk, Path file) throws IOException {
    VolumeRegister register = new VolumeRegister(disk, file);
    for (String line : SmallFile.read(disk, register.file).orElse("").lines().toList()) {
      int space = line.indexOf(' ');
      if (space <= 0) {
        throw new IOException("%s: '%s' (expected: ID FOLDER)".formatted(file, line));
      }
      register.idByFolder.put(line.substring(space + 1), line.substring(0, space));
    }
    return register;
  }

  Optional<String> idOf(Path folder) {
    return Optional.ofNullable(idByFolder.get(key(folder)));
  }

  void remember(Path folder, String id) throws IOException {
    if (idOf(folder).equals(Optional.of(id))) {
      return;
    }
    idByFolder.put(key(folder), id);
    StringBuilder text = new StringBuilder();
    idByFolder.forEach((key, known) -> text.append(known).append(' ').append(key).append('\n'));
    disk.createFolder(home);
    SmallFile.replace(disk, file, text.toString());
  }

  private String key(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    return (absolute.startsWith(home) ? home.relativize(absolute) : absolute).toString();
  }
}
