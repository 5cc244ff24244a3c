package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the packs on a volume by their names. */
final class PackCatalog {

  /**
   * A pack's file as the folder's listing shows it.
   *
   * @param present false when only a file that tells of it is there
   * @param states of the files beside it; one as a rule, more or none after a crash
   */
  record Found(PackRef pack, boolean present, Set<PackStatus.State> states) {}

  static final Set<PackStatus.State> SUMMARIES =
      EnumSet.of(
          PackStatus.State.OPEN,
          PackStatus.State.CLOSED,
          PackStatus.State.SEALED,
          PackStatus.State.FAILED);

  /** Takes what is found. */
  interface Visitor<T> {
    void accept(T found) throws IOException;
  }

  private static final List<PackStatus.State> LAST_FIRST =
      List.of(
          PackStatus.State.FAILED,
          PackStatus.State.SEALED,
          PackStatus.State.CLOSED,
          PackStatus.State.OPEN);
  private static final int TRIES = 5;
  private static final Logger LOG = LoggerFactory.getLogger(PackCatalog.class);

  private PackCatalog() {}

  /** The packs of many entries, by shelf and age. */
  static void packs(Volume volume, Visitor<Found> visitor) throws IOException {
    for (Shelf shelf : shelves(volume)) {
      TreeMap<PackRef, Found> byAge = new TreeMap<>(PackCatalog::compareAge);
      for (String name : volume.disk().list(folder(volume, shelf))) {
        add(volume, shelf, name, byAge);
      }
      for (Found found : byAge.values()) {
        visitor.accept(found);
      }
    }
  }

  private static int compareAge(PackRef one, PackRef other) {
    int bySequence = Long.compare(one.firstSequence(), other.firstSequence());
    return bySequence != 0 ? bySequence : Integer.compare(one.generation(), other.generation());
  }

  private static void add(Volume volume, Shelf shelf, String name, TreeMap<PackRef, Found> to) {
    int dot = name.indexOf(PackRef.EXTENSION);
    String tar = dot < 0 ? "" : name.substring(0, dot + PackRef.EXTENSION.length());
    Optional<PackRef> pack = PackRef.named(volume, shelf, tar, false);
    if (pack.isEmpty()) {
      return;
    }
    Found before =
        to.computeIfAbsent(
            pack.get(), ref -> new Found(ref, false, EnumSet.noneOf(PackStatus.State.class)));
    String rest = name.substring(tar.length());
    if (rest.isEmpty()) {
      to.put(pack.get(), new Found(before.pack(), true, before.states()));
    }
    for (PackStatus.State state : SUMMARIES) {
      if (rest.equals(PackRef.extension(state))) {
        before.states().add(state);
      }
    }
  }

  /** The files of large objects, by shelf and age. */
  static void large(Volume volume, Visitor<PackRef> visitor) throws IOException {
    for (Shelf shelf : shelves(volume)) {
      Path folder = folder(volume, shelf).resolve(PackRef.LARGE_FOLDER);
      for (String name : volume.disk().list(folder)) {
        Optional<PackRef> pack = PackRef.named(volume, shelf, name, true);
        if (pack.isPresent()) {
          visitor.accept(pack.get());
        }
      }
    }
  }

  private static List<Shelf> shelves(Volume volume) throws IOException {
    List<Shelf> shelves = new ArrayList<>();
    Path root = volume.folder().resolve(PackRef.PACKS);
    for (String facility : volume.disk().list(root)) {
      for (String storageClass : volume.disk().list(root.resolve(facility))) {
        if (Shelf.isName(facility) && Shelf.isName(storageClass)) {
          shelves.add(new Shelf(facility, storageClass));
        }
      }
    }
    return shelves;
  }

  private static Path folder(Volume volume, Shelf shelf) {
    return volume
        .folder()
        .resolve(PackRef.PACKS)
        .resolve(shelf.facility())
        .resolve(shelf.storageClass());
  }

  /** A pack's state and what the file beside it says. */
  record Known(PackStatus.State state, Optional<PackSummary> summary) {}

  /** Looks until it is found, for it is renamed when the pack's state changes. */
  static Optional<Known> known(PackRef pack) throws IOException {
    Disk disk = pack.volume().disk();
    for (int i = 0; i < TRIES; i++) {
      for (PackStatus.State state : LAST_FIRST) {
        Path path = pack.summaryPath(state);
        if (!disk.exists(path)) {
          continue;
        }
        try (DiskFile file = disk.open(path, Disk.Access.READ)) {
          return Optional.of(new Known(state, PackSummary.readFrom(file)));
        } catch (NoSuchFileException e) {
          // renamed in between
        } catch (ClosedChannelException e) {
          throw e;
        } catch (IOException e) {
          LOG.error("Pack {}: its state file cannot be read; the pack is read instead", pack, e);
          return Optional.of(new Known(state, Optional.empty()));
        }
      }
    }
    return Optional.empty();
  }
}
