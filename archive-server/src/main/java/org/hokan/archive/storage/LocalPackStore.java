package org.hokan.archive.storage;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Packs on the file systems of this machine. */
final class LocalPackStore implements PackStore {
  private static final int OPEN_FOR_READING = 256;

  private final StorageSettings settings;
  private final Volumes volumes;
  private final Workers workers;
  private final Counters counters = new Counters();
  private final FileCache files = new FileCache(OPEN_FOR_READING);
  private final LocalCompactor compactor;
  private final SegmentPool pool;
  private final LargeWriter largeWriter;
  private final IncomingObject.Surroundings forObjects;
  private final ShelfWriter.Surroundings forShelves;
  private final Map<Shelf, ShelfWriter.Resumable> resumable;
  private final ConcurrentHashMap<Shelf, ShelfWriter> shelves = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private LocalPackStore(
      StorageSettings settings,
      Clock clock,
      Workers workers,
      Volumes volumes,
      Recovered recovered) {
    this.settings = settings;
    this.volumes = volumes;
    this.workers = workers;
    this.compactor =
        new LocalCompactor(
            volumes, new Inventory(volumes, this::liveSummary), new PackRemoval(files));
    this.pool = new SegmentPool(settings.memoryBudget());
    this.resumable = recovered.resumable();
    SequenceCounter sequences = new SequenceCounter(volumes.all(), recovered.lastSequence());
    this.largeWriter = new LargeWriter(sequences, workers, counters);
    this.forObjects =
        new IncomingObject.Surroundings(
            pool, volumes, counters, settings.largeObjectSize(), this::commit);
    this.forShelves =
        new ShelfWriter.Surroundings(settings, clock, volumes, sequences, workers, counters);
  }

  /** Opens the volumes and ends what a crash left open. */
  static LocalPackStore open(StorageSettings settings, Clock clock, Disk disk, Workers workers) {
    Volumes volumes = Volumes.open(settings, disk, clock);
    boolean done = false;
    try {
      Recovered recovered = Recovered.from(volumes, new PackRecovery(disk, settings.packSize()));
      LocalPackStore store = new LocalPackStore(settings, clock, workers, volumes, recovered);
      done = true;
      return store;
    } catch (IOException e) {
      throw new StorageException("packs cannot be recovered: " + e.getMessage(), e);
    } finally {
      if (!done) {
        volumes.close();
        workers.close();
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
      writer(shelf).submit(pending);
    }
    return future;
  }

  private ShelfWriter writer(Shelf shelf) {
    return shelves.computeIfAbsent(
        shelf, key -> new ShelfWriter(key, forShelves, resumable.get(key)));
  }

  @Override
  public InputStream open(Location location) {
    return StoredSlice.stream(files, pack(location), location);
  }

  @Override
  public Slice slice(Location location) {
    return new StoredSlice(files.lease(pack(location)), location);
  }

  private PackRef pack(Location location) {
    return PackRef.parse(volumes.byId(location.volume()), location.pack());
  }

  @Override
  public void replay(Map<String, Long> marks, ReplayVisitor visitor) {
    try {
      new Replay(volumes, this::liveSummary).run(marks, visitor);
    } catch (IOException e) {
      throw new StorageException("packs cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<PackSummary> liveSummary(PackRef pack) {
    return Optional.ofNullable(shelves.get(pack.shelf()))
        .flatMap(ShelfWriter::open)
        .filter(open -> open.ref().equals(pack))
        .map(OpenPack::summary);
  }

  @Override
  public StorageStatus status() {
    try {
      return new Inventory(volumes, this::liveSummary).status();
    } catch (IOException e) {
      throw new StorageException("packs cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public List<PackStatus> packs() {
    try {
      return new Inventory(volumes, this::liveSummary).packs();
    } catch (IOException e) {
      throw new StorageException("packs cannot be listed: " + e.getMessage(), e);
    }
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
        counters.spilled.sum());
  }

  @Override
  public VerifyReport verify(Consumer<VerifyProgress> progress) {
    try {
      long total = packs().stream().mapToLong(PackStatus::bytes).sum();
      Verification verification = new Verification(this::liveSummary, total, progress);
      new Inventory(volumes, this::liveSummary).refs().forEach(verification::pack);
      return verification.report();
    } catch (IOException e) {
      throw new StorageException("packs cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public Compactor compactor() {
    return compactor;
  }

  @Override
  public List<SideFolder> beside(String name) {
    return volumes.all().stream()
        .map(volume -> (SideFolder) new LocalSideFolder(volume, name))
        .toList();
  }

  @Override
  public void tick() {
    volumes.look();
    shelves.values().forEach(writer -> writer.closeIfIdle(settings.idleClose()));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    CompletableFuture.allOf(
            shelves.values().stream().map(ShelfWriter::end).toArray(CompletableFuture[]::new))
        .join();
    workers.close();
    files.close();
    volumes.close();
  }

  /** What the start found. */
  private record Recovered(Map<Shelf, ShelfWriter.Resumable> resumable, long lastSequence) {

    static Recovered from(Volumes volumes, PackRecovery recovery) throws IOException {
      Map<Shelf, ShelfWriter.Resumable> resumable = new HashMap<>();
      long last = 0;
      boolean bounded = false;
      for (Volume volume : volumes.all()) {
        bounded |= SequenceCounter.bound(volume).isPresent();
      }
      for (Volume volume : volumes.all()) {
        Start start = new Start(recovery, resumable, !bounded);
        PackCatalog.packs(volume, start::add);
        PackCatalog.large(volume, pack -> start.seen(pack.firstSequence()));
        last = Math.max(last, start.last());
      }
      return new Recovered(resumable, last);
    }
  }
}
