package org.hokan.archive.compaction;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadSpace;
import org.hokan.archive.index.KeptEntry;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Compactor;
import org.hokan.archive.storage.DeadEntry;
import org.hokan.archive.storage.Digests;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.NotRemovableYet;
import org.hokan.archive.storage.PackStatus;
import org.hokan.archive.storage.Replacement;
import org.hokan.archive.storage.StorageException;
import org.hokan.archive.storage.StorageStatus;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.pixel.PixelDataException;
import org.hokan.dicom.image.recompress.Recipe;
import org.hokan.dicom.image.recompress.Recompression;
import org.hokan.dicom.image.recompress.RecompressionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes once through all packs in which something is dead. */
final class Round {
  private static final Logger LOG = LoggerFactory.getLogger(Round.class);
  private static final int READ = 64 * 1024;

  private final CompactionRooms rooms;
  private final Order order;
  private final Holds holds;
  private final Predicate<Runnable> besidesRebuild;
  private final Rate rate;
  private final List<String> problems = new ArrayList<>();
  private long packs;
  private long entries;
  private long bytes;
  private long waiting;

  /**
   * What is to be dropped.
   *
   * @param kept where the index had the same object when it was found to be safe there
   */
  private record Gone(DeadObject object, List<KeptEntry> kept) {}

  /**
   * @param besidesRebuild runs something while the index is not being made anew; false when it is
   */
  Round(
      CompactionRooms rooms,
      Order order,
      Holds holds,
      Predicate<Runnable> besidesRebuild,
      Rate rate) {
    this.rooms = rooms;
    this.order = order;
    this.holds = holds;
    this.besidesRebuild = besidesRebuild;
    this.rate = rate;
  }

  CompactionReport run(List<DeadSpace> dead, Instant now, Consumer<String> progress) {
    Map<String, PackStatus> there = packs(dead, now);
    for (DeadSpace space : dead) {
      PackStatus pack = there.get(space.pack());
      if (rate.isClosed()) {
        break;
      }
      if (pack == null) {
        forgetRemoved(space);
      } else if (space.oldest().plus(order.grace()).isAfter(now)) {
        LOG.debug("Pack {}: nothing is dead for {}", pack.pack(), order.grace());
      } else if (!hasEnded(pack) || isDamaged(pack) || order.isPassedOver(pack.pack(), now)) {
        waiting += space.entries();
      } else {
        compact(pack, now, progress);
        progress.accept(
            "%d packs, %d entries, %d bytes given back".formatted(packs, entries, bytes));
      }
    }
    return new CompactionReport(packs, entries, bytes, waiting, problems);
  }

  /** As they are when those are sealed that are to be. */
  private Map<String, PackStatus> packs(List<DeadSpace> dead, Instant now) {
    Map<String, PackStatus> there = byName();
    boolean sealed = false;
    for (DeadSpace space : dead) {
      PackStatus pack = there.get(space.pack());
      if (order.sealing() && pack != null && isToSeal(pack) && hasDue(pack, now)) {
        sealed |= rooms.store().compactor().seal(pack);
      }
    }
    return sealed ? byName() : there;
  }

  private Map<String, PackStatus> byName() {
    Map<String, PackStatus> there = new HashMap<>();
    rooms.store().packs().forEach(pack -> there.put(pack.pack(), pack));
    return there;
  }

  private static boolean isToSeal(PackStatus pack) {
    return switch (pack.state()) {
      case OPEN, CLOSED -> true;
      case SEALED, LARGE, FAILED -> false;
    };
  }

  private static boolean hasEnded(PackStatus pack) {
    return switch (pack.state()) {
      case SEALED, LARGE, FAILED -> true;
      case OPEN, CLOSED -> false;
    };
  }

  /** Of what was given up with its bytes damaged nothing is written anew until it is repaired. */
  private boolean isDamaged(PackStatus pack) {
    return pack.state() == PackStatus.State.FAILED
        && rooms.store().isDoubtful(new Location(pack.volume(), pack.pack(), 0, 0));
  }

  /** A crash came between the removal of a pack and its end in the index. */
  private void forgetRemoved(DeadSpace space) {
    boolean replaced =
        rooms.store().compactor().unfinished().stream()
            .anyMatch(replacement -> replacement.oldPack().equals(space.pack()));
    if (isNowhere(space.pack()) && !replaced) {
      LOG.info("Pack {} is gone; what was dead in it is forgotten", space.pack());
      rooms.database().run(tx -> rooms.index().forget(tx, space.pack()));
    }
  }

  /**
   * The volumes that it was on are there without it, and no copy has it. Those that this node does
   * not have, another node's among them, are only away.
   */
  private boolean isNowhere(String pack) {
    StorageStatus status = rooms.store().status();
    Set<String> there =
        status.volumes().stream()
            .filter(StorageStatus.VolumeStatus::present)
            .map(StorageStatus.VolumeStatus::id)
            .collect(Collectors.toSet());
    return status.volumes().stream().allMatch(StorageStatus.VolumeStatus::present)
        && status.copyVolumes().stream().allMatch(StorageStatus.VolumeStatus::present)
        && rooms.index().dead(pack).stream().allMatch(dead -> there.contains(dead.at().volume()))
        && !rooms.store().packNames().contains(pack);
  }

