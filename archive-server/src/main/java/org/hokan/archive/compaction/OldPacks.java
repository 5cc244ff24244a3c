package org.hokan.archive.compaction;

import java.util.List;
import java.util.stream.Stream;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.NotRemovableYet;
import org.hokan.archive.storage.Replacement;
import org.hokan.archive.storage.StoredObject;
import org.hokan.archive.storage.Throttle;
import org.hokan.dicom.data.Uid;

/**
 * Removes packs that others have replaced, however long ago: a hold that was placed meanwhile keeps
 * them.
 */
record OldPacks(CompactionRooms rooms, Holds holds, Throttle throttle) {
  /** As in an entry's facts: of the object that it is a smaller form of. */
  private static final String ORIGINAL = "original-sha256";

  /** As in an entry's facts: whose place it took. */
  private static final String PREDECESSOR = "predecessor";

  /**
   * Removes the old one.
   *
   * @throws NotRemovableYet when something that is nowhere else is held, or its copy is away
   */
  void remove(Replacement replacement) {
    rooms
        .store()
        .compactor()
        .removeReplaced(
            replacement,
            throttle,
            (dropped, removal) -> {
              List<DeadObject> last = dropped.stream().flatMap(this::last).toList();
              if (!holds.unlessHeld(last, removal)) {
                throw new NotRemovableYet(
                    "pack %s stays: something in it was put on legal hold"
                        .formatted(replacement.oldPack()));
              }
            });
  }

  /**
   * What is not kept elsewhere was destroyed, or something took its place with a loss; the index
   * says no longer which.
   */
  private Stream<DeadObject> last(StoredObject object) {
    String facility = object.shelf().facility();
    Uid uid = new Uid(object.name());
    boolean elsewhere =
        Stream.of(object.digest(), object.facts().getOrDefault(ORIGINAL, object.digest()))
            .anyMatch(digest -> rooms.index().isKept(facility, uid, digest));
    return elsewhere
        ? Stream.empty()
        : Stream.of(DeadReason.DESTROYED, DeadReason.SUPERSEDED)
            .map(
                reason ->
                    new DeadObject(
                        facility,
                        object.name(),
                        object.digest(),
                        object.facts().getOrDefault(PREDECESSOR, object.name()),
                        object.digest(),
                        at(object),
                        reason,
                        object.arrived()));
  }

  private static StoredAt at(StoredObject object) {
    return new StoredAt(
        object.location().volume(),
        object.location().pack(),
        object.location().offset(),
        object.location().length());
  }
}
