package org.hokan.archive.storage;

import java.nio.file.Path;
import java.util.List;

/** Volumes with their space, shelves with their packs. All sizes are bytes. */
public record StorageStatus(List<VolumeStatus> volumes, List<ShelfStatus> shelves) {
  public StorageStatus {
    volumes = List.copyOf(volumes);
    shelves = List.copyOf(shelves);
  }

  /**
   * A volume's space.
   *
   * @param present false when its marker file is gone
   * @param usedBytes used on the whole file system, also by others
   * @param reserveBytes below this free space nothing is accepted
   */
  public record VolumeStatus(
      String id,
      Path folder,
      boolean present,
      long totalBytes,
      long freeBytes,
      long usedBytes,
      long reserveBytes) {}

  /**
   * A shelf's packs.
   *
   * @param packs all of them, large objects' files included
   * @param entries objects in them
   * @param bytes length of the objects
   */
  public record ShelfStatus(
      Shelf shelf,
      int packs,
      int open,
      int sealed,
      int failed,
      int large,
      long entries,
      long bytes) {}
}
