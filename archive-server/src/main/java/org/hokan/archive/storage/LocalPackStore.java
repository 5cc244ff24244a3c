package org.hokan.archive.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packs on the file systems of this machine. */
final class LocalPackStore implements PackStore {
  private final StorageSettings settings;
  private final Volumes volumes;
  private final Workers workers;
  private final Counters counters = new Counters();
  private final SegmentPool pool;
  private final SequenceCounter sequences;
  private final LargeWriter largeWriter;
  private final IncomingObject.Surroundings forObjects;
  private final ShelfWriter.Surroundings forShelves;
  private final Map<Shelf, ShelfWriter.Resumable> resumable;
  private final OpenShelves shelves;
  private final Copies copies;
  private final Reading reading;
  private final Inventory inventory;
  private final Forwarding forwarding = new Forwarding();
  private final LocalCompactor compactor;
  private final LocalCutEnds cutEnds;
  private final PackCheck check;
  private final Scrub scrub;
  private final ObjectRepair repair;
  private final DamageList damages;
  private volatile boolean closed;

  private LocalPackStore(StorageSettings settings, Clock clock, Opened opened) {
    this.settings = settings;
    this.volumes = opened.volumes();
    this.workers = opened.workers();
    this.shelves = opened.shelves();
    this.copies = opened.copies();
    this.pool = new SegmentPool(settings.memoryBudget());
    this.resumable = opened.recovered().resumable();
    this.sequences =
        new SequenceCounter(
            SequenceCounter.Home.beside(opened.disk(), settings.register()),
            volumes.all(),
            copies::present,
            opened.recovered().lastSequence());
    this.largeWriter = new LargeWriter(sequences, workers, counters, copies);
    this.forObjects =
        new IncomingObject.Surroundings(
            pool, volumes, counters, workers.large(), settings.largeObjectSize(), this::commit);
    this.forShelves =
        new ShelfWriter.Surroundings(
            settings,
            clock,
            volumes,
            sequences,
            workers,
            counters,
            copies,
            new SegmentPool((long) settings.writers() * SegmentPool.SEGMENT));
    this.reading = new Reading(volumes, copies);
    this.inventory = new Inventory(volumes, shelves);
    this.damages = DamageList.read(volumes.all().get(0));
    this.compactor =
        new LocalCompactor(
            volumes,
            inventory,
            new PackRemoval(reading, copies, damages),
            forwarding,
            pack -> shelves.writer(pack.shelf(), this::writer).seal(pack).join());
    this.check = new PackCheck(copies, shelves, reading, damages);
    this.scrub =
        new Scrub(
            settings.scrub(),
            new Scrub.Surroundings(inventory, copies, volumes, check, damages, clock));
    this.repair =
        new ObjectRepair(
            new ObjectRepair.Surroundings(reading, copies, damages),
            check,
            scrub,
            workers.repairs());
    this.cutEnds = opened.cutEnds();
    cutEnds.whenBack(this::damaged);
  }

  /** What a store is made of. */
  private record Opened(
      Disk disk,
      Volumes volumes,
      Workers workers,
      OpenShelves shelves,
      Copies copies,
      LocalCutEnds cutEnds,
      Recovered recovered) {}

  /** Opens the volumes and ends what a crash left open. */
  static LocalPackStore open(StorageSettings settings, Clock clock, Disk disk, Workers workers) {
    List<AutoCloseable> opened = new ArrayList<>(List.of(workers));
    try {
      Volumes volumes = Volumes.open(settings, disk, clock);
      opened.add(volumes);
      CopyVolumes copyVolumes = CopyVolumes.open(settings, volumes, disk, clock);
      opened.add(copyVolumes);
      OpenShelves shelves = new OpenShelves();
      Copies copies =
          new Copies(
              settings, new Copies.Surroundings(volumes, clock, workers), copyVolumes, shelves);
      LocalCutEnds cutEnds = LocalCutEnds.open(volumes, shelves);
      PackRecovery recovery = new PackRecovery(disk, settings.packSize(), copies::heal, cutEnds);
      Recovered recovered =
          Recovered.from(
              volumes,
              recovery,
              copies,
              (pack, known) -> {
                shelves.leave(pack, known);
                copies.leave(pack);
              });
      LocalPackStore store =
          new LocalPackStore(
              settings,
              clock,
              new Opened(disk, volumes, workers, shelves, copies, cutEnds, recovered));
      opened.clear();
      return store;
    } catch (IOException e) {
      throw new StorageException("packs cannot be recovered: " + e.getMessage(), e);
    } finally {
      closeAll(opened);
    }
  }

