package org.hokan.archive.storage;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all that is stored again and again, each time within the configured period, evenly and at a
 * bounded rate, and repairs what it can. In a thread of its own, which waits nearly always; goes on
 * after a restart where it was.
 */
final class Scrub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);
  private static final long LEAST_RATE = 64 * 1024;
  private static final Duration SAVE_EVERY = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** A pass is to be a little faster than it must. */
  private static final double HASTE = 1.1;

  private final ScrubSettings settings;
  private final Inventory inventory;
  private final Copies copies;
  private final Volumes firsts;
  private final PackCheck check;
  private final DamageList damages;
  private final Clock clock;
  private final Pace pace = Pace.bounded();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong totalBytes = new AtomicLong();
  private final AtomicLong repaired = new AtomicLong();
  private volatile ScrubState state;

  /** Why not everything was read since the last pass that read it; empty: it was, or will be. */
  private volatile String failure = "";

  /** Whether this pass has left something out. */
  private boolean failing;

  private volatile Instant notBefore = Instant.MIN;
  private Instant saved = Instant.MIN;
  private @Nullable Instant lastTick;
  private @Nullable Thread thread;

  Scrub(ScrubSettings settings, Surroundings store) {
    this.settings = settings;
    this.inventory = store.inventory();
    this.copies = store.copies();
    this.firsts = store.firsts();
    this.check = store.check();
    this.damages = store.damages();
    this.clock = store.clock();
    this.state = ScrubState.read(home());
  }

  /** What it needs of the store. */
  record Surroundings(
      Inventory inventory,
      Copies copies,
      Volumes firsts,
      PackCheck check,
      DamageList damages,
      Clock clock) {}

  private Volume home() {
    return firsts.all().get(0);
  }

  /** Time has passed; begins at the first call. */
  synchronized void tick() {
    if (settings.period().isZero()) {
      return;
    }
    Instant now = clock.instant();
    if (lastTick != null) {
      pace.passed(Duration.between(lastTick, now));
    }
    lastTick = now;
    if (thread == null) {
      Thread fresh = new Thread(this::run, "storage-scrub");
      fresh.setDaemon(true);
      fresh.start();
      thread = fresh;
    }
  }

  private void run() {
    try {
      while (true) {
        awaitTurn();
        pass(pace);
      }
    } catch (Pace.Stopped e) {
      LOG.debug("scrub: stopped", e);
    }
  }

  private void awaitTurn() {
    while (!isTurn()) {
      pace.awaitPassing();
    }
  }

  /** A pass begins when a period has passed since the last began, and all volumes are there. */
  private boolean isTurn() {
    Optional<Instant> last = state.started();
    boolean due =
        state.isUnderWay()
            || last.isEmpty()
            || !clock.instant().isBefore(last.get().plus(settings.period()));
    return due
        && !clock.instant().isBefore(notBefore)
        && firsts.all().stream().allMatch(Volume::present);
  }

  /** Reads everything once, or what an interrupted pass has left; goes on after a pause if not. */
  void pass(Pace how) {
    try {
      failing = false;
      whole(how);
      failure = failing ? failure : "";
    } catch (Pace.Stopped e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      failed("a pass was interrupted, and goes on in a while", e);
      notBefore = clock.instant().plus(PAUSE);
    }
  }

  private void failed(String what, Throwable why) {
    LOG.error("scrub: {}", what, why);
    failure = "%s: %s".formatted(what, why);
    failing = true;
  }

  private void whole(Pace how) throws IOException {
    ScrubState from = state;
    if (!from.isUnderWay()) {
      state = new ScrubState(Optional.of(clock.instant()), "", from.completed());
      state.write(home());
    }
    List<PackRef> packs = packs();
    checkVolumes();
    measure(packs);
    for (PackRef pack : packs) {
      if (pack.name().compareTo(state.after()) > 0) {
        one(pack, how);
      }
    }
    restoreLost(how);
    checkVolumes();
    damages.keepOnly(this::isThere);
    completed();
  }

  /** What is on a volume that is away was not read, and is not passed over. */
  private void checkVolumes() throws IOException {
    Optional<Volume> away = firsts.away().stream().findFirst();
    if (away.isPresent()) {
      throw new IOException(
          "volume %s is not there (expected: there, to be read)".formatted(away.get()));
    }
  }

  private List<PackRef> packs() throws IOException {
    List<PackRef> packs = new ArrayList<>(inventory.refs());
    packs.sort(Comparator.comparing(PackRef::name));
    return packs;
  }

  private void measure(List<PackRef> packs) {
    long total = 0;
    long before = 0;
    for (PackRef pack : packs) {
      long size = inventory.bytes(pack);
      long both = copies.wants(pack.shelf()) ? 2 * size : size;
      total += both;
      before += pack.name().compareTo(state.after()) <= 0 ? both : 0;
    }
    totalBytes.set(total);
    bytes.set(before);
    long seconds = Math.max(1, settings.period().toSeconds());
    long needed = Math.max(LEAST_RATE, (long) (HASTE * total / seconds));
    if (needed > settings.mostBytesPerSecond()) {
      LOG.warn(
          "scrub: {} bytes in {} need {} bytes a second (expected: at most {}); it takes longer",
          total,
          settings.period(),
          needed,
          settings.mostBytesPerSecond());
    }
    pace.rate(Math.min(needed, settings.mostBytesPerSecond()));
  }

  private void one(PackRef pack, Pace how) throws IOException {
    try {
      if (pack.exists()) {
        note(check.check(pack, new PackCheck.Way(true, how, bytes::addAndGet)));
      }
    } catch (Pace.Stopped e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      failed("pack %s cannot be checked".formatted(pack), e);
    }
    checkVolumes();
    state = new ScrubState(state.started(), pack.name(), state.completed());
    if (saved.plus(SAVE_EVERY).isBefore(clock.instant())) {
      saved = clock.instant();
      state.write(home());
    }
  }

  private void restoreLost(Pace how) throws IOException {
    for (PackRef copy : copies.withoutFirst()) {
      note(check.restore(copy, firsts, new PackCheck.Way(true, how, length -> {})));
    }
  }

  private void note(PackCheck.Outcome outcome) {
    repaired.addAndGet(outcome.repaired());
  }

  /** Packs that somebody else has repaired count, too. */
  void repairedElsewhere(long objects) {
    repaired.addAndGet(objects);
  }

  private boolean isThere(Damage damage) {
    PackRef pack = PackRef.parse(home(), damage.pack());
    return damage.isMissing()
        || copies.status().unavailableVolumes() > 0
        || copies.holding(pack).isPresent()
        || firsts.all().stream().anyMatch(volume -> pack.on(volume).exists());
  }

  private void completed() {
    Instant now = clock.instant();
    LOG.info(
        "scrub: all {} bytes read since {}; {} damages cannot be repaired",
        bytes.get(),
        state.started().map(Instant::toString).orElse("the start"),
        damages.size());
    state = new ScrubState(state.started(), "", Optional.of(now));
    state.write(home());
  }

  ScrubStatus status() {
    ScrubState now = state;
    return new ScrubStatus(
        now.isUnderWay() ? now.started() : Optional.empty(),
        now.completed(),
        bytes.get(),
        totalBytes.get(),
        repaired.get(),
        failure.isEmpty() ? Optional.empty() : Optional.of(failure),
        damages.all().stream().map(Damage::line).toList());
  }

  @Override
  public synchronized void close() {
    pace.stop();
    Thread running = thread;
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (!settings.period().isZero()) {
      state.write(home());
    }
  }
}
