package org.hokan.archive.storage;

/**
 * Bytes of a pack that are not what was written there.
 *
 * @param volume id of the volume
 * @param pack its name
 * @param offset where in the pack
 * @param text what came (expected: what)
 */
record Damage(String volume, String pack, long offset, String text) {
  static Damage of(PackRef pack, long offset, String text) {
    return new Damage(pack.volume().id(), pack.name(), offset, text.replaceAll("\\s+", " "));
  }

  /** For people. */
  String line() {
    return "pack %s on volume %s, offset %d: %s".formatted(pack, volume, offset, text);
  }
}
