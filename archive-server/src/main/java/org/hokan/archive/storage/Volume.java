package org.hokan.archive.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that holds packs, known by the id in its marker file. While it is open a lock keeps
 * every other store away. Thread-safe.
 */
final class Volume implements Closeable {
  static final String LOCK = "hokan-volume.lock";
  static final String INCOMING = "incoming";

  private static final Logger LOG = LoggerFactory.getLogger(Volume.class);

  /** A pack's zeros are at most such a part of what may be taken of the free space. */
  private static final int SHARE_OF_ZEROS = 16;

  private final Disk disk;
  private final Path folder;
  private final VolumeMarker marker;
  private final Closeable lock;
  private volatile boolean present = true;
  private volatile boolean writable = true;

  /** Bytes of zeros that are being written, and still count as free. */
  private long zerosUnderWay;

  /** As told last. */
  private volatile long knownFree = Long.MAX_VALUE;

  private Volume(Disk disk, Path folder, VolumeMarker marker, Closeable lock) {
    this.disk = disk;
    this.folder = folder;
    this.marker = marker;
    this.lock = lock;
  }

  /**
   * Opens a volume that has its marker. Nothing is written when the marker is not the expected one.
   */
  static Volume open(Disk disk, Path folder, VolumeMarker marker) {
    Closeable lock = lock(disk, folder);
    try {
      disk.createFolder(folder.resolve(INCOMING));
      disk.createFolder(folder.resolve(PackRef.PACKS));
      for (String left : disk.list(folder.resolve(INCOMING))) {
        disk.delete(folder.resolve(INCOMING).resolve(left));
      }
      return new Volume(disk, folder, marker, lock);
    } catch (IOException e) {
      close(lock);
      throw new VolumeReadOnly("volume %s cannot be written".formatted(folder), e);
    }
  }

  private static Closeable lock(Disk disk, Path folder) {
    try {
      return disk.lock(folder.resolve(LOCK));
    } catch (LocalDisk.LockHeld e) {
      throw new VolumeInUse(
          "volume %s is open in another process (expected: one node per volume)".formatted(folder),
          e);
    } catch (IOException e) {
      throw new VolumeReadOnly("volume %s cannot be written".formatted(folder), e);
    }
  }

  private static void close(Closeable lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StorageException("lock cannot be given back", e);
    }
  }

  Disk disk() {
    return disk;
  }

  Path folder() {
    return folder;
  }

  String id() {
    return marker.id();
  }

  /** Whether second copies are kept there. */
  boolean copy() {
    return marker.copy();
  }

  /** Whether second copies were kept there until this start. */
  boolean formerCopy() {
    return marker.formerCopy();
  }

  /** See {@link VolumeMarker#archive}. */
  String archive() {
    return marker.archive();
  }

  /** As found by the last {@link #look}. */
  boolean present() {
    return present;
  }

  /** Whether it was there and could be written at the last {@link #look}. */
  boolean usable() {
    return present && writable;
  }

  /** Whether the marker is still there; to be asked before a new file is made. */
  boolean look() {
    boolean found;
    try {
      found = VolumeMarker.read(disk, folder).map(VolumeMarker::id).equals(Optional.of(id()));
    } catch (IOException e) {
      found = false;
    }
    present = found;
    writable = found && markerCanBeWritten();
    return found;
  }

  /** A file system that is mounted read-only opens no file for writing. */
  private boolean markerCanBeWritten() {
    try (DiskFile file = disk.open(folder.resolve(VolumeMarker.FILE), Disk.Access.WRITE)) {
      return file.isOpen();
    } catch (IOException e) {
      return false;
    }
  }

  /** What was free when that was told last; for an object that was just admitted. */
  long knownFree() {
    return knownFree;
  }

  long freeBytes() {
    try {
      long free = disk.usableSpace(folder);
      knownFree = free;
      return free;
    } catch (IOException e) {
      throw new VolumeMissing("volume %s: free space cannot be read".formatted(folder), e);
    }
  }

  /**
   * Room for zeros that a pack writes ahead. Near the mark that becomes little, so that all packs
   * together neither take of the reserve nor keep from one another what objects could have.
   *
   * @param wanted bytes
   * @param ahead bytes of zeros that the pack has already
   * @param reserve bytes that are to stay free
   * @return how many bytes of zeros to write, none or at least a page; to be given to {@link
   *     #zerosAreWritten} afterwards, for then they are no longer free
   */
  synchronized long takeRoomForZeros(long wanted, long ahead, long reserve) {
    long share = Math.min(wanted, (freeOrNone() - reserve - zerosUnderWay) / SHARE_OF_ZEROS);
    if (share < DirectWrites.UNIT || ahead >= share / 2) {
      return 0;
    }
    zerosUnderWay += share;
    return share;
  }

  synchronized void zerosAreWritten(long bytes) {
    zerosUnderWay -= bytes;
  }

  /** Zeros can be done without: nothing fails because it cannot be told. */
  private long freeOrNone() {
    try {
      return disk.usableSpace(folder);
    } catch (IOException e) {
      LOG.debug("volume {}: free space cannot be read", this, e);
      return 0;
    }
  }

  long totalBytes() {
    try {
      return disk.totalSpace(folder);
    } catch (IOException e) {
      throw new VolumeMissing("volume %s: space cannot be read".formatted(folder), e);
    }
  }

  @Override
  public void close() {
    close(lock);
  }

  @Override
  public String toString() {
    return id() + " in " + folder;
  }
}
