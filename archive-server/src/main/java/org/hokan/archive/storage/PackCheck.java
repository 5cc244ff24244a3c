package org.hokan.archive.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a pack and its copy, compares all digests, and repairs one from the other. A file is never
 * changed in place: the repaired one is made beside it, read again wholly, forced and renamed; and
 * only when it holds more that is whole than the one that it replaces. Of several copies the one
 * that reaches farthest is read; the others give what is whole nowhere else, and are removed when
 * nothing is. Thread-safe.
 */
final class PackCheck {
  private static final Logger LOG = LoggerFactory.getLogger(PackCheck.class);

  private static final Outcome NOTHING = new Outcome(0, 0, 0, 0, List.of());

  private final Copies copies;
  private final OpenShelves shelves;
  private final Reading reading;
  private final DamageList list;

  PackCheck(Copies copies, OpenShelves shelves, Reading reading, DamageList list) {
    this.copies = copies;
    this.shelves = shelves;
    this.reading = reading;
    this.list = list;
  }

  /**
   * How it is done.
   *
   * @param read takes the length of each object that was read
   */
  record Way(boolean repair, Pace pace, LongConsumer read) {}

  /**
   * What was found.
   *
   * @param entries of the first
   * @param bytes of these
   * @param compared entries of the copy
   * @param repaired damages that are no more
   * @param left damages that are still there
   */
  record Outcome(long entries, long bytes, long compared, long repaired, List<Damage> left) {}

  /** The two files of a pack as they were read. */
  private record Sides(SideCheck first, Optional<SideCheck> copy) {
    List<Damage> damages() {
      List<Damage> all = new ArrayList<>(first.damages());
      copy.ifPresent(check -> all.addAll(check.damages()));
      return all;
    }
  }

  /** Reads a pack of a first volume, and its copy. */
  Outcome check(PackRef first, Way way) throws IOException {
    boolean wanted = copies.wants(first.shelf());
    Optional<PackRef> copy = wanted ? copies.holding(first) : Optional.empty();
    if (wanted && copy.isEmpty()) {
      copies.owe(first, 0);
    }
    Sides found = read(first, copy, way);
    Sides left = found;
    if (!found.damages().isEmpty() && copy.isPresent() && way.repair()) {
      left = repaired(first, copy.get(), found);
    }
    if (!first.exists()) {
      LOG.info("Pack {} was removed while it was read", first);
      return NOTHING;
    }
    list.found(first, left.first().damages());
    if (copy.isPresent()) {
      list.found(copy.get(), left.copy().map(SideCheck::damages).orElse(List.of()));
      if (way.repair() && left.damages().isEmpty() && shelves.summary(first).isEmpty()) {
        copies.keepOnly(copy.get(), first);
      }
    }
    return new Outcome(
        found.first().entries(),
        found.first().bytes(),
        found.copy().map(SideCheck::entries).orElse(0L),
        Math.max(0, found.damages().size() - left.damages().size()),
        left.damages());
  }

  private Sides read(PackRef first, Optional<PackRef> copy, Way way) throws IOException {
    boolean written = shelves.summary(first).isPresent();
    OptionalLong end = end(first);
    SideCheck of = read(first, end, way);
    if (copy.isEmpty()) {
      return new Sides(of, Optional.empty());
    }
    OptionalLong copyEnd = end(copy.get());
    SideCheck second = read(copy.get(), copyEnd, way);
    if (!written && end.isPresent() && copyEnd.isPresent()) {
      of = ahead(first, of, second);
      second = differing(copy.get(), of, second);
    }
    return new Sides(of, Optional.of(second));
  }

  private static SideCheck read(PackRef pack, OptionalLong end, Way way) {
    return SideCheck.of(pack, pack.path(), end.orElse(-1), way);
  }

  /** Where the entries end as far as that is told; empty when it is to be found. */
  private OptionalLong end(PackRef pack) throws IOException {
    Optional<PackSummary> summary = pack.large() ? Optional.empty() : shelves.summary(pack);
    if (summary.isEmpty() && !pack.large()) {
      summary = PackBytes.told(pack).map(PackRecovery.Outcome::summary);
    }
    return summary.map(known -> OptionalLong.of(known.end())).orElseGet(OptionalLong::empty);
  }

  /** A first that ends before its copy has lost what is behind. */
  private static SideCheck ahead(PackRef first, SideCheck of, SideCheck copy) {
    return !of.sound() || copy.end() <= of.end()
        ? of
        : of.with(
            Damage.of(
                first,
                of.end(),
                "the pack ends (expected: at %d, as its copy does)".formatted(copy.end())));
  }

  private static SideCheck differing(PackRef copy, SideCheck of, SideCheck second) {
    boolean differ =
        of.sound() && second.sound() && of.end() == second.end() && of.chain() != second.chain();
    return differ
        ? second.with(Damage.of(copy, 0, "other objects than in the first (expected: the same)"))
        : second;
  }

