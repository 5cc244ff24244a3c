package org.hokan.archive.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The volumes of second copies. Other than a first volume, one that was known may be missing: it is
 * opened when it is back. Thread-safe.
 */
final class CopyVolumes implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(CopyVolumes.class);

  private final List<Place> places;
  private final Disk disk;
  private final long reserve;

  /** A folder that is configured, and its volume once that was there. */
  private static final class Place {
    private final Path folder;
    private final String id;
    private volatile @Nullable Volume volume;

    /** Whether it was told that it cannot be opened. */
    private volatile boolean refused;

    /** Whether less than the reserve was free at the last look. */
    private volatile boolean full;

    Place(Path folder, String id) {
      this.folder = folder;
      this.id = id;
    }

    @Override
    public String toString() {
      return id + " in " + folder;
    }
  }

  private CopyVolumes(List<Place> places, Disk disk, long reserve) {
    this.places = List.copyOf(places);
    this.disk = disk;
    this.reserve = reserve;
  }

  /**
   * Opens those that are there.
   *
   * @throws StorageException when one is no place for copies of these volumes
   */
  static CopyVolumes open(StorageSettings settings, Volumes firsts, Disk disk, Clock clock) {
    List<Place> places = new ArrayList<>();
    CopyVolumes volumes = null;
    try {
      VolumeRegister register = VolumeRegister.read(disk, settings.register());
      for (Path folder : settings.copies().volumes()) {
        Path absolute = folder.toAbsolutePath().normalize();
        checkApart(firsts, absolute);
        checkDevice(settings.copies(), firsts, disk, absolute, register.idOf(absolute));
        Place place = new Place(absolute, id(register, firsts, disk, absolute, clock));
        if (places.stream().anyMatch(other -> other.id.equals(place.id))) {
          throw new StorageException("copy volume %s is configured twice".formatted(place));
        }
        places.add(place);
        register.remember(absolute, place.id);
      }
      volumes = new CopyVolumes(places, disk, settings.minimumFreeSpace());
      for (Place place : places) {
        if (!volumes.open(place)) {
          LOG.error("Copy volume {} is not there: copies are owed until it is back", place);
        }
      }
      return volumes;
    } catch (IOException e) {
      throw new StorageException("copy volumes cannot be opened: " + e.getMessage(), e);
    } catch (StorageException e) {
      if (volumes != null) {
        volumes.close();
      }
      throw e;
    }
  }

  private static void checkApart(Volumes firsts, Path folder) {
    for (Volume first : firsts.all()) {
      if (folder.startsWith(first.folder()) || first.folder().startsWith(folder)) {
        throw new StorageException(
            "copy volume %s: in or above first volume %s (expected: a folder on another disk)"
                .formatted(folder, first));
      }
    }
  }

  /** One that was known and is not there is not mounted: then its device is not known. */
  private static void checkDevice(
      CopySettings settings, Volumes firsts, Disk disk, Path folder, Optional<String> known)
      throws IOException {
    if (known.isPresent() && !disk.exists(folder.resolve(VolumeMarker.FILE))) {
      return;
    }
    for (Volume first : firsts.all()) {
      if (!disk.device(first.folder()).equals(disk.device(folder))) {
        continue;
      }
      String problem =
          "copy volume %s: on the file system of first volume %s; one broken disk takes both"
              .formatted(folder, first);
      if (!settings.sameDevice()) {
        throw new StorageException(
            problem + " (expected: another disk, or storage.copy-same-disk: allow)");
      }
      LOG.warn(problem);
    }
  }

  /** The id that is expected there, whether it is there now or not; makes a new volume. */
  private static String id(
      VolumeRegister register, Volumes firsts, Disk disk, Path folder, Clock clock)
      throws IOException {
    Optional<String> known = register.idOf(folder);
    Optional<VolumeMarker> found = marker(disk, folder, known);
    if (found.isPresent() && !isCopyOf(firsts, found.get())) {
      throw new StorageException(
          "copy volume %s: volume %s keeps no copies of this node's volumes (expected: an empty folder, or a volume of their copies)"
              .formatted(folder, found.get().id()));
    }
    if (known.isPresent()) {
      return known.get();
    }
    if (found.isPresent()) {
      return found.get().id();
    }
    String archive = firsts.all().get(0).archive();
    return Volumes.initialise(disk, folder, VolumeMarker.fresh(archive, true), clock).id();
  }

  /** Of one that was known, a marker that cannot be read counts as none: it is not there. */
  private static Optional<VolumeMarker> marker(Disk disk, Path folder, Optional<String> known)
      throws IOException {
    try {
      return VolumeMarker.read(disk, folder);
    } catch (IOException e) {
      if (known.isEmpty()) {
        throw e;
      }
      LOG.error("Copy volume {} in {}: its marker cannot be read", known.get(), folder, e);
      return Optional.empty();
    }
  }

  private static boolean isCopyOf(Volumes firsts, VolumeMarker marker) {
    return marker.copy() && firsts.archives().contains(marker.archive());
  }

  /** Whether it is open now. */
  private boolean open(Place place) {
    try {
      Optional<VolumeMarker> found = VolumeMarker.read(disk, place.folder);
      if (found.filter(marker -> marker.id().equals(place.id)).isEmpty()) {
        return false;
      }
      place.volume = Volume.open(disk, place.folder, found.get());
      return true;
    } catch (IOException | VolumeReadOnly e) {
      LOG.debug("copy volume {} cannot be opened", place, e);
      return false;
    }
  }

  /**
   * Looks whether they are still there, and opens those that are back.
   *
   * @return whether one is back that was away
   */
  boolean look() {
    boolean back = false;
    for (Place place : places) {
      Volume volume = place.volume;
      if (volume == null) {
        back |= isBack(place);
      } else {
        boolean before = volume.usable();
        Volumes.look(volume);
        back |= !before && volume.usable();
        lookForRoom(place, volume);
      }
    }
    return back;
  }

  private void lookForRoom(Place place, Volume volume) {
    boolean full = volume.usable() && freeBytes(volume) < reserve;
    if (full && !place.full) {
      LOG.error(
          "Copy volume {} is full: less than {} free (storage.minimum-free-space); make room there,"
              + " or add one (storage.copy-volumes)",
          place,
          Size.text(reserve));
    } else if (!full && place.full) {
      LOG.info("Copy volume {} is full no longer", place);
    }
    place.full = full;
  }

  /** What keeps one from being opened keeps nothing else from being done. */
  private boolean isBack(Place place) {
    try {
      boolean opened = open(place);
      if (opened) {
        place.refused = false;
        LOG.info("Copy volume {} is back", place);
      }
      return opened;
    } catch (StorageException e) {
      if (!place.refused) {
        place.refused = true;
        LOG.error("Copy volume {} is there, and cannot be opened; tried again", place, e);
      }
      return false;
    }
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Those that can be read now. */
  List<Volume> present() {
    return places.stream()
        .map(place -> place.volume)
        .filter(Objects::nonNull)
        .filter(Volume::present)
        .toList();
  }

  /** How many are away, or cannot be written. */
  int unavailable() {
    return (int) places.stream().filter(place -> !usable(place)).count();
  }

  /** How many can be written, but have less than the reserve free. */
  int full() {
    return (int) places.stream().filter(place -> usable(place) && place.full).count();
  }

  private static boolean usable(Place place) {
    Volume volume = place.volume;
    return volume != null && volume.usable();
  }

  /** The copy of a pack, where there is one; of several the one that reaches farthest. */
  Optional<PackRef> holding(PackRef first) {
    return all(first).stream().findFirst();
  }

  /**
   * The copies of a pack: several when a volume could take no more amid it, or was away for a
   * while. The one that reaches farthest comes first.
   */
  List<PackRef> all(PackRef first) {
    List<PackRef> copies = present().stream().map(first::on).filter(PackRef::exists).toList();
    return copies.size() < 2
        ? copies // what they tell is not read
        : copies.stream()
            .map(copy -> Map.entry(copy, reach(copy)))
            .sorted(Map.Entry.<PackRef, Long>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
  }

  private static long reach(PackRef copy) {
    try {
      return CatchUp.end(copy);
    } catch (IOException e) {
      LOG.debug("copy {} does not tell where it ends", copy, e);
      return 0;
    }
  }

  /**
   * Where the pack's copy is or will be. Looks whether the volume is there still: beneath a mount
   * point that is empty since a moment nothing is written.
   *
   * @throws CopyUnavailable when there is no room for it now
   */
  PackRef target(PackRef first) {
    return holding(first)
        .filter(copy -> canTake(copy.volume()))
        .orElseGet(() -> first.on(roomiest()));
  }

  private boolean canTake(Volume volume) {
    return volume.look() && volume.usable() && freeBytes(volume) >= reserve;
  }

  /** None where that cannot be told: it keeps no copy from another one. */
  private static long freeBytes(Volume volume) {
    try {
      return volume.freeBytes();
    } catch (VolumeMissing e) {
      LOG.warn("Copy volume {} is passed over: {}", volume, e.getMessage());
      return Long.MIN_VALUE;
    }
  }

  private Volume roomiest() {
    return present().stream()
        .filter(this::canTake)
        .max(Comparator.comparingLong(CopyVolumes::freeBytes))
        .orElseThrow(
            () ->
                new CopyUnavailable(
                    "no copy volume can take more: %s (expected: there, writable, %s free)"
                        .formatted(places, Size.text(reserve))));
  }

  /** What a status says of each. */
  List<StorageStatus.VolumeStatus> status() {
    List<StorageStatus.VolumeStatus> status = new ArrayList<>();
    for (Place place : places) {
      Volume volume = place.volume;
      status.add(
          volume == null
              ? StorageStatus.VolumeStatus.absent(place.id, place.folder, reserve)
              : StorageStatus.VolumeStatus.of(volume, reserve));
    }
    return status;
  }

  @Override
  public void close() {
    for (Place place : places) {
      Volume volume = place.volume;
      if (volume != null) {
        volume.close();
      }
    }
  }
}
