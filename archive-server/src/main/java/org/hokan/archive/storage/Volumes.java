package org.hokan.archive.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's volumes and the choice among them by free space. Thread-safe. */
final class Volumes implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);

  private final List<Volume> all;
  private final long reserve;

  /** Received and not on any disk yet. */
  private final AtomicLong pending = new AtomicLong();

  private Volumes(List<Volume> all, long reserve) {
    this.all = List.copyOf(all);
    this.reserve = reserve;
  }

  static Volumes open(StorageSettings settings, Disk disk, Clock clock) {
    List<Volume> opened = new ArrayList<>();
    boolean done = false;
    try {
      VolumeRegister register = VolumeRegister.read(disk, settings.register());
      for (Path folder : settings.volumes()) {
        Path absolute = folder.toAbsolutePath().normalize();
        String archive = opened.isEmpty() ? UUID.randomUUID().toString() : opened.get(0).archive();
        VolumeMarker marker = new Expected(register, disk, clock, archive).in(absolute);
        if (opened.stream().anyMatch(other -> other.id().equals(marker.id()))) {
          throw new StorageException("volume %s is configured twice".formatted(marker.id()));
        }
        opened.add(Volume.open(disk, absolute, marker));
        register.remember(absolute, marker.id());
      }
      done = true;
      return new Volumes(opened, settings.minimumFreeSpace());
    } catch (IOException e) {
      throw new StorageException("volumes cannot be opened: " + e.getMessage(), e);
    } finally {
      if (!done) {
        opened.forEach(Volume::close);
      }
    }
  }

  /**
   * The markers that are expected.
   *
   * @param archive of a new volume
   */
  private record Expected(VolumeRegister register, Disk disk, Clock clock, String archive) {

    /** The marker of the folder; a new one when it is empty and no volume was known there. */
    VolumeMarker in(Path folder) throws IOException {
      Optional<String> known = register.idOf(folder);
      Optional<VolumeMarker> found = VolumeMarker.read(disk, folder);
      if (known.isPresent() && !found.map(VolumeMarker::id).equals(known)) {
        throw new VolumeMissing(
            "volume in %s: %s (expected: volume %s; is its disk mounted?)"
                .formatted(
                    folder, found.map(m -> "volume " + m.id()).orElse("no marker"), known.get()));
      }
      if (found.isEmpty()) {
        return initialise(disk, folder, VolumeMarker.fresh(archive, false), clock);
      }
      if (found.get().copy()) {
        return promote(folder, found.get());
      }
      if (known.isEmpty()) {
        LOG.info("Volume {} in {} joins this node", found.get().id(), folder);
      }
      return found.get();
    }

    /** What was a volume of second copies is first from now on, under an id of its own. */
    private VolumeMarker promote(Path folder, VolumeMarker copy) {
      VolumeMarker first = copy.promoted();
      try {
        first.write(disk, folder, clock.instant());
      } catch (IOException e) {
        throw new VolumeReadOnly("volume %s cannot be written".formatted(folder), e);
      }
      LOG.warn(
          "Volume {} in {} held second copies; it is first volume {} now",
          copy.id(),
          folder,
          first.id());
      return first;
    }
  }

  /** Makes a volume of an empty folder. */
  static VolumeMarker initialise(Disk disk, Path folder, VolumeMarker marker, Clock clock)
      throws IOException {
    List<String> content = new ArrayList<>(disk.list(folder));
    content.removeIf(name -> name.equals("lost+found") || name.startsWith(VolumeMarker.FILE));
    if (!content.isEmpty()) {
      throw new VolumeMissing(
          "volume in %s: no marker %s, but %s (expected: a volume, or an empty folder)"
              .formatted(folder, VolumeMarker.FILE, content.get(0)));
    }
    try {
      disk.createFolder(folder);
      marker.write(disk, folder, clock.instant());
    } catch (IOException e) {
      throw new VolumeReadOnly("volume %s cannot be made".formatted(folder), e);
    }
    LOG.info("New volume {} in {}", marker.id(), folder);
    return marker;
  }

  List<Volume> all() {
    return all;
  }

  /** What these volumes are parts of. */
  Set<String> archives() {
    return all.stream().map(Volume::archive).collect(Collectors.toUnmodifiableSet());
  }

  Volume byId(String id) {
    return find(id)
        .orElseThrow(() -> new VolumeMissing("volume %s is not configured".formatted(id)));
  }

  Optional<Volume> find(String id) {
    return all.stream().filter(volume -> volume.id().equals(id)).findFirst();
  }

  long reserve() {
    return reserve;
  }

  /** Counts what is held in memory until it is on a disk; negative to give back. */
  void addPending(long bytes) {
    pending.addAndGet(bytes);
  }

  /**
   * Refuses a new object when there is no room for it.
   *
   * @throws SpaceExhausted when no volume has more free than the reserve and what is pending
   */
  void admit() {
    Room best = mostRoom().orElseThrow(this::noneUsable);
    long free = best.freeBytes() - pending.get();
    if (free < reserve) {
      throw new SpaceExhausted(
          ("volume %s: %s free (expected: %s, storage.minimum-free-space): nothing is accepted; make"
                  + " room there, add a folder on another disk to storage.volumes, or lower the key")
              .formatted(best.volume(), Size.text(free), Size.text(reserve)));
    }
  }

  /**
   * Whether something that could go to another volume is to: less than the reserve is free there,
   * and elsewhere it is not. As of the last admission; asks no file system.
   */
  boolean isToBeSpared(Volume volume) {
    return volume.knownFree() < reserve
        && all.stream().anyMatch(other -> other.usable() && other.knownFree() >= reserve);
  }

  /** The volume with most space, for an object that was admitted. */
  Volume roomiest() {
    return mostRoom().map(Room::volume).orElseThrow(this::noneUsable);
  }

  /** A volume that can be written, and what is free there. */
  private record Room(Volume volume, long freeBytes) {
    private static Stream<Room> of(Volume volume) {
      try {
        return Stream.of(new Room(volume, volume.freeBytes()));
      } catch (VolumeMissing e) {
        LOG.warn("Volume {} is passed over: {}", volume, e.getMessage());
        return Stream.empty();
      }
    }
  }

  /** Of those that can be written: one whose free space cannot be told keeps none from others. */
  private Optional<Room> mostRoom() {
    return all.stream()
        .filter(Volume::usable)
        .flatMap(Room::of)
        .max(Comparator.comparingLong(Room::freeBytes));
  }

  private StorageException noneUsable() {
    return all.stream().anyMatch(Volume::present)
        ? new VolumeReadOnly("no volume can be written: " + all)
        : new VolumeMissing("no volume is there: " + all);
  }

  /**
   * Looks at all of them.
   *
   * @throws VolumeMissing when one is away
   */
  void requireAll() {
    look();
    all.stream()
        .filter(volume -> !volume.present())
        .findFirst()
        .ifPresent(
            away -> {
              throw new VolumeMissing(
                  "volume %s has gone (expected: all volumes are there; is its disk mounted?)"
                      .formatted(away));
            });
  }

  /** Looks whether the markers are still there, and can be written. */
  void look() {
    all.forEach(Volumes::look);
  }

  /** Those that are not there now: what was on them is neither found nor lost. */
  List<Volume> away() {
    return all.stream().filter(volume -> !volume.look()).toList();
  }

  /** Tells of what has changed since the last look. */
  static void look(Volume volume) {
    boolean before = volume.usable();
    volume.look();
    if (before && !volume.usable()) {
      LOG.error(
          "Volume {} {}: nothing is stored there until it is back",
          volume,
          volume.present() ? "can only be read" : "has gone");
    } else if (!before && volume.usable()) {
      LOG.info("Volume {} is back", volume);
    }
  }

  @Override
  public void close() {
    all.forEach(Volume::close);
  }
}