  private static void closeAll(List<AutoCloseable> opened) {
    for (AutoCloseable part : opened) {
      try {
        part.close();
      } catch (Exception e) {
        throw new StorageException("a store that could not be opened cannot be closed", e);
      }
    }
  }

  @Override
  public Incoming begin() {
    if (closed) {
      throw new StorageException("the store is closed");
    }
    volumes.admit();
    return new IncomingObject(forObjects);
  }

  private CompletionStage<StoredObject> commit(
      IncomingObject object, Shelf shelf, EntryFacts facts, Consumer<StoredObject> durable) {
    if (closed) {
      return object.failedStage(new StorageException("the store is closed"));
    }
    CompletableFuture<StoredObject> future = new CompletableFuture<>();
    Pending pending = new Pending(object, facts, durable, future);
    SpillFile spill = object.spill();
    if (spill != null && object.large()) {
      largeWriter.submit(pending, shelf, spill);
    } else {
      shelves.writer(shelf, this::writer).submit(pending);
    }
    return future;
  }

  private ShelfWriter writer(Shelf shelf) {
    return new ShelfWriter(shelf, forShelves, resumable.get(shelf));
  }

  @Override
  public InputStream open(Location location) {
    return reading.open(forwarding.now(location));
  }

  @Override
  public Optional<ByteBuffer> read(Location location, String digest, ObjectBuffer buffer) {
    return reading.read(forwarding.now(location), digest, buffer);
  }

  @Override
  public boolean isDoubtful(Location location) {
    Location now = forwarding.now(location);
    Optional<PackRef> pack =
        volumes.find(now.volume()).map(volume -> PackRef.parse(volume, now.pack()));
    return pack.filter(there -> there.exists() && !damages.names(there)).isEmpty();
  }

  @Override
  public Slice slice(Location location) {
    return reading.slice(forwarding.now(location));
  }

