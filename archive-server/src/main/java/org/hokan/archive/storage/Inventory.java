package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what is on the volumes, from names and from the small files beside the packs. */
final class Inventory {
  private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);

  private final Volumes volumes;
  private final Replay.LivePacks live;

  Inventory(Volumes volumes, Replay.LivePacks live) {
    this.volumes = volumes;
    this.live = live;
  }

  /** A pack that another one has replaced, and that is still there. */
  record Superseded(PackRef old, PackRef by) {}

  /** The packs that count: of several generations the latest. */
  List<PackRef> refs() throws IOException {
    return List.copyOf(latest(all()).values());
  }

  List<Superseded> superseded() throws IOException {
    List<PackRef> all = all();
    Map<PackRef, PackRef> latest = latest(all);
    List<Superseded> superseded = new ArrayList<>();
    for (PackRef pack : all) {
      PackRef by = latest.getOrDefault(pack.base(), pack);
      if (by.replaces(pack)) {
        superseded.add(new Superseded(pack, by));
      }
    }
    return superseded;
  }

  private static Map<PackRef, PackRef> latest(List<PackRef> all) {
    Map<PackRef, PackRef> latest = new LinkedHashMap<>();
    all.forEach(pack -> latest.merge(pack.base(), pack, (a, b) -> a.replaces(b) ? a : b));
    return latest;
  }

  private List<PackRef> all() throws IOException {
    List<PackRef> refs = new ArrayList<>();
    for (Volume volume : volumes.all()) {
      PackCatalog.packs(
          volume,
          found -> {
            if (found.present()) {
              refs.add(found.pack());
            }
          });
      PackCatalog.large(volume, refs::add);
    }
    return refs;
  }

  List<PackStatus> packs() throws IOException {
    List<PackStatus> packs = new ArrayList<>();
    for (PackRef ref : refs()) {
      try {
        packs.add(statusOf(ref));
      } catch (NoSuchFileException e) {
        LOG.debug("Pack {} was removed while packs were listed", ref, e);
      } catch (IOException e) {
        if (!DeviceError.is(e)) {
          throw e;
        }
        LOG.error("Pack {} cannot be opened", ref, e);
        packs.add(told(ref));
      }
    }
    packs.sort(
        (a, b) -> {
          int byShelf = a.shelf().compareTo(b.shelf());
          return byShelf != 0 ? byShelf : Long.compare(a.firstSequence(), b.firstSequence());
        });
    return packs;
  }

  /** Length of the objects in a pack; 0 when its file cannot be opened now. */
  long bytes(PackRef ref) {
    try {
      return statusOf(ref).bytes();
    } catch (IOException e) {
      LOG.warn("Pack {} cannot be opened; it counts for nothing", ref, e);
      return 0;
    }
  }

  private PackStatus statusOf(PackRef ref) throws IOException {
    return ref.large() ? large(ref) : status(ref);
  }

  private PackStatus status(PackRef ref) throws IOException {
    return told(ref, fileLength(ref));
  }

  /** Of a pack that the device does not give: what is known otherwise. */
  private PackStatus told(PackRef ref) throws IOException {
    return told(ref, 0);
  }

  private PackStatus told(PackRef ref, long fileLength) throws IOException {
    Optional<PackSummary> open = live.summary(ref);
    Optional<PackCatalog.Known> known = ref.large() ? Optional.empty() : PackCatalog.known(ref);
    Optional<PackSummary> told = open.or(() -> known.flatMap(PackCatalog.Known::summary));
    PackSummary summary = told.orElse(PackSummary.empty(ref.firstSequence()));
    long most = fileLength > 0 ? fileLength - TarHeader.TRAILER : Long.MAX_VALUE;
    return new PackStatus(
        ref.volume().id(),
        ref.name(),
        ref.shelf(),
        ref.large() ? PackStatus.State.LARGE : state(open, known),
        summary.entries(),
        summary.bytes(),
        told.map(PackSummary::end).orElse(most),
        fileLength,
        summary.firstSequence(),
        summary.lastSequence());
  }

  private static PackStatus.State state(
      Optional<PackSummary> open, Optional<PackCatalog.Known> known) {
    return open.isPresent()
        ? PackStatus.State.OPEN
        : known.map(PackCatalog.Known::state).orElse(PackStatus.State.SEALED);
  }

  private static long fileLength(PackRef ref) throws IOException {
    try (DiskFile file = ref.volume().disk().open(ref.path(), Disk.Access.READ)) {
      return file.size();
    }
  }

  private static PackStatus large(PackRef ref) throws IOException {
    try (DiskFile file = ref.volume().disk().open(ref.path(), Disk.Access.READ)) {
      long bytes = 0;
      try {
        Optional<PackReader.Entry> entry = PackReader.scanning(file, ref.name(), 0).next();
        bytes = entry.map(e -> e.header().length()).orElse(0L);
      } catch (DamagedPack e) {
        // verify() and replay() tell of it; here the file is only listed
      }
      return new PackStatus(
          ref.volume().id(),
          ref.name(),
          ref.shelf(),
          PackStatus.State.LARGE,
          1,
          bytes,
          file.size() - TarHeader.TRAILER,
          file.size(),
          ref.firstSequence(),
          ref.firstSequence());
    }
  }

  List<StorageStatus.VolumeStatus> space() {
    return volumes.all().stream()
        .map(volume -> StorageStatus.VolumeStatus.of(volume, volumes.reserve()))
        .toList();
  }

  List<StorageStatus.ShelfStatus> shelves() throws IOException {
    Map<Shelf, List<PackStatus>> byShelf = new TreeMap<>();
    for (PackStatus pack : packs()) {
      byShelf.computeIfAbsent(pack.shelf(), shelf -> new ArrayList<>()).add(pack);
    }
    List<StorageStatus.ShelfStatus> shelves = new ArrayList<>();
    byShelf.forEach((shelf, packs) -> shelves.add(sum(shelf, packs)));
    return shelves;
  }

  private static StorageStatus.ShelfStatus sum(Shelf shelf, List<PackStatus> packs) {
    return new StorageStatus.ShelfStatus(
        shelf,
        packs.size(),
        count(packs, PackStatus.State.OPEN),
        count(packs, PackStatus.State.SEALED),
        count(packs, PackStatus.State.FAILED),
        count(packs, PackStatus.State.LARGE),
        packs.stream().mapToLong(PackStatus::entries).sum(),
        packs.stream().mapToLong(PackStatus::bytes).sum());
  }

  private static int count(List<PackStatus> packs, PackStatus.State state) {
    return (int) packs.stream().filter(pack -> pack.state() == state).count();
  }
}
