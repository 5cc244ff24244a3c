package org.hokan.archive.node;

import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.storage.CopyStatus;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.ScrubStatus;
import org.hokan.archive.web.PartHealth;

/** Second copies and damages as a part of the node's health: degraded, never down. */
final class CopyHealth {
  private CopyHealth() {}

  static PartHealth of(PackStore store) {
    CopyStatus copies = store.copies();
    ScrubStatus scrub = store.scrub();
    if (!scrub.damages().isEmpty()) {
      return degraded(
          "damage known at %d places, listed by hokan storage status; hokan storage verify repairs what a copy has; have the rest sent again, or put its packs back from a backup"
              .formatted(scrub.damages().size()));
    }
    if (scrub.failure().isPresent()) {
      return degraded("the reading again of what is stored: " + scrub.failure().get());
    }
    if (copies.unavailableVolumes() > 0) {
      return degraded(
          "%d copy volumes cannot be written; %d packs are owed"
              .formatted(copies.unavailableVolumes(), copies.owedPacks()));
    }
    if (copies.fullVolumes() > 0) {
      return degraded(
          "%d copy volumes are full: make room there, or add one (storage.copy-volumes); %d packs are owed"
              .formatted(copies.fullVolumes(), copies.owedPacks()));
    }
    if (!copies.configured()) {
      return new PartHealth("copies", true, "none configured; no damage known");
    }
    String behind =
        copies
            .behindSince()
            .map(since -> "%d packs behind, since %s".formatted(copies.owedPacks(), since))
            .orElse("level");
    return new PartHealth(
        "copies",
        true,
        "of storage class %s only: %s; no damage known".formatted(StorageClass.DELUXE, behind));
  }

  private static PartHealth degraded(String detail) {
    return new PartHealth("copies", PartHealth.State.DEGRADED, detail);
  }
}
