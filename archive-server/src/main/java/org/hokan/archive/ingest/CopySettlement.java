package org.hokan.archive.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.hokan.archive.billing.CopyCharges;
import org.hokan.archive.billing.CopyCharges.Made;
import org.hokan.archive.billing.CopyCharges.Owed;
import org.hokan.archive.billing.SecondCopy;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.PackPart;
import org.hokan.archive.index.StudyUsage;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.Shelf;
import org.hokan.dicom.data.Uid;

/**
 * Says whether studies have their second copies, and charges those that came to have them late.
 * What it says is what the copies themselves tell, so that it needs no memory of what was done.
 * Thread-safe.
 */
final class CopySettlement {
  private static final int PAGE = 200;

  private final Database database;
  private final Index index;
  private final PackStore store;
  private final CopyCharges charges;

  /** Where to look on among those that wait. */
  private final AtomicLong looked = new AtomicLong();

  CopySettlement(IngestRooms rooms) {
    this.database = rooms.database();
    this.index = rooms.index();
    this.store = rooms.store();
    this.charges = rooms.ledger().copyCharges();
  }

  /** The class of a study's first image decides whether it is to have one. */
  SecondCopy of(Tx tx, StudyUsage study) {
    return store.isToBeCopied(new Shelf(study.facility(), study.decided().storageClass()))
        ? of(index.packParts(tx, study.facility(), study.studyInstanceUid()))
        : SecondCopy.NONE;
  }

  private SecondCopy of(List<PackPart> parts) {
    SecondCopy copy = SecondCopy.NONE;
    for (PackPart part : parts) {
      OptionalLong copied = store.copiedUpTo(part.pack());
      if (copied.isPresent() && copied.getAsLong() < part.end()) {
        return SecondCopy.OWED;
      }
      copy = copied.isPresent() ? SecondCopy.MADE : copy;
    }
    return copy;
  }

  /**
   * Charges copies that were owed and are there now. Goes on as long as it finds some, and looks at
   * a page of those that wait otherwise, the next one when it is called again.
   */
  void chargeMade() {
    boolean more = store.copies().configured();
    while (more) {
      List<Owed> page = charges.owed(looked.get(), PAGE);
      List<Made> made = page.isEmpty() ? List.of() : made(page);
      if (!made.isEmpty()) {
        charges.charge(made);
      }
      boolean last = page.size() < PAGE;
      looked.set(last ? 0 : page.get(PAGE - 1).studyRecord());
      more = !last && !made.isEmpty();
    }
  }

  private List<Made> made(List<Owed> page) {
    return database.read(
        tx -> {
          List<Made> made = new ArrayList<>();
          page.forEach(owed -> made(tx, owed).ifPresent(made::add));
          return made;
        });
  }

  private Optional<Made> made(Tx tx, Owed owed) {
    return index
        .usage(tx, owed.facility(), new Uid(owed.studyInstanceUid()))
        .filter(study -> of(tx, study) == SecondCopy.MADE)
        .map(study -> new Made(owed, study.firstArrival()));
  }
}
