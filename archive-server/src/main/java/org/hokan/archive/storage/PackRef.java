package org.hokan.archive.storage;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pack's place. Its file is named by the sequence of its first entry and keeps that name for
 * ever; beside it stands a small file that says its state (see {@link PackSummary}).
 *
 * @param generation how often compaction has written it anew: a later generation that is there
 *     replaces those before it
 * @param large whether it is the file of one large object
 */
record PackRef(Volume volume, Shelf shelf, long firstSequence, int generation, boolean large) {
  static final String PACKS = "packs";
  static final String LARGE_FOLDER = "large";
  static final String EXTENSION = ".tar";
  private static final int DIGITS = 19;
  private static final String LARGEST = Long.toString(Long.MAX_VALUE);
  private static final Pattern FILE_NAME = Pattern.compile("(\\d{19})(?:-([1-9]\\d{0,5}))?\\.tar");
  private static final Pattern NAME = Pattern.compile("(.*/\\d{19})(?:-([1-9]\\d{0,5}))?\\.tar");

  /** A new pack, of the first generation. */
  PackRef(Volume volume, Shelf shelf, long firstSequence, boolean large) {
    this(volume, shelf, firstSequence, 0, large);
  }

  /** What compaction makes of it. */
  PackRef next() {
    return new PackRef(volume, shelf, firstSequence, generation + 1, large);
  }

  /** Whether it takes the place of the other one. */
  boolean replaces(PackRef other) {
    return generation > other.generation && base().equals(other.base());
  }

  /** Whether one name is that of a later generation of the pack that has the other name. */
  static boolean replaces(String later, String earlier) {
    Matcher after = NAME.matcher(later);
    Matcher before = NAME.matcher(earlier);
    return after.matches()
        && before.matches()
        && after.group(1).equals(before.group(1))
        && generation(after) > generation(before);
  }

  private static int generation(Matcher name) {
    return name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
  }

  /** The same for all generations of a pack. */
  PackRef base() {
    return new PackRef(volume, shelf, firstSequence, 0, large);
  }

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
    return "0".repeat(DIGITS - digits.length())
        + digits
        + (generation == 0 ? "" : "-" + generation)
        + EXTENSION;
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

  /** The pack of the same name on another volume. */
  PackRef on(Volume other) {
    return new PackRef(other, shelf, firstSequence, generation, large);
  }

  /** Whether its file is there. */
  boolean exists() {
    return volume.disk().exists(path());
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
      Optional<PackRef> pack =
          named(volume, new Shelf(parts[1], parts[2]), parts[parts.length - 1], large);
      if (pack.isPresent()) {
        return pack.get();
      }
    }
    throw new StorageException("'%s' is no pack's name".formatted(name));
  }

  /** The pack of that file name on a shelf; empty when it is no pack's. */
  static Optional<PackRef> named(Volume volume, Shelf shelf, String fileName, boolean large) {
    Matcher name = FILE_NAME.matcher(fileName);
    if (!name.matches() || name.group(1).compareTo(LARGEST) > 0) {
      return Optional.empty();
    }
    int generation = generation(name);
    return Optional.of(
        new PackRef(volume, shelf, Long.parseLong(name.group(1)), generation, large));
  }

  @Override
  public String toString() {
    return name() + " on volume " + volume.id();
  }
}
