package org.hokan.archive.storage;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a replay read in the copy what is damaged in the first, which is repaired afterwards. */
record CopiedHeaders(Copies copies, ObjectRepair repair, DamageList damages)
    implements Replay.Seconds {
  private static final Logger LOG = LoggerFactory.getLogger(CopiedHeaders.class);

  @Override
  public Optional<PackRef> of(PackRef first) {
    return copies.wants(first.shelf()) ? copies.holding(first) : Optional.empty();
  }

  @Override
  public void mendable(PackRef first, DamagedPack damage) {
    LOG.error("Damaged: {}; it is read from the copy", damage.getMessage());
    repair.later(first, List.of());
  }

  @Override
  public void lost(PackRef first, DamagedPack damage) {
    damages.more(first, damage.offset(), damage.problem());
  }
}
