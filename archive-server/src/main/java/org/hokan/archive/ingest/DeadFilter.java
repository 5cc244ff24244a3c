package org.hokan.archive.ingest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadSpace;
import org.hokan.archive.index.Index;
import org.hokan.archive.storage.StoredObject;

/** Knows entries that are to be dropped, as of when it was made; asks pack by pack. */
final class DeadFilter {
  private final Index index;
  private final Map<String, Set<Long>> offsets = new HashMap<>();
  private final Set<String> packs = new HashSet<>();

  DeadFilter(Index index) {
    this.index = index;
    index.deadSpace().stream().map(DeadSpace::pack).forEach(packs::add);
  }

  boolean isDead(StoredObject object) {
    String pack = object.location().pack();
    return packs.contains(pack)
        && offsets.computeIfAbsent(pack, this::dead).contains(object.location().offset());
  }

  private Set<Long> dead(String pack) {
    Set<Long> dead = new HashSet<>();
    for (DeadObject object : index.dead(pack)) {
      dead.add(object.at().offset());
    }
    return dead;
  }
}
