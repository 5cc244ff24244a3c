package org.hokan.archive.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the file that an object is read from: the pack on its first volume, or its copy when that
 * is missing, cannot be read, or is known to be damaged there. Thread-safe.
 */
final class Reading implements AutoCloseable {
  private static final int OPEN_FOR_READING = 256;

  private final FileCache files = new FileCache(OPEN_FOR_READING);
  private final Set<Location> fromCopy = ConcurrentHashMap.newKeySet();
  private final Volumes volumes;
  private final Copies copies;

  Reading(Volumes volumes, Copies copies) {
    this.volumes = volumes;
    this.copies = copies;
  }

  /**
   * The object's bytes; goes on with the copy when the first cannot be read on.
   *
   * @throws StorageException when neither is there
   */
  InputStream open(Location location) {
    return StoredSlice.stream(source(location), location);
  }

  /**
   * The object's bytes, read whole into the buffer; empty when they have another digest.
   *
   * @throws StorageException when they cannot be read from the first or the copy
   */
  Optional<ByteBuffer> read(Location location, String digest, ObjectBuffer buffer) {
    try {
      return StoredSlice.read(source(location), location, digest, buffer);
    } catch (IOException e) {
      throw new StorageException(
          "pack %s at %d cannot be read: %s"
              .formatted(location.pack(), location.offset(), e.getMessage()),
          e);
    }
  }

  /**
   * The object as a region of a file.
   *
   * @throws StorageException when neither is there
   */
  Slice slice(Location location) {
    return new StoredSlice(source(location).lease(), location);
  }

  private Source source(Location location) {
    Source source = new Source(pack(location));
    if (fromCopy.contains(location)) {
      source.toCopy(new IOException("damaged at " + location.offset()));
    }
    return source;
  }

  /** The object is damaged in its first. */
  void preferCopy(Location location) {
    fromCopy.add(location);
  }

  /** It may be whole there again. */
  void preferFirst(Location location) {
    fromCopy.remove(location);
  }

  /** Drops the open file of a pack that was replaced; who reads it may end. */
  void forget(PackRef pack) {
    files.forget(pack);
  }

  /**
   * On the volume that the location names, or on another that was made from its copy; anywhere
   * while there is only a copy.
   *
   * @throws VolumeMissing when that volume is not configured, and nothing of the pack is elsewhere
   */
  PackRef pack(Location location) {
    PackRef anywhere = PackRef.parse(volumes.all().get(0), location.pack());
    return volumes
        .find(location.volume())
        .or(() -> volumes.all().stream().filter(other -> anywhere.on(other).exists()).findFirst())
        .or(() -> copies.holding(anywhere).map(copy -> anywhere.volume()))
        .map(anywhere::on)
        .orElseGet(() -> anywhere.on(volumes.byId(location.volume())));
  }

  /** The file of one object; for one thread at a time. */
  final class Source {
    private PackRef pack;
    private boolean copy;

    private Source(PackRef pack) {
      this.pack = pack;
    }

    FileCache.Lease lease() {
      try {
        return files.lease(pack);
      } catch (StorageException e) {
        if (!toCopy(e)) {
          throw e;
        }
        return files.lease(pack);
      }
    }

    /** Whether there is a copy to read from now, and was none read from yet. */
    boolean toCopy(Exception why) {
      Optional<PackRef> second = copy ? Optional.empty() : copies.holding(pack);
      second.ifPresent(
          other -> {
            copies.readFromCopy(pack, why);
            pack = other;
            copy = true;
          });
      return second.isPresent();
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