  private Sides repaired(PackRef first, PackRef copy, Sides found) throws IOException {
    if (shelves.summary(first).isPresent()) {
      shelves.end(first.shelf());
    }
    Way again = new Way(false, Pace.unbounded(), length -> {});
    return copies
        .alone(
            first,
            () -> {
              if (!first.exists()) {
                return found;
              }
              List<PackRef> all = new ArrayList<>(copies.all(first));
              if (!found.first().sound()) {
                mend(first, all, found.first());
              }
              if (!found.copy().map(SideCheck::sound).orElse(true)) {
                all.remove(copy);
                all.add(0, first);
                mend(copy, all, found.copy().get());
              }
              return read(first, Optional.of(copy), again);
            })
        .orElse(found);
  }

  private void mend(PackRef damaged, List<PackRef> others, SideCheck found) {
    try {
      if (new Mend(damaged, others).run(found)) {
        reading.forget(damaged);
      }
    } catch (IOException e) {
      LOG.error("Pack {} cannot be repaired", damaged, e);
    }
  }

  /**
   * Makes a lost pack again from its copy; it is sealed then.
   *
   * @param firsts where it is put
   */
  Outcome restore(PackRef copy, Volumes firsts, Way way) throws IOException {
    if (!copy.exists()) {
      return removeTrace(copy, firsts);
    }
    PackRef first = copy.on(firsts.roomiest());
    if (!way.repair()) {
      SideCheck found = read(copy, end(copy), way);
      if (found.entries() == 0 && wasNeverWritten(copy)) {
        return NOTHING;
      }
      Damage lost = Damage.of(first, 0, "the pack is missing (expected: it, as its copy is there)");
      list.found(first, List.of(lost));
      return new Outcome(0, 0, found.entries(), 0, found.with(lost).damages());
    }
    return copies
        .alone(
            first,
            () -> {
              if (!firsts.away().isEmpty()) {
                throw new IOException("a first volume is away (expected: all, to know it is lost)");
              }
              boolean there = firsts.all().stream().anyMatch(volume -> copy.on(volume).exists());
              return there ? NOTHING : restored(first, way);
            })
        .orElse(NOTHING);
  }

  /** What tells of a copy that was about to be begun when a crash came. */
  private Outcome removeTrace(PackRef copy, Volumes firsts) throws IOException {
    Optional<PackCatalog.Known> known = PackCatalog.known(copy);
    if (known.isPresent() && known.get().state() != PackStatus.State.OPEN) {
      LOG.error("Pack {} and its first are missing: it was {}", copy, known.get().state());
      return NOTHING;
    }
    PackRef first = copy.on(firsts.all().get(0));
    copies.alone(
        first,
        () -> {
          if (!copy.exists()) {
            PackBytes.remove(copy);
          }
          return true;
        });
    return NOTHING;
  }

  /** Begun before its first was, or before that got an object. */
  private static boolean wasNeverWritten(PackRef copy) throws IOException {
    Optional<PackRecovery.Outcome> told = PackBytes.told(copy);
    return told.isPresent()
        ? told.get().summary().entries() == 0
        : PackBytes.size(copy) <= TarHeader.TRAILER;
  }

  private Outcome restored(PackRef first, Way way) throws IOException {
    Map<PackRef, SideCheck> found = new LinkedHashMap<>();
    boolean written = false;
    for (PackRef copy : copies.all(first)) {
      SideCheck check = SideCheck.of(copy, copy.path(), -1, way);
      found.put(copy, check);
      written |= check.entries() > 0 || !wasNeverWritten(copy);
    }
    if (!written) {
      for (PackRef copy : found.keySet()) {
        PackBytes.remove(copy);
      }
      return NOTHING;
    }
    SideCheck restored = made(first, found);
    LOG.error("Pack {} was missing and came back from its copy", first);
    if (!copies.isLevel(first)) {
      copies.owe(first, 0);
    }
    list.found(first, restored.damages());
    List<Damage> left = new ArrayList<>(restored.damages());
    found.forEach(
        (copy, check) -> {
          list.found(copy, check.damages());
          left.addAll(check.damages());
        });
    long compared = found.values().stream().mapToLong(SideCheck::entries).max().orElse(0);
    return new Outcome(restored.entries(), restored.bytes(), compared, restored.entries(), left);
  }

  /** Makes it of its copies, which are all there is: nothing that one may hold is left out. */
  private static SideCheck made(PackRef first, Map<PackRef, SideCheck> found) throws IOException {
    Map<PackRef, Long> ends = new LinkedHashMap<>();
    long least = 0;
    for (Map.Entry<PackRef, SideCheck> copy : found.entrySet()) {
      SideCheck check = copy.getValue();
      OptionalLong told = told(copy.getKey());
      if (check.stopped() && told.isEmpty()) {
        throw new IOException("%s: %s".formatted(copy.getKey(), check.damages().get(0).text()));
      }
      if (!check.stopped() || check.entries() > 0) {
        ends.put(copy.getKey(), Math.max(check.end(), told.orElse(0)));
      }
      least = Math.max(least, told.orElse(0));
    }
    return Mend.restore(first, ends, least);
  }

  private static OptionalLong told(PackRef copy) throws IOException {
    Optional<PackRecovery.Outcome> told = copy.large() ? Optional.empty() : PackBytes.told(copy);
    return told.isPresent() ? OptionalLong.of(told.get().summary().end()) : OptionalLong.empty();
  }
}
