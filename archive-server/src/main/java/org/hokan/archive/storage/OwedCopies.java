package org.hokan.archive.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Packs whose copies are behind, since when and by how much. Thread-safe. */
final class OwedCopies {
  private static final Logger LOG = LoggerFactory.getLogger(OwedCopies.class);
  private static final Duration TELL_EVERY = Duration.ofMinutes(10);

  /**
   * One pack's.
   *
   * @param bytes by how much the copy is behind, as far as that is known
   * @param told when its last problem was logged
   */
  record Owed(Instant since, long bytes, Instant told) {}

  private final Clock clock;
  private final ConcurrentHashMap<PackRef, Owed> packs = new ConcurrentHashMap<>();

  OwedCopies(Clock clock) {
    this.clock = clock;
  }

  void add(PackRef first, long bytes) {
    packs.merge(
        first,
        new Owed(clock.instant(), bytes, Instant.MIN),
        (old, more) -> new Owed(old.since(), old.bytes() + more.bytes(), old.told()));
  }

  @Nullable Owed of(PackRef first) {
    return packs.get(first);
  }

  /** The copy is level with what was owed before; what came since stays. */
  void done(PackRef first, @Nullable Owed before) {
    packs.computeIfPresent(
        first,
        (pack, now) ->
            before == null || now.equals(before)
                ? null
                : new Owed(clock.instant(), Math.max(0, now.bytes() - before.bytes()), now.told()));
  }

  /** Logged, but not at every try. */
  void problem(PackRef first, Exception problem) {
    Instant now = clock.instant();
    packs.computeIfPresent(
        first,
        (pack, owed) -> {
          if (owed.told().equals(Instant.MIN) || owed.told().plus(TELL_EVERY).isBefore(now)) {
            LOG.error("Pack {}: its copy cannot be brought level; tried again", pack, problem);
            return new Owed(owed.since(), owed.bytes(), now);
          }
          return owed;
        });
  }

  void forget(PackRef first) {
    packs.remove(first);
  }

  boolean isEmpty() {
    return packs.isEmpty();
  }

  List<PackRef> all() {
    return List.copyOf(packs.keySet());
  }

  int packs() {
    return packs.size();
  }

  long bytes() {
    return packs.values().stream().mapToLong(Owed::bytes).sum();
  }

  /** Since when the longest is behind. */
  Optional<Instant> since() {
    return packs.values().stream().map(Owed::since).min(Instant::compareTo);
  }
}
