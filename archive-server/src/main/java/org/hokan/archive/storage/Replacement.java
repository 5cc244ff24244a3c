package org.hokan.archive.storage;

/**
 * A pack and the later generation of it that takes its place.
 *
 * @param volume the id of the volume of both
 * @param oldPack as {@link Location#pack}
 * @param oldEnd end of its last entry; {@link Long#MAX_VALUE} when that is not known
 * @param newPack as {@link Location#pack}
 * @param newEnd end of its last entry
 */
public record Replacement(String volume, String oldPack, long oldEnd, String newPack, long newEnd) {

  /** By how much the new file is shorter. */
  public long freedBytes() {
    return oldEnd == Long.MAX_VALUE ? 0 : oldEnd - newEnd;
  }
}
