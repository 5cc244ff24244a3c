package org.hokan.archive.ingest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.DeadSpace;
import org.hokan.archive.index.Index;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.Replacement;
import org.hokan.archive.storage.StorageException;
import org.hokan.archive.storage.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows entries that are to be dropped, as of when it was made; asks pack by pack. What has a
 * recompressed form, or a successor, is not among them: it counts until that is found. Where a pack
 * was replaced and the index does not say so yet, it knows them where they are now.
 */
final class DeadFilter {
  private static final Logger LOG = LoggerFactory.getLogger(DeadFilter.class);

  private static final Set<DeadReason> COUNT_STILL =
      Set.of(DeadReason.RECOMPRESSED, DeadReason.SUPERSEDED);

  private final Index index;
  private final Map<String, Set<Long>> offsets = new HashMap<>();
  private final Map<String, Set<Long>> moved = new HashMap<>();
  private final Set<String> packs = new HashSet<>();

  DeadFilter(Index index, PackStore store) {
    this.index = index;
    index.deadSpace().stream().map(DeadSpace::pack).forEach(packs::add);
    for (Replacement replacement : store.compactor().unfinished()) {
      if (packs.contains(replacement.oldPack())) {
        follow(store, replacement);
      }
    }
    packs.addAll(moved.keySet());
  }

  private void follow(PackStore store, Replacement replacement) {
    Set<Long> before = dead(replacement.oldPack());
    Set<Long> now = new HashSet<>();
    moved.put(replacement.newPack(), now);
    try {
      store
          .compactor()
          .moves(
              replacement,
              (object, oldOffset) -> {
                if (before.contains(oldOffset)) {
                  now.add(object.location().offset());
                }
              });
    } catch (StorageException e) {
      LOG.error("Pack {} cannot be compared with its replacement", replacement.oldPack(), e);
    }
  }

  boolean isDead(StoredObject object) {
    String pack = object.location().pack();
    return packs.contains(pack)
        && offsets.computeIfAbsent(pack, this::deadNow).contains(object.location().offset());
  }

  private Set<Long> deadNow(String pack) {
    Set<Long> dead = dead(pack);
    dead.addAll(moved.getOrDefault(pack, Set.of()));
    return dead;
  }

  private Set<Long> dead(String pack) {
    Set<Long> dead = new HashSet<>();
    for (DeadObject object : index.dead(pack)) {
      if (!COUNT_STILL.contains(object.reason())) {
        dead.add(object.at().offset());
      }
    }
    return dead;
  }
}
