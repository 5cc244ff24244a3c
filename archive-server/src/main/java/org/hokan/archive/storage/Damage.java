package org.hokan.archive.storage;

/**
 * Bytes of a pack that are not what was written there, or a pack that is not there.
 *
 * @param volume id of the volume, or {@link #NOWHERE}
 * @param pack its name
 * @param offset where in the pack
 * @param text what came (expected: what)
 */
record Damage(String volume, String pack, long offset, String text) {
  /** In place of a volume: on none of them. */
  static final String NOWHERE = "none";

  /** Somebody knows the pack, and no volume has it. */
  static Damage missing(String pack) {
    return new Damage(
        NOWHERE,
        pack,
        0,
        "on no volume (expected: on one, for the index has objects of it; is a volume not configured, or to be put back?)");
  }

  static Damage of(PackRef pack, long offset, String text) {
    return new Damage(pack.volume().id(), pack.name(), offset, text.replaceAll("\\s+", " "));
  }

  boolean isMissing() {
    return volume.equals(NOWHERE);
  }

  /** For people. */
  String line() {
    return isMissing()
        ? "pack %s: %s".formatted(pack, text)
        : "pack %s on volume %s, offset %d: %s".formatted(pack, volume, offset, text);
  }
}