  private void compact(PackStatus pack, Instant now, Consumer<String> progress) {
    try {
      List<DeadObject> due = due(pack, now);
      if (due.isEmpty() || !isWorthIt(pack, due) || !isFiled(pack)) {
        return;
      }
      List<Gone> gone = droppable(pack, due, now);
      if (gone.isEmpty()) {
        return;
      }
      if (gone.size() == pack.entries() || pack.state() == PackStatus.State.LARGE) {
        remove(pack, gone, now);
      } else if (isWorthIt(pack, objects(gone))) {
        replace(pack, gone, now);
      }
    } catch (NotRemovableYet e) {
      LOG.debug("Pack {} waits", pack.pack(), e);
      progress.accept("later: " + e.getMessage());
    } catch (StorageException e) {
      if (!rate.isClosed()) {
        problem(pack, now, e);
      }
    }
  }

  private void problem(PackStatus pack, Instant now, StorageException cause) {
    LOG.error("Pack {} is not compacted, or not all of it", pack.pack(), cause);
    problems.add(String.valueOf(cause.getMessage()));
    order.troubled().put(pack.pack(), now);
  }

  private boolean isWorthIt(PackStatus pack, List<DeadObject> dead) {
    return dead.size() == pack.entries()
        || pack.state() == PackStatus.State.LARGE
        || sum(dead) * 100.0 >= (double) order.thresholdPercent() * pack.bytes();
  }

  /** What is not in the index yet is neither dead nor alive for it. */
  private boolean isFiled(PackStatus pack) {
    return pack.state() == PackStatus.State.LARGE
        || pack.isCoveredBy(rooms.index().marks().getOrDefault(pack.pack(), 0L));
  }

  /** Whether something is to be dropped, if it proves not to be needed. */
  private boolean hasDue(PackStatus pack, Instant now) {
    return rooms.index().dead(pack.pack()).stream().anyMatch(object -> isDue(object, now));
  }

  private boolean isDue(DeadObject object, Instant now) {
    return !object.since().plus(order.grace()).isAfter(now) && !holds.isHeld(object);
  }

  private List<DeadObject> due(PackStatus pack, Instant now) {
    return rooms.index().dead(pack.pack()).stream().filter(object -> isDue(object, now)).toList();
  }

  /** What cannot be read where it is kept takes only itself from what is given back. */
  private List<Gone> droppable(PackStatus pack, List<DeadObject> due, Instant now) {
    List<Gone> gone = new ArrayList<>();
    for (DeadObject object : due) {
      try {
        notNeeded(object).ifPresent(gone::add);
      } catch (NotRemovableYet e) {
        throw e;
      } catch (StorageException e) {
        if (rate.isClosed()) {
          throw e;
        }
        problem(pack, now, e);
      }
    }
    return gone;
  }

  /** No row points to it; and what it is kept as elsewhere is there and whole. */
  private Optional<Gone> notNeeded(DeadObject object) {
    List<KeptEntry> kept = rooms.database().read(tx -> kept(tx, object));
    if (kept.stream().anyMatch(entry -> isSamePlace(entry.at(), object.at()))) {
      LOG.error(
          "{} at {} in {}: said to be dead, but the index points to it; it stays",
          object.sopInstanceUid(),
          object.at().offset(),
          object.at().pack());
      return Optional.empty();
    }
    boolean safe =
        switch (object.reason()) {
          case REMOVED -> true;
          case DESTROYED -> isPointedToByNone(object);
          case DUPLICATE, RECOMPRESSED, SUPERSEDED, GIVEN_UP ->
              kept.stream().anyMatch(entry -> isSafe(entry, object.original()));
        };
    return safe ? Optional.of(new Gone(object, kept)) : Optional.empty();
  }

  /** Where it, or its original, or what took the place of that, is kept. */
  private List<KeptEntry> kept(Tx tx, DeadObject object) {
    List<KeptEntry> kept = new ArrayList<>(rooms.index().kept(tx, object));
    switch (object.reason()) {
      case SUPERSEDED, GIVEN_UP -> kept.addAll(rooms.index().successors(tx, object));
      case REMOVED, DUPLICATE, RECOMPRESSED, DESTROYED -> {}
    }
    return kept;
  }

  private static boolean isSamePlace(StoredAt one, StoredAt other) {
    return one.pack().equals(other.pack()) && one.offset() == other.offset();
  }

