package org.hokan.archive.storage;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place at which packs with objects in them are removed. */
final class PackRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(PackRemoval.class);

  private final Reading reading;
  private final Copies copies;
  private final DamageList damages;

  PackRemoval(Reading reading, Copies copies, DamageList damages) {
    this.reading = reading;
    this.copies = copies;
    this.damages = damages;
  }

  /**
   * Asks whether it could be removed.
   *
   * @throws NotRemovableYet when a copy volume is away
   */
  void admit(PackRef pack) {
    copies.admitRemoval(pack);
  }

  /**
   * Asks whether all of a pack that is to stay has its second copy.
   *
   * @throws NotRemovableYet when it is to have one and has not
   */
  void requireCopy(PackRef pack) {
    copies.require(pack);
  }

  /**
   * Asks whether the copy of a pack has nothing behind the pack's end.
   *
   * @throws NotRemovableYet when it has: that comes back first
   */
  void requireNoMoreInCopy(PackRef pack, PackSummary summary) {
    if (copies.copiedUpTo(pack) > summary.end()) {
      throw new NotRemovableYet(
          "pack %s stays: its copy has more (expected: no more; storage verify repairs it)"
              .formatted(pack));
    }
  }

  /**
   * Does what takes long before a pack is removed.
   *
   * @throws NotRemovableYet as {@link #remove} would
   */
  void prepare(PackRef pack) throws IOException {
    copies.prepareRemoval(pack);
  }

  /**
   * Removes a pack and its copy; durable when it returns. Whoever reads from it goes on reading.
   *
   * @throws NotRemovableYet when it has a copy that cannot be removed now, or when what replaces it
   *     has none yet: then both stay
   */
  void remove(PackRef pack) throws IOException {
    copies.remove(pack);
    reading.forget(pack);
    damages.removed(pack);
    LOG.info("Pack {} is removed", pack);
  }
}
