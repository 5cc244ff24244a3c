package org.hokan.archive.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compacts packs on the file systems of this machine. */
final class LocalCompactor implements Compactor {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCompactor.class);

  private static final Set<PackStatus.State> ENDED =
      EnumSet.of(PackStatus.State.SEALED, PackStatus.State.FAILED);

  private final Volumes volumes;
  private final Inventory inventory;
  private final PackRemoval removal;
  private final Forwarding forwarding;
  private final Sealing sealing;

  /** Names of new packs that this process wrote and proved. */
  private final Set<String> proven = new HashSet<>();

  LocalCompactor(
      Volumes volumes,
      Inventory inventory,
      PackRemoval removal,
      Forwarding forwarding,
      Sealing sealing) {
    this.volumes = volumes;
    this.inventory = inventory;
    this.removal = removal;
    this.forwarding = forwarding;
    this.sealing = sealing;
  }

  /** Who appends to a pack's shelf. */
  interface Sealing {
    /** Seals a pack of it; whether that is done. */
    boolean seal(PackRef pack);
  }

  /** Work with files, which may fail. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(Object subject, Step<T> step) {
    try {
      return step.run();
    } catch (InterruptedIOException e) {
      throw new StorageException("pack %s: compaction was ended".formatted(subject), e);
    } catch (IOException e) {
      String message = "pack %s cannot be compacted: %s".formatted(subject, e.getMessage());
      throw DiskFull.is(e) ? new SpaceExhausted(message, e) : new StorageException(message, e);
    }
  }

  @Override
  public void admitRemoval(PackStatus pack) {
    removal.admit(ref(pack.volume(), pack.pack()));
  }

  @Override
  public void requireCopy(String volume, String pack) {
    removal.requireCopy(ref(volume, pack));
  }

  @Override
  public boolean seal(PackStatus pack) {
    return sealing.seal(ref(pack.volume(), pack.pack()));
  }

  @Override
  public Rewritten rewrite(PackStatus pack, Collection<DeadEntry> dead, Throttle throttle) {
    PackRef from = ref(pack.volume(), pack.pack());
    return attempt(
        from,
        () -> {
          PackSummary before = ended(from);
          removal.requireNoMoreInCopy(from, before);
          admit(from.volume(), before, dead);
          PackRewrite rewrite = new PackRewrite(from, dead, throttle);
          return new Fresh(from, rewrite, before, rewrite.run(before.end()));
        });
  }

  /** A pack that is not at its place yet. */
  private final class Fresh implements Rewritten {
    private final PackRef from;
    private final PackRewrite rewrite;
    private final PackSummary before;
    private final PackSummary after;

    Fresh(PackRef from, PackRewrite rewrite, PackSummary before, PackSummary after) {
      this.from = from;
      this.rewrite = rewrite;
      this.before = before;
      this.after = after;
    }

    @Override
    public Replacement replacement() {
      return LocalCompactor.replacement(from, before.end(), from.next(), after.end());
    }

    @Override
    public void place() {
      attempt(
          from,
          () -> {
            rewrite.place();
            return proven.add(from.next().name());
          });
      LOG.info(
          "Pack {} is written anew: {} of {} objects, {} bytes less",
          from,
          after.entries(),
          before.entries(),
          before.end() - after.end());
    }

    @Override
    public void close() {
      attempt(
          from,
          () -> {
            rewrite.drop();
            return true;
          });
    }
  }

  private static Replacement replacement(PackRef from, long oldEnd, PackRef to, long newEnd) {
    return new Replacement(from.volume().id(), from.name(), oldEnd, to.name(), newEnd);
  }

  private void admit(Volume volume, PackSummary before, Collection<DeadEntry> dead)
      throws IOException {
    if (!volume.look()) {
      throw new VolumeMissing("volume %s: its marker has gone".formatted(volume));
    }
    long free = volume.freeBytes();
    if (free < volumes.reserve() + before.end()) {
      throw new SpaceExhausted(
          "volume %s: %d bytes free (expected: >= %d, to write a pack anew without %d entries)"
              .formatted(volume, free, volumes.reserve() + before.end(), dead.size()));
    }
  }

  private PackRef ref(String volume, String pack) {
    return PackRef.parse(volumes.byId(volume), pack);
  }

  /** Of a pack that nobody appends to any more: full, or given up. */
  private static PackSummary ended(PackRef pack) throws IOException {
    PackCatalog.Known known =
        PackCatalog.known(pack)
            .filter(told -> ENDED.contains(told.state()))
            .orElseThrow(
                () ->
                    new StorageException(
                        "pack %s is not sealed (expected: it is, or has failed)".formatted(pack)));
    return known
        .summary()
        .orElseThrow(
            () ->
                new StorageException(
                    "pack %s: its summary is damaged (expected: readable; a start writes it anew)"
                        .formatted(pack)));
  }

  @Override
  public List<Replacement> unfinished() {
    return attempt(
        "list",
        () -> {
          List<Replacement> all = new ArrayList<>();
          for (Inventory.Superseded pair : inventory.superseded()) {
            Optional<PackSummary> by =
                PackCatalog.known(pair.by()).flatMap(known -> known.summary());
            if (by.isPresent()) {
              pair.by().volume().disk().forceFolder(pair.by().folder());
              all.add(replacement(pair.old(), end(pair.old()), pair.by(), by.get().end()));
            } else {
              LOG.error("Pack {} has no summary; the next start writes it", pair.by());
            }
          }
          return all;
        });
  }

  /** Of an old pack whose removal may have begun. */
  private static long end(PackRef old) throws IOException {
    return PackCatalog.known(old)
        .flatMap(PackCatalog.Known::summary)
        .map(PackSummary::end)
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public void moves(Replacement replacement, MoveVisitor visitor) {
    moves(replacement, visitor, dropped -> {});
  }

  private void moves(Replacement replacement, MoveVisitor visitor, Consumer<StoredObject> dropped) {
    PackRef from = ref(replacement.volume(), replacement.oldPack());
    PackRef to = ref(replacement.volume(), replacement.newPack());
    attempt(
        from,
        () -> {
          try (DiskFile oldFile = from.volume().disk().open(from.path(), Disk.Access.READ);
              DiskFile newFile = to.volume().disk().open(to.path(), Disk.Access.READ)) {
            PackReader before = old(oldFile, replacement);
            PackReader after = PackReader.within(newFile, to.name(), 0, replacement.newEnd());
            Optional<PackReader.Entry> moved = after.next();
            while (moved.isPresent()) {
              PackReader.Entry now = moved.get();
              visitor.moved(
                  now.header().stored(to, now.bodyOffset()),
                  same(before, now.header(), from, dropped).bodyOffset());
              moved = after.next();
            }
            Optional<PackReader.Entry> left = before.next();
            while (left.isPresent()) {
              dropped.accept(left.get().header().stored(from, left.get().bodyOffset()));
              left = before.next();
            }
          }
          return true;
        });
  }

  /** Behind the end of one that was given up there may be anything. */
  private static PackReader old(DiskFile file, Replacement replacement) throws IOException {
    String name = replacement.oldPack();
    return replacement.oldEnd() == Long.MAX_VALUE
        ? PackReader.scanning(file, name, 0)
        : PackReader.within(file, name, 0, replacement.oldEnd());
  }

  /** Entries keep their order, and their sequence is theirs alone. */
  private static PackReader.Entry same(
      PackReader before, EntryHeader header, PackRef from, Consumer<StoredObject> dropped)
      throws IOException {
    while (true) {
      PackReader.Entry entry =
          before
              .next()
              .orElseThrow(
                  () ->
                      new DamagedPack(
                          from.name(),
                          before.offset(),
                          "end (expected: entry %d)".formatted(header.sequence())));
      if (entry.header().sequence() == header.sequence()) {
        return entry;
      }
      dropped.accept(entry.header().stored(from, entry.bodyOffset()));
    }
  }

  @Override
  public void removeReplaced(Replacement replacement, Throttle throttle, Last last) {
    PackRef from = ref(replacement.volume(), replacement.oldPack());
    PackRef to = ref(replacement.volume(), replacement.newPack());
    if (!to.replaces(from)) {
      throw new StorageException("pack %s (expected: a later one of %s)".formatted(to, from));
    }
    removal.admit(from);
    attempt(
        from,
        () -> {
          if (!proven.contains(to.name())) {
            try (DiskFile file = to.volume().disk().open(to.path(), Disk.Access.READ)) {
              PackRewrite.prove(to, file, ended(to), throttle);
              proven.add(to.name());
            }
          }
          Forwarding.Collector moves = new Forwarding.Collector();
          List<StoredObject> dropped = new ArrayList<>();
          moves(replacement, moves, dropped::add);
          removal.prepare(from);
          last.remove(dropped, () -> removeNow(replacement, moves));
          return true;
        });
  }

  private void removeNow(Replacement replacement, Forwarding.Collector moves) {
    PackRef from = ref(replacement.volume(), replacement.oldPack());
    attempt(
        from,
        () -> {
          forwarding.add(replacement, moves);
          removal.remove(from);
          return proven.remove(replacement.newPack());
        });
  }

  @Override
  public boolean removeDead(PackStatus pack, Collection<DeadEntry> dead) {
    PackRef ref = ref(pack.volume(), pack.pack());
    return attempt(
        ref,
        () -> {
          boolean all = allDead(ref, dead);
          if (all) {
            if (!ref.large()) {
              removal.requireNoMoreInCopy(ref, ended(ref));
            }
            removal.remove(ref);
          }
          return all;
        });
  }

  private static boolean allDead(PackRef pack, Collection<DeadEntry> dead) throws IOException {
    Map<Long, DeadEntry> byOffset = new HashMap<>();
    dead.forEach(entry -> byOffset.put(entry.offset(), entry));
    try (DiskFile file = pack.volume().disk().open(pack.path(), Disk.Access.READ)) {
      PackReader reader =
          pack.large()
              ? PackReader.scanning(file, pack.name(), 0)
              : PackReader.within(file, pack.name(), 0, ended(pack).end());
      Optional<PackReader.Entry> entry = reader.next();
      boolean all = entry.isPresent();
      while (entry.isPresent() && all) {
        all = PackRewrite.isDead(byOffset, entry.get());
        entry = reader.next();
      }
      return all;
    }
  }
}
