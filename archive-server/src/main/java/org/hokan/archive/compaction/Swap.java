package org.hokan.archive.compaction;

import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.MovedObject;
import org.hokan.archive.index.PackMark;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.Replacement;
import org.hokan.archive.storage.StoredObject;

/**
 * Lets the rows of a pack's objects point to the pack that replaces it. In several transactions, so
 * that arrivals are not held up: until the last one both packs are there, and every row points to
 * one of them. The last one, with the new pack's mark, is forced. To be done again after a crash.
 */
final class Swap {
  private static final int BATCH = 200;

  private final CompactionRooms rooms;
  private final Replacement replacement;
  private final List<MovedObject> batch = new ArrayList<>();

  Swap(CompactionRooms rooms, Replacement replacement) {
    this.rooms = rooms;
    this.replacement = replacement;
  }

  /** Does something in the last transaction. */
  interface Last {
    void with(Tx tx);
  }

  void run(Last last) {
    rooms.store().compactor().moves(replacement, this::moved);
    rooms
        .database()
        .runForced(
            tx -> {
              rooms.index().move(tx, batch);
              rooms
                  .index()
                  .replaced(
                      tx,
                      new PackMark(replacement.oldPack(), replacement.oldEnd()),
                      new PackMark(replacement.newPack(), replacement.newEnd()));
              last.with(tx);
            });
    batch.clear();
  }

  private void moved(StoredObject object, long oldOffset) {
    Location now = object.location();
    batch.add(
        new MovedObject(
            object.shelf().facility(),
            object.name(),
            replacement.oldPack(),
            oldOffset,
            new StoredAt(now.volume(), now.pack(), now.offset(), now.length())));
    if (batch.size() == BATCH) {
      rooms.database().run(tx -> rooms.index().move(tx, batch));
      batch.clear();
    }
  }
}
