package org.hokan.archive.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a store works. Sizes are bytes.
 *
 * @param volumes root folders, each on a disk of its own or not; a new pack is begun where most
 *     space is free
 * @param register file that remembers which volume is expected in which folder, so that an
 *     unmounted disk is noticed; it belongs to the node's data folder, not on a volume
 * @param packSize a pack of this size is sealed
 * @param largeObjectSize an object of this size or more gets a file of its own
 * @param writeAheadMin first step of zeros written ahead
 * @param writeAheadMax largest step
 * @param memoryBudget for objects being received, all together
 * @param minimumFreeSpace of a volume; below it nothing is accepted
 * @param idleClose a pack without an append for so long is cut to its end and closed
 * @param writers threads that write and force
 * @param copies what is kept twice
 * @param scrub how everything is read again
 */
public record StorageSettings(
    List<Path> volumes,
    Path register,
    long packSize,
    long largeObjectSize,
    long writeAheadMin,
    long writeAheadMax,
    long memoryBudget,
    long minimumFreeSpace,
    Duration idleClose,
    int writers,
    CopySettings copies,
    ScrubSettings scrub) {
  private static final long MIB = 1L << 20;

  public StorageSettings {
    volumes = List.copyOf(volumes);
    require(!volumes.isEmpty(), "volumes: none (expected: at least one folder)");
    require(packSize >= 8192, "packSize: %d bytes (expected: >= 8192)", packSize);
    require(
        largeObjectSize > 0 && largeObjectSize <= 256 * MIB,
        "largeObjectSize: %d bytes (expected: 1 to 256 MiB)",
        largeObjectSize);
    require(
        writeAheadMin >= 4096 && writeAheadMin <= writeAheadMax && writeAheadMax <= 1024 * MIB,
        "writeAhead: %d to %d bytes (expected: >= 4096, ascending, <= 1 GiB)",
        writeAheadMin,
        writeAheadMax);
    require(memoryBudget >= 0, "memoryBudget: %d bytes (expected: not negative)", memoryBudget);
    require(minimumFreeSpace >= 0, "minimumFreeSpace: %d (expected: >= 0)", minimumFreeSpace);
    require(!idleClose.isNegative(), "idleClose: %s (expected: not negative)", idleClose);
    require(writers >= 1 && writers <= 256, "writers: %d (expected: 1 to 256)", writers);
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }

  /** Settings of a node with one volume in its data folder. */
  public static Builder builder(Path dataFolder) {
    return new Builder(
        List.of(dataFolder.resolve("volume")), dataFolder.resolve("volumes.properties"));
  }

  /** Defaults for everything but the folders. */
  public static final class Builder {
    private List<Path> volumes;
    private Path register;
    private long packSize = 1024 * MIB;
    private long largeObjectSize = 16 * MIB;
    private long writeAheadMin = MIB;
    private long writeAheadMax = 64 * MIB;
    private long memoryBudget = 64 * MIB;
    private long minimumFreeSpace = 1024 * MIB;
    private Duration idleClose = Duration.ofMinutes(2);
    private int writers = 4;
    private CopySettings copies = CopySettings.none();
    private ScrubSettings scrub = ScrubSettings.never();

    private Builder(List<Path> volumes, Path register) {
      this.volumes = volumes;
      this.register = register;
    }

    public Builder volumes(List<Path> value) {
      volumes = List.copyOf(value);
      return this;
    }

    public Builder register(Path value) {
      register = value;
      return this;
    }

    public Builder packSize(long bytes) {
      packSize = bytes;
      return this;
    }

    public Builder largeObjectSize(long bytes) {
      largeObjectSize = bytes;
      return this;
    }

    public Builder writeAhead(long minBytes, long maxBytes) {
      writeAheadMin = minBytes;
      writeAheadMax = maxBytes;
      return this;
    }

    public Builder memoryBudget(long bytes) {
      memoryBudget = bytes;
      return this;
    }

    public Builder minimumFreeSpace(long bytes) {
      minimumFreeSpace = bytes;
      return this;
    }

    public Builder idleClose(Duration value) {
      idleClose = value;
      return this;
    }

    public Builder writers(int threads) {
      writers = threads;
      return this;
    }

    public Builder copies(CopySettings value) {
      copies = value;
      return this;
    }

    public Builder scrub(ScrubSettings value) {
      scrub = value;
      return this;
    }

    public StorageSettings build() {
      return new StorageSettings(
          volumes,
          register,
          packSize,
          largeObjectSize,
          writeAheadMin,
          writeAheadMax,
          memoryBudget,
          minimumFreeSpace,
          idleClose,
          writers,
          copies,
          scrub);
    }
  }
}
