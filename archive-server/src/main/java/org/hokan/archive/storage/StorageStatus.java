package org.hokan.archive.storage;

import java.nio.file.Path;
import java.util.List;

/**
 * Volumes with their space, shelves with their packs, second copies and damages. All sizes are
 * bytes.
 *
 * @param copyVolumes where second copies are kept
 */
public record StorageStatus(
    List<VolumeStatus> volumes,
    List<VolumeStatus> copyVolumes,
    List<ShelfStatus> shelves,
    CopyStatus copies,
    ScrubStatus scrub) {
  public StorageStatus {
    volumes = List.copyOf(volumes);
    copyVolumes = List.copyOf(copyVolumes);
    shelves = List.copyOf(shelves);
  }

  /**
   * A volume's space.
   *
   * @param present false when its marker file is gone
   * @param writable false when it is not there, or only to be read
   * @param usedBytes used on the whole file system, also by others
   * @param reserveBytes below this free space nothing is accepted
   */
  public record VolumeStatus(
      String id,
      Path folder,
      boolean present,
      boolean writable,
      long totalBytes,
      long freeBytes,
      long usedBytes,
      long reserveBytes) {

    /** Looks at the volume. */
    static VolumeStatus of(Volume volume, long reserve) {
      if (!volume.look()) {
        return absent(volume.id(), volume.folder(), reserve);
      }
      long total = volume.totalBytes();
      long free = volume.freeBytes();
      return new VolumeStatus(
          volume.id(), volume.folder(), true, volume.usable(), total, free, total - free, reserve);
    }

    static VolumeStatus absent(String id, Path folder, long reserve) {
      return new VolumeStatus(id, folder, false, false, 0, 0, 0, reserve);
    }
  }

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
