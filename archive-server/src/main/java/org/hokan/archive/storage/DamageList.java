package org.hokan.archive.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was found damaged and could not be repaired, in a small file on the first volume so that a
 * restart does not forget it. A pack that is read again and found whole leaves the list.
 * Thread-safe.
 */
final class DamageList {
  static final String FILE = "hokan-damages";

  /** More than so many are not written down. */
  private static final int MOST = 1000;

  /** More than so many of one pack are not told in the log. */
  private static final int TOLD = 10;

  private static final Logger LOG = LoggerFactory.getLogger(DamageList.class);
  private static final String SEPARATOR = "\t";

  private final Volume home;
  private final TreeMap<String, List<Damage>> byFile = new TreeMap<>();

  /** Whether the file lacks something. */
  private boolean unsaved;

  private DamageList(Volume home) {
    this.home = home;
  }

  /** The list that the volume keeps. */
  static DamageList read(Volume home) {
    DamageList list = new DamageList(home);
    try {
      Optional<String> text = SmallFile.read(home.disk(), home.folder().resolve(FILE));
      text.orElse("").lines().forEach(list::addLine);
    } catch (IOException e) {
      LOG.error("Volume {}: {} cannot be read; damages are found again", home, FILE, e);
    }
    return list;
  }

  private void addLine(String line) {
    String[] parts = line.split(SEPARATOR, 4);
    if (parts.length == 4 && parts[2].matches("\\d{1,18}")) {
      add(new Damage(parts[0], parts[1], Long.parseLong(parts[2]), parts[3]));
    } else {
      LOG.warn("Volume {}: {}: '{}' is no damage", home, FILE, line);
    }
  }

  private void add(Damage damage) {
    byFile
        .computeIfAbsent(key(damage.volume(), damage.pack()), key -> new ArrayList<>())
        .add(damage);
  }

  private static String key(String volume, String pack) {
    return volume + SEPARATOR + pack;
  }

  /** All that is known of this file of a pack; none when it is whole. */
  synchronized void found(PackRef pack, List<Damage> damages) {
    String key = key(pack.volume().id(), pack.name());
    List<Damage> before =
        damages.isEmpty() ? byFile.remove(key) : byFile.put(key, List.copyOf(damages));
    if (before == null ? !damages.isEmpty() : !before.equals(damages)) {
      damages.stream().limit(TOLD).forEach(damage -> LOG.error("Damaged: {}", damage.line()));
      write();
    }
  }

  /**
   * One more in this file, unless something is known to be damaged there; until it is read. Many
   * may be found one by one: the list is written by the next {@link #save}.
   */
  synchronized void more(PackRef pack, long offset, String text) {
    List<Damage> known = byFile.getOrDefault(key(pack.volume().id(), pack.name()), List.of());
    if (known.stream().noneMatch(damage -> damage.offset() == offset)) {
      Damage damage = Damage.of(pack, offset, text);
      if (known.size() < TOLD) {
        LOG.error("Damaged: {}", damage.line());
      }
      List<Damage> damages = new ArrayList<>(known);
      damages.add(damage);
      byFile.put(key(pack.volume().id(), pack.name()), List.copyOf(damages));
      unsaved = true;
    }
  }

  /** Writes what was found one by one. */
  synchronized void save() {
    if (unsaved) {
      write();
    }
  }

  /** A pack was removed, with its copy. */
  synchronized void removed(PackRef pack) {
    if (byFile.keySet().removeIf(key -> key.endsWith(SEPARATOR + pack.name()))) {
      write();
    }
  }

  /** Whether something is known to be damaged in this file of a pack. */
  synchronized boolean names(PackRef pack) {
    return byFile.containsKey(key(pack.volume().id(), pack.name()));
  }

  /** Packs that are on no volume: these from now on, and no others. */
  synchronized void missing(Set<String> packs) {
    Set<String> fresh = new TreeSet<>(packs);
    all().stream().filter(Damage::isMissing).map(Damage::pack).forEach(fresh::remove);
    boolean found =
        byFile.values().removeIf(known -> isFound(known.get(0), packs)); // it was put back
    fresh.stream().map(Damage::missing).forEach(this::add);
    fresh.stream().limit(TOLD).forEach(pack -> LOG.error("{}", Damage.missing(pack).line()));
    if (found || !fresh.isEmpty()) {
      write();
    }
  }

  private static boolean isFound(Damage known, Set<String> missing) {
    return known.isMissing() && !missing.contains(known.pack());
  }

  /** Forgets files that are not there any longer. */
  synchronized void keepOnly(Predicate<Damage> there) {
    if (byFile.values().removeIf(damages -> !there.test(damages.get(0)))) {
      write();
    }
  }

  synchronized List<Damage> all() {
    return byFile.values().stream().flatMap(List::stream).toList();
  }

  synchronized int size() {
    return byFile.values().stream().mapToInt(List::size).sum();
  }

  private void write() {
    unsaved = false;
    StringBuilder text = new StringBuilder();
    all().stream()
        .limit(MOST)
        .forEach(
            d ->
                text.append(String.join(SEPARATOR, d.volume(), d.pack(), "" + d.offset(), d.text()))
                    .append('\n'));
    try {
      SmallFile.replace(home.disk(), home.folder().resolve(FILE), text.toString());
    } catch (IOException e) {
      LOG.error("Volume {}: {} cannot be written", home, FILE, e);
    }
  }
}
