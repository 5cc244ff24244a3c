package org.hokan.archive.storage;

/**
 * A pack and the later generation of it that takes its place.
 *
 * @param volume the id of the volume of both
 * @param oldPack as {@link Location#pack}
 * @param newPack as {@link Location#pack}
 * @param newEnd end of the new pack's last entry
 * @param freedBytes by how much the new file is shorter
 */
public record Replacement(
    String volume, String oldPack, String newPack, long newEnd, long freedBytes) {}