  @Override
  public void replay(Map<String, Long> marks, ReplayVisitor visitor) {
    try {
      new Replay(volumes, shelves, new CopiedHeaders(copies, repair, damages)).run(marks, visitor);
    } catch (IOException e) {
      throw new StorageException("packs cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void requireVolumes() {
    volumes.requireAll();
  }

  @Override
  public StorageStatus status() {
    try {
      return new StorageStatus(
          inventory.space(), copies.space(), inventory.shelves(), copies.status(), scrub.status());
    } catch (IOException e) {
      throw new StorageException("packs cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public List<PackStatus> packs() {
    try {
      return inventory.packs();
    } catch (IOException e) {
      throw new StorageException("packs cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public Set<String> packNames() {
    try {
      return Stream.concat(inventory.refs().stream(), copies.withoutFirst().stream())
          .map(PackRef::name)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new StorageException("packs cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public Set<String> missing(Supplier<Set<String>> known) {
    Set<String> missing = withoutPack(known.get());
    if (!missing.isEmpty()) {
      missing.retainAll(known.get());
    }
    if (!volumes.away().isEmpty()) {
      return Set.of();
    }
    damages.missing(missing);
    return missing;
  }

  private Set<String> withoutPack(Set<String> known) {
    Set<String> there = packNames();
    Set<String> missing = new TreeSet<>(known);
    missing.removeAll(there);
    missing.removeIf(pack -> there.stream().anyMatch(name -> PackRef.replaces(name, pack)));
    return missing;
  }

  @Override
  public void passOver(Set<String> packs) {
    packs.stream()
        .map(name -> PackRef.parse(volumes.all().get(0), name))
        .forEach(pack -> sequences.passOver(pack.firstSequence()));
  }

  @Override
  public List<Path> formerCopies() {
    return volumes.all().stream().filter(Volume::formerCopy).map(Volume::folder).toList();
  }

  @Override
  public boolean isReplaced(String pack) {
    return packNames().stream().anyMatch(name -> PackRef.replaces(name, pack));
  }

  @Override
  public StorageVitals vitals() {
    return new StorageVitals(
        counters.objects.sum(),
        counters.bytes.sum(),
        counters.commitGroups.sum(),
        counters.forces.sum(),
        counters.failures.sum(),
        (int) counters.openPacks.get(),
        counters.receiving.get(),
        pool.takenBytes(),
        counters.spilled.sum(),
        (int) volumes.all().stream().filter(volume -> !volume.present()).count());
  }

  @Override
  public VerifyReport verify(boolean repair, Consumer<VerifyProgress> progress) {
    try {
      List<PackRef> packs = inventory.refs();
      long total =
          packs.stream()
              .mapToLong(pack -> (copies.wants(pack.shelf()) ? 2 : 1) * inventory.bytes(pack))
              .sum();
      Verification verification = new Verification(check, repair, total, progress);
      List<Volume> away = volumes.away();
      packs.forEach(verification::pack);
      copies.withoutFirst().forEach(copy -> verification.lost(copy, volumes));
      Stream.concat(away.stream(), volumes.away().stream()).distinct().forEach(verification::away);
      VerifyReport report = verification.report();
      scrub.repairedElsewhere(report.repaired());
      return report;
    } catch (IOException e) {
      throw new StorageException("packs cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean repair(Location location, String digest) {
    return repair.run(forwarding.now(location), digest);
  }

  @Override
  public CutEnds cutEnds() {
    return cutEnds;
  }

  /** A pack that is not appended to any more: its damages are found, and repaired from a copy. */
  private void damaged(PackRef pack) {
    resumable.values().removeIf(closed -> closed.pack().equals(pack));
    try {
      check.check(pack, new PackCheck.Way(true, Pace.unbounded(), length -> {}));
    } catch (IOException e) {
      throw new StorageException("pack %s cannot be read: %s".formatted(pack, e.getMessage()), e);
    }
  }

  @Override
  public Compactor compactor() {
    return compactor;
  }

  @Override
  public List<SideFolder> beside(String name) {
    return Stream.concat(volumes.all().stream(), copies.present().stream())
        .map(volume -> (SideFolder) new LocalSideFolder(volume, name))
        .toList();
  }

  @Override
  public boolean isToBeCopied(Shelf shelf) {
    return settings.copies().wants(shelf);
  }

  @Override
  public OptionalLong copiedUpTo(String pack) {
    PackRef first = PackRef.parse(volumes.all().get(0), pack); // a copy's name has no volume
    return isToBeCopied(first.shelf())
        ? OptionalLong.of(copies.copiedUpTo(first))
        : OptionalLong.empty();
  }

  @Override
  public boolean isWithoutItsCopy(Location location) {
    PackRef first = PackRef.parse(volumes.all().get(0), location.pack());
    return copies.refuses()
        && copies.wants(first.shelf())
        && !copies.has(first, location.offset() + location.length());
  }

  @Override
  public CopyStatus copies() {
    return copies.status();
  }

  @Override
  public ScrubStatus scrub() {
    return scrub.status();
  }

  /** Reads everything once, now, as the scrub does. */
  void scrubNow() {
    scrub.pass(Pace.unbounded());
  }

  @Override
  public void tick() {
    volumes.look();
    copies.tick();
    sequences.tellCopies();
    scrub.tick();
    damages.save();
    shelves.all().forEach(writer -> writer.tick(settings.idleClose()));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    scrub.close();
    repair.close();
    damages.save();
    shelves.endAll();
    copies.levelBeforeClose();
    sequences.tellCopies();
    workers.close();
    reading.close();
    copies.close();
    volumes.close();
  }

  /** What the start found. */
  private record Recovered(Map<Shelf, ShelfWriter.Resumable> resumable, long lastSequence) {

    static Recovered from(
        Volumes volumes,
        PackRecovery recovery,
        Copies copies,
        BiConsumer<PackRef, PackSummary> left)
        throws IOException {
      Map<Shelf, ShelfWriter.Resumable> resumable = new HashMap<>();
      long last = 0;
      boolean bounded = false;
      for (Volume volume : volumes.all()) {
        bounded |= SequenceCounter.bound(volume).isPresent();
      }
      for (Volume volume : volumes.all()) {
        Start start = new Start(recovery, resumable, left, !bounded);
        PackCatalog.packs(volume, start::add);
        PackCatalog.large(volume, start::addLarge);
        copies.levelAtStart(start.recovered());
        last = Math.max(last, start.last());
      }
      return new Recovered(resumable, last);
    }
  }
}
