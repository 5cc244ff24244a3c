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
  private final Map<String, Map<Long, DeadObject>> byPack = new HashMap<>();
  private final Map<String, Map<Long, DeadObject>> moved = new HashMap<>();
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
    Map<Long, DeadObject> before = dead(replacement.oldPack());
    Map<Long, DeadObject> now = new HashMap<>();
    moved.put(replacement.newPack(), now);
    try {
      store
          .compactor()
          .moves(
              replacement,
              (object, oldOffset) -> {
                DeadObject said = before.get(oldOffset);
                if (said != null) {
                  now.put(object.location().offset(), said);
                }
              });
    } catch (StorageException e) {
      LOG.error("Pack {} cannot be compared with its replacement", replacement.oldPack(), e);
    }
  }

  boolean isDead(StoredObject object) {
    String pack = object.location().pack();
    return packs.contains(pack) && isSaid(byPack.computeIfAbsent(pack, this::deadNow), object);
  }

  /** Whether this object, and no other one that stands there now, was said to be dead. */
  private static boolean isSaid(Map<Long, DeadObject> dead, StoredObject object) {
    DeadObject said = dead.get(object.location().offset());
    return said != null
        && said.sopInstanceUid().equals(object.name())
        && said.digest().equals(object.digest());
  }

  private Map<Long, DeadObject> deadNow(String pack) {
    Map<Long, DeadObject> dead = dead(pack);
    dead.putAll(moved.getOrDefault(pack, Map.of()));
    return dead;
  }

  private Map<Long, DeadObject> dead(String pack) {
    Map<Long, DeadObject> dead = new HashMap<>();
    for (DeadObject object : index.dead(pack)) {
      if (!COUNT_STILL.contains(object.reason())) {
        dead.put(object.at().offset(), object);
      }
    }
    return dead;
  }
}
