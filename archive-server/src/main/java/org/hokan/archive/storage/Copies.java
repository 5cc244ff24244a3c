package org.hokan.archive.storage;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second copies of packs: a copy is the same file under the same name on another volume. Knows
 * what is owed, and brings it level. Thread-safe.
 */
final class Copies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

  /** After a failure no new copy is begun for so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long MOST_AT_CLOSE = 1L << 30;
  private static final Duration WARN_BEHIND = Duration.ofMinutes(1);
  private static final Duration WARN_EVERY = Duration.ofMinutes(10);

  private final StorageSettings settings;
  private final Volumes firsts;
  private final CopyVolumes volumes;
  private final Clock clock;
  private final Workers workers;
  private final Replay.LivePacks live;
  private final CatchUp catchUp;
  private final CopyClaims claims = new CopyClaims();
  private final OwedCopies owed;
  private final Counters counters = new Counters();
  private final LongAdder readFromCopy = new LongAdder();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /** One at a time changes copies or replaces packs, beside the writers of open packs. */
  private final ReentrantLock work = new ReentrantLock();

  private volatile boolean everythingWanted = true;
  private volatile boolean closing;
  private volatile Instant notBefore = Instant.MIN;
  private volatile Instant warned = Instant.MIN;

  Copies(StorageSettings settings, Surroundings store, CopyVolumes volumes, Replay.LivePacks live) {
    this.settings = settings;
    this.firsts = store.firsts();
    this.clock = store.clock();
    this.workers = store.workers();
    this.volumes = volumes;
    this.live = live;
    this.catchUp = new CatchUp(live);
    this.owed = new OwedCopies(store.clock());
  }

  /** What it needs of the store. */
  record Surroundings(Volumes firsts, Clock clock, Workers workers) {}

  /** Whether packs of the shelf are to have copies. */
  boolean wants(Shelf shelf) {
    return !volumes.isEmpty() && settings.copies().wants(shelf);
  }

  /** For the writer of the shelf. */
  ShelfCopy of(Shelf shelf) {
    if (wants(shelf)) {
      return new CopiedShelf(this, settings);
    }
    if (settings.copies().wants(shelf)) {
      LOG.warn(
          "Shelf {}: there is no second copy (expected: storage.copy-volumes names a folder)",
          shelf);
    }
    return ShelfCopy.NONE;
  }

  CopyClaims claims() {
    return claims;
  }

  Counters counters() {
    return counters;
  }

  /** Whether an object without a copy is refused. */
  boolean refuses() {
    return isBeforeSuccess() && settings.copies().unavailable() == CopySettings.Unavailable.REFUSE;
  }

  boolean isBeforeSuccess() {
    return settings.copies().time() == CopySettings.Time.BEFORE_SUCCESS;
  }

  /**
   * Where the pack's copy is or will be.
   *
   * @throws CopyUnavailable when it cannot be written now
   */
  PackRef target(PackRef first) {
    Instant wait = notBefore;
    if (clock.instant().isBefore(wait)) {
      throw new CopyUnavailable("the copy volume has failed; it is tried again at " + wait);
    }
    return volumes.target(first);
  }

  /** The copy of a pack, where there is one; it may be behind. */
  Optional<PackRef> holding(PackRef first) {
    return volumes.holding(first);
  }

  /** All that there are of a pack, the one that reaches farthest first. */
  List<PackRef> all(PackRef first) {
    return volumes.all(first);
  }

  /**
   * Removes the other copies of a pack that was read, and is whole, as its one copy is. Does
   * nothing while the pack is written, or the one copy is behind, or another reaches farther.
   */
  void keepOnly(PackRef copy, PackRef first) throws IOException {
    if (volumes.all(first).size() < 2) {
      return;
    }
    alone(
        first,
        () -> {
          boolean farthest = holding(first).equals(Optional.of(copy));
          if (first.exists() && farthest && isLevel(first)) {
            volumes.all(first).stream().filter(other -> !other.equals(copy)).forEach(Copies::drop);
          }
          return true;
        });
  }

  /** Where its volume cannot be written it stays: nothing is wrong with that. */
  private static void drop(PackRef copy) {
    Volume volume = copy.volume();
    if (!volume.look() || !volume.usable()) {
      return;
    }
    try {
      PackBytes.remove(copy);
      LOG.info("Copy {} is removed: another volume has a whole one", copy);
    } catch (IOException e) {
      LOG.warn("Copy {} is not needed, and cannot be removed", copy, e);
    }
  }

  /** An object was read from its copy. */
  void readFromCopy(PackRef first, Exception why) {
    readFromCopy.increment();
    LOG.warn("Pack {}: read from its copy: {}", first, why.getMessage());
  }

  /** Whether the copy has all of the pack; for a pack that nobody writes. */
  boolean isLevel(PackRef first) {
    try {
      Optional<PackRef> copy = volumes.holding(first);
      return copy.isPresent() && catchUp.behind(first, copy.get()).isEmpty();
    } catch (IOException e) {
      LOG.debug("copy of {} cannot be looked at", first, e);
      return false;
    }
  }

  /** How many bytes of the pack are in its copy, from the start; 0 when it cannot be looked at. */
  long copiedUpTo(PackRef first) {
    try {
      Optional<PackRef> copy = volumes.holding(first);
      return copy.isPresent() ? CatchUp.end(copy.get()) : 0;
    } catch (IOException e) {
      LOG.debug("copy of {} cannot be looked at", first, e);
      return 0;
    }
  }

  /** Whether the copy has the pack up to there: one that is written with its first always does. */
  boolean has(PackRef first, long end) {
    return claims.isPaired(first) || copiedUpTo(first) >= end;
  }

  /** The copy is behind by so many bytes more. */
  void owe(PackRef first, long bytes) {
    owed.add(first, bytes);
  }

  /** The copy of an open pack has failed and is made anew. */
  void unpaired(PackRef first) {
    claims.unpaired(first);
    failed(first);
  }

  /** A copy could not be written: it is owed, and nothing is tried for a while. */
  void failed(PackRef first) {
    notBefore = clock.instant().plus(PATIENCE);
    owed.add(first, 0);
  }

  /** A pack is no longer written. */
  void ended(PackRef first, boolean level) {
    if (!level) {
      owed.add(first, 0);
    }
    claims.release(first);
  }

  /** Gives a pack that a crash left open what only its copy has; before anything is written. */
  PackSummary heal(PackRef first, PackSummary summary) throws IOException {
    Optional<PackRef> copy = wants(first.shelf()) ? holding(first) : Optional.empty();
    return copy.isPresent() && !hasFailed(copy.get())
        ? Heal.tail(first, summary, copy.get())
        : summary;
  }

  /** Nobody repairs, replaces or removes it until the next start. */
  void leave(PackRef first) {
    claims.takeForWriter(first, false);
  }

  /** It may hold what was taken back in the first. */
  private static boolean hasFailed(PackRef copy) throws IOException {
    return PackCatalog.known(copy)
        .filter(known -> known.state() == PackStatus.State.FAILED)
        .isPresent();
  }

  /** Brings packs level that a crash may have left otherwise; before anything is written. */
  void levelAtStart(List<PackRef> packs) {
    for (PackRef first : packs) {
      if (wants(first.shelf()) && isBeforeSuccess() && !isLevel(first)) {
        owed.add(first, 0);
        level(first);
      }
    }
  }

  /** Looks after the copy volumes and what is owed; does nothing that lasts. */
  void tick() {
    if (volumes.isEmpty()) {
      return;
    }
    if (volumes.look()) {
      everythingWanted = true;
    }
    if ((everythingWanted || !owed.isEmpty()) && scheduled.compareAndSet(false, true)) {
      try {
        workers.copies().execute(this::run);
      } catch (RejectedExecutionException e) {
        scheduled.set(false);
      }
    }
    warnWhenBehind();
  }

  private void warnWhenBehind() {
    Instant now = clock.instant();
    Optional<Instant> since = owed.since();
    if (since.isPresent()
        && since.get().plus(WARN_BEHIND).isBefore(now)
        && warned.plus(WARN_EVERY).isBefore(now)) {
      warned = now;
      LOG.warn(
          "Second copies are behind since {}: {} packs, {} bytes; {} copy volumes cannot be written",
          since.get(),
          owed.packs(),
          owed.bytes(),
          volumes.unavailable());
    }
  }

  private void run() {
    scheduled.set(false);
    try {
      if (everythingWanted && volumes.unavailable() == 0) {
        everythingWanted = false;
        levelEverything();
      }
      for (PackRef first : owed.all()) {
        level(first);
      }
    } catch (IOException | RuntimeException e) {
      everythingWanted = true;
      LOG.warn("Second copies cannot be brought level; tried again", e);
    }
  }

  /** Compares all packs with their copies. */
  private void levelEverything() throws IOException {
    for (PackRef first : new Inventory(firsts, live).refs()) {
      if (!closing && wants(first.shelf()) && !claims.isPaired(first)) {
        try {
          levelIfBehind(first);
        } catch (IOException e) {
          owed.add(first, 0);
          owed.problem(first, e);
        }
      }
    }
  }

  private void levelIfBehind(PackRef first) throws IOException {
    Optional<PackRef> copy = volumes.holding(first);
    Optional<Long> behind =
        copy.isPresent() ? catchUp.behind(first, copy.get()) : Optional.of(PackBytes.size(first));
    if (behind.isPresent()) {
      owed.add(first, behind.get());
      level(first);
    }
  }

  /** Brings one copy level; what fails stays owed. */
  void level(PackRef first) {
    OwedCopies.Owed before = owed.of(first);
    if (closing || claims.isPaired(first)) {
      return;
    }
    boolean claimed = false;
    work.lock();
    try {
      boolean written = claims.isWritten(first);
      claimed = !written && isBeforeSuccess() && claims.takeForWork(first);
      if (!written && isBeforeSuccess() && !claimed) {
        return;
      }
      if (first.exists()) {
        catchUp.level(first, volumes.target(first));
      }
      owed.done(first, before);
    } catch (CopyUnavailable e) {
      LOG.debug("copy of {} is owed", first, e);
    } catch (IOException | RuntimeException e) {
      owed.problem(first, e);
    } finally {
      if (claimed) {
        claims.release(first);
      }
      work.unlock();
    }
  }

  /** Work on a pack that nobody writes. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does it alone; empty when the pack is being written or worked on. */
  <T> Optional<T> alone(PackRef first, Work<T> what) throws IOException {
    work.lock();
    try {
      if (!claims.takeForWork(first)) {
        return Optional.empty();
      }
      try {
        return Optional.of(what.run());
      } finally {
        claims.release(first);
      }
    } finally {
      work.unlock();
    }
  }

  /**
   * Removes a pack that nobody writes, its copy first: after a crash in between the first is still
   * there, and is to be removed again. Never the other way round, for a pack of which only the copy
   * is left has been lost, and is restored.
   *
   * @throws NotRemovableYet when its copy cannot be removed now, or when the later generation that
   *     is to be kept has no copy yet; then nothing is removed
   */
  void remove(PackRef first) throws IOException {
    if (!wants(first.shelf())) {
      PackBytes.remove(first);
      return;
    }
    prepareRemoval(first);
    if (alone(first, () -> removeBoth(first)).isEmpty()) {
      throw new NotRemovableYet("pack %s is being worked on (expected: not)".formatted(first));
    }
  }

  /** Makes the copy of what is to stay in the place of a pack. */
  void prepareRemoval(PackRef first) throws IOException {
    if (wants(first.shelf())) {
      admitRemoval(first);
      for (PackRef later : later(first)) {
        copyNow(later);
      }
    }
  }

  /**
   * Asks whether a copy of the pack could be removed with it.
   *
   * @throws NotRemovableYet when a copy volume cannot be written
   */
  void admitRemoval(PackRef first) {
    if (wants(first.shelf()) && volumes.unavailable() > 0) {
      throw new NotRemovableYet(
          "pack %s stays: a copy volume is away (expected: it, to remove both)".formatted(first));
    }
  }

  /**
   * Asks whether a pack that is to stay has its copy, where it is to have one.
   *
   * @throws NotRemovableYet when it has not, or not all of it
   */
  void require(PackRef staying) {
    if (wants(staying.shelf()) && !isLevel(staying)) {
      throw new NotRemovableYet(
          "pack %s has no whole copy yet (expected: one, before what it replaces is removed)"
              .formatted(staying));
    }
  }

  private static List<PackRef> later(PackRef first) throws IOException {
    List<PackRef> later = new ArrayList<>();
    PackCatalog.packs(
        first.volume(),
        found -> {
          if (found.present() && found.pack().replaces(first)) {
            later.add(found.pack());
          }
        });
    return later;
  }

  private void copyNow(PackRef later) {
    if (!isLevel(later)) {
      owed.add(later, 0);
      level(later);
    }
    if (!isLevel(later)) {
      throw new NotRemovableYet(
          "pack %s has no copy yet (expected: one, before what it replaces is removed)"
              .formatted(later));
    }
  }

  private boolean removeBoth(PackRef first) throws IOException {
    for (Volume volume : volumes.present()) {
      if (first.on(volume).exists()) {
        PackBytes.remove(first.on(volume));
      }
    }
    PackBytes.remove(first);
    owed.forget(first);
    return true;
  }

  /** Packs that are on copy volumes only; of several copies the one that reaches farthest. */
  List<PackRef> withoutFirst() throws IOException {
    return new CopyCatalog(volumes.present(), firsts.all())
        .withoutFirst().stream().map(copy -> holding(copy).orElse(copy)).distinct().toList();
  }

  /** From memory. */
  CopyStatus status() {
    return new CopyStatus(
        !volumes.isEmpty(),
        settings.copies().time(),
        volumes.unavailable(),
        volumes.full(),
        owed.packs(),
        owed.bytes(),
        owed.since(),
        owed.since().map(since -> Duration.between(since, clock.instant())).orElse(Duration.ZERO),
        readFromCopy.sum());
  }

  /** Copy volumes that are there. */
  List<Volume> present() {
    return volumes.present();
  }

  List<StorageStatus.VolumeStatus> space() {
    return volumes.status();
  }

  /**
   * Brings level what takes little time, when all packs are closed; the next start does the rest.
   */
  void levelBeforeClose() {
    if (owed.bytes() <= MOST_AT_CLOSE) {
      owed.all().forEach(this::level);
    }
    closing = true;
  }

  @Override
  public void close() {
    closing = true;
    volumes.close();
  }
}
