package org.hokan.archive.storage;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A pack's place. Its file is named by the sequence of its first entry and keeps that name for
 * ever; beside it stands a small file that says its state (see {@link PackSummary}).
 *
 * @param large whether it is the file of one large object
 */
record PackRef(Volume volume, Shelf shelf, long firstSequence, boolean large) {
  static final String PACKS = "packs";
  static final String LARGE_FOLDER = "large";
  static final String EXTENSION = ".tar";
  private static final int DIGITS = 19;

  /** Relative to the volume. */
  String name() {
    return PACKS
        + "/"
        + shelf.facility()
        + "/"
        + shelf.storageClass()
        + "/"
        + (large ? LARGE_FOLDER + "/" : "")
        + fileName();
  }

  String fileName() {
    String digits = Long.toString(firstSequence);
    return "0".repeat(DIGITS - digits.length()) + digits + EXTENSION;
  }

  Path folder() {
    return Objects.requireNonNull(path().getParent());
  }

  Path path() {
    return volume.folder().resolve(name());
  }

  /** The file beside the pack that says that it is in this state. */
  Path summaryPath(PackStatus.State state) {
    return volume.folder().resolve(name() + extension(state));
  }

  static String extension(PackStatus.State state) {
    return "." + state.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The pack of that name.
   *
   * @throws StorageException when it is no pack's name
   */
  static PackRef parse(Volume volume, String name) {
    String[] parts = name.split("/", -1);
    boolean large = parts.length == 5 && parts[3].equals(LARGE_FOLDER);
    if ((large || parts.length == 4)
        && parts[0].equals(PACKS)
        && Shelf.isName(parts[1])
        && Shelf.isName(parts[2])) {
      Optional<Long> sequence = sequenceIn(parts[parts.length - 1]);
      if (sequence.isPresent()) {
        return new PackRef(volume, new Shelf(parts[1], parts[2]), sequence.get(), large);
      }
    }
    throw new StorageException("'%s' is no pack's name".formatted(name));
  }

  /** The sequence in a pack's file name, empty when it is no pack's. */
  static Optional<Long> sequenceIn(String fileName) {
    if (fileName.length() != DIGITS + EXTENSION.length() || !fileName.endsWith(EXTENSION)) {
      return Optional.empty();
    }
    String digits = fileName.substring(0, DIGITS);
    return digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Long.parseLong(digits))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return name() + " on volume " + volume.id();
  }
}
