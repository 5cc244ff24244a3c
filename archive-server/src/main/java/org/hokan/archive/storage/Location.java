package org.hokan.archive.storage;

/**
 * Where an object's bytes are.
 *
 * @param volume the volume's id
 * @param pack the pack's path relative to the volume, with '/'; unique over all volumes of a node
 * @param offset of the first byte in the pack
 * @param length in bytes
 */
public record Location(String volume, String pack, long offset, long length) {
  public Location {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "location in %s: offset %d, length %d (expected: not negative)"
              .formatted(pack, offset, length));
    }
  }
}