  /**
   * The index may have been made anew meanwhile, and point to something else than was proven; and
   * something may be on hold since.
   */
  private void requireUnchanged(List<Gone> gone) {
    if (objects(gone).stream().anyMatch(holds::isHeld)) {
      throw heldSince(gone);
    }
    boolean changed =
        rooms
            .database()
            .read(
                tx ->
                    gone.stream()
                        .anyMatch(
                            one ->
                                !kept(tx, one.object()).equals(one.kept())
                                    || rooms.index().isPointedTo(tx, one.object())));
    if (changed) {
      throw new StorageException(
          "pack %s: the index points elsewhere than when its dead entries were looked at (expected: later)"
              .formatted(gone.get(0).object().at().pack()));
    }
  }

  private static StorageException heldSince(List<Gone> gone) {
    return new StorageException(
        "pack %s: something in it was put on legal hold since it was looked at (expected: later)"
            .formatted(gone.get(0).object().at().pack()));
  }

  private static List<DeadObject> objects(List<Gone> gone) {
    return gone.stream().map(Gone::object).toList();
  }

  private boolean isPointedToByNone(DeadObject object) {
    boolean pointedTo = rooms.database().read(tx -> rooms.index().isPointedTo(tx, object));
    if (pointedTo) {
      LOG.error(
          "{} in {}: of a destroyed study, but the index points to it; it stays",
          object.sopInstanceUid(),
          object.at().pack());
    }
    return !pointedTo;
  }

  /** Its bytes are whole, give back the original now, and have their second copy. */
  private boolean isSafe(KeptEntry entry, String original) {
    rooms.store().compactor().requireCopy(entry.at().volume(), entry.at().pack());
    return digest(entry.at(), "").equals(entry.digest())
        && (entry.recipe().isEmpty() || digest(entry.at(), entry.recipe()).equals(original));
  }

  private InputStream opened(StoredAt at, String recipe) throws IOException {
    InputStream stored =
        rooms.store().open(new Location(at.volume(), at.pack(), at.offset(), at.length()));
    try {
      return recipe.isEmpty()
          ? stored
          : new Recompression().restore(stored, Recipe.required(recipe));
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /** The digest of what is stored, or of the original that the recipe gives back from it. */
  private String digest(StoredAt at, String recipe) {
    try (InputStream in = opened(at, recipe)) {
      MessageDigest sha256 = Digests.sha256();
      byte[] buffer = new byte[READ];
      int count = in.read(buffer);
      while (count >= 0) {
        rate.pass(count);
        sha256.update(buffer, 0, count);
        count = in.read(buffer);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (IOException | CodecException | RecompressionException | PixelDataException e) {
      throw new StorageException(
          "pack %s, offset %d: cannot be read: %s"
              .formatted(at.pack(), at.offset(), e.getMessage()),
          e);
    }
  }

  private void replace(PackStatus pack, List<Gone> gone, Instant now) {
    Compactor compactor = rooms.store().compactor();
    compactor.admitRemoval(pack);
    try (Compactor.Rewritten fresh = compactor.rewrite(pack, dead(gone), rate)) {
      Replacement replacement = fresh.replacement();
      Runnable swap =
          () -> {
            requireUnchanged(gone);
            fresh.place();
            new Swap(rooms, replacement).run(tx -> note(tx, pack, gone, now));
          };
      if (besidesRebuild.test(swap)) {
        new OldPacks(rooms, holds, rate).remove(replacement);
        given(gone, replacement.freedBytes());
      }
    }
  }

  private void remove(PackStatus pack, List<Gone> gone, Instant now) {
    rooms.store().compactor().admitRemoval(pack);
    if (!besidesRebuild.test(() -> removeNow(pack, gone, now))) {
      LOG.debug("Pack {}: the index is being made anew", pack.pack());
    }
  }

  private void removeNow(PackStatus pack, List<Gone> gone, Instant now) {
    requireUnchanged(gone);
    rooms.database().runForced(tx -> note(tx, pack, gone, now));
    AtomicBoolean removed = new AtomicBoolean();
    Runnable removal = () -> removed.set(rooms.store().compactor().removeDead(pack, dead(gone)));
    if (!holds.unlessHeld(objects(gone), removal)) {
      throw heldSince(gone);
    }
    if (removed.get()) {
      rooms.database().run(tx -> rooms.index().forget(tx, pack.pack()));
      given(gone, pack.fileLength());
    }
  }

  private static List<DeadEntry> dead(List<Gone> gone) {
    return gone.stream()
        .map(Gone::object)
        .map(
            object -> new DeadEntry(object.at().offset(), object.sopInstanceUid(), object.digest()))
        .toList();
  }

  private void given(List<Gone> gone, long freed) {
    packs++;
    entries += gone.size();
    bytes += freed;
  }

  private void note(Tx tx, PackStatus pack, List<Gone> gone, Instant now) {
    rooms
        .audit()
        .record(
            tx,
            AuditEvent.change(now, order.actor(), "storage.compact")
                .facility(pack.shelf().facility())
                .subject("pack " + pack.pack())
                .objects(gone.size())
                .detail("bytes dropped: %d".formatted(sum(objects(gone))))
                .build());
  }

  private static long sum(List<DeadObject> dead) {
    return dead.stream().mapToLong(object -> object.at().length()).sum();
  }
}
