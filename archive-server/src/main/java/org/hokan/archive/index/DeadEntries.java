package org.hokan.archive.index;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/** Which entries of packs are to be dropped, and what compaction does to rows. */
final class DeadEntries {
  private DeadEntries() {}

  /** Notes it once; the first decision stays. */
  static void add(Tx tx, DeadObject dead) {
    DeadEntryEntity row = DeadEntryEntity.of(dead);
    if (tx.session().get(DeadEntryEntity.class, row.key) == null) {
      tx.session().insert(row);
    }
  }

  /** Where the same object is kept, perhaps recompressed, or waits for a decision. */
  static List<KeptEntry> kept(Tx tx, DeadObject object) {
    return Stream.concat(kept(tx, "InstanceEntity", object), kept(tx, "QuarantineEntity", object))
        .toList();
  }

  private static Stream<KeptEntry> kept(Tx tx, String entity, DeadObject object) {
    return tx
        .session()
        .createSelectionQuery(
            "select volume, pack, packOffset, length, storedDigest, recipe, digest from %s where facility = :facility and sopInstanceUid = :uid and digest = :digest"
                .formatted(entity),
            Object[].class)
        .setParameter("facility", object.facility())
        .setParameter("uid", object.originalUid())
        .setParameter("digest", object.original())
        .getResultList()
        .stream()
        .map(DeadEntries::keptEntry);
  }

  /**
   * Where what took the place of an object is kept; of what took it before its predecessor was
   * noted, the length tells.
   */
  static List<KeptEntry> successors(Tx tx, DeadObject object) {
    Uid uid = new Uid(object.originalUid());
    return tx
        .session()
        .createSelectionQuery(
            "select volume, pack, packOffset, length, '', '', digest from InstanceEntity"
                + " where facility = :facility and sopInstanceUid in (:uids) and recipe = ''"
                + " and (predecessorDigest = :original or predecessorDigest = ''"
                + " and originalLength = :length)",
            Object[].class)
        .setParameter("facility", object.facility())
        .setParameter(
            "uids", List.of(uid.value(), Predecessor.successorUid(object.facility(), uid).value()))
        .setParameter("original", object.original())
        .setParameter("length", object.at().length())
        .getResultList()
        .stream()
        .map(DeadEntries::keptEntry)
        .toList();
  }

  /** Whether a row of an instance says that its bytes are this entry. */
  static boolean isPointedTo(Tx tx, DeadObject object) {
    return !tx.session()
        .createSelectionQuery(
            "select id from InstanceEntity where sopInstanceUid = :uid and facility = :facility and pack = :pack and packOffset = :offset",
            Long.class)
        .setParameter("uid", object.sopInstanceUid())
        .setParameter("facility", object.facility())
        .setParameter("pack", object.at().pack())
        .setParameter("offset", object.at().offset())
        .getResultList()
        .isEmpty();
  }

  private static KeptEntry keptEntry(Object[] row) {
    String storedDigest = (String) row[4];
    return new KeptEntry(
        new StoredAt((String) row[0], (String) row[1], (Long) row[2], (Long) row[3]),
        storedDigest.isEmpty() ? (String) row[6] : storedDigest,
        (String) row[5]);
  }

  static List<DeadSpace> space(Tx tx) {
    return tx
        .session()
        .createSelectionQuery(
            "select key.pack, count(*), sum(length), min(since) from DeadEntryEntity group by"
                + " key.pack order by key.pack",
            Object[].class)
        .getResultList()
        .stream()
        .map(row -> new DeadSpace((String) row[0], (Long) row[1], (Long) row[2], (Instant) row[3]))
        .toList();
  }

  static List<DeadObject> in(Tx tx, String pack) {
    return tx
        .session()
        .createSelectionQuery(
            "from DeadEntryEntity where key.pack = :pack order by key.packOffset",
            DeadEntryEntity.class)
        .setParameter("pack", pack)
        .getResultList()
        .stream()
        .map(DeadEntryEntity::dead)
        .toList();
  }

  /**
   * The quarantine first: where somebody releases or removes the object at the same time, this
   * waits for that, and then finds it where it has gone to.
   */
  static void move(Tx tx, List<MovedObject> objects) {
    for (MovedObject object : objects) {
      if (!move(tx, "QuarantineEntity", object) && !move(tx, "InstanceEntity", object)) {
        moveDead(tx.session(), object);
      }
    }
  }

  private static boolean move(Tx tx, String entity, MovedObject object) {
    return tx.session()
            .createMutationQuery(
                "update %s set volume = :volume, pack = :pack, packOffset = :offset where facility = :facility and sopInstanceUid = :uid and pack = :oldPack and packOffset = :oldOffset"
                    .formatted(entity))
            .setParameter("volume", object.now().volume())
            .setParameter("pack", object.now().pack())
            .setParameter("offset", object.now().offset())
            .setParameter("facility", object.facility())
            .setParameter("uid", object.sopInstanceUid())
            .setParameter("oldPack", object.pack())
            .setParameter("oldOffset", object.offset())
            .executeUpdate()
        > 0;
  }

  /** A dead one whose grace has not ended yet. */
  private static void moveDead(StatelessSession session, MovedObject object) {
    DeadEntryEntity row =
        session.get(DeadEntryEntity.class, new DeadEntryEntity.Key(object.pack(), object.offset()));
    if (row != null) {
      session.delete(row);
      row.key = new DeadEntryEntity.Key(object.now().pack(), object.now().offset());
      row.volume = object.now().volume();
      if (session.get(DeadEntryEntity.class, row.key) == null) {
        session.insert(row);
      }
    }
  }

  static void replaced(Tx tx, PackMark oldPack, PackMark newPack) {
    PackMarkEntity filed = tx.session().get(PackMarkEntity.class, oldPack.pack());
    if (filed != null && filed.endOffset >= oldPack.end()) {
      Bookkeeping.setMark(tx, newPack.pack(), newPack.end());
    }
    forget(tx, oldPack.pack());
  }

  static void forget(Tx tx, String pack) {
    tx.session()
        .createMutationQuery("delete PackMarkEntity where pack = :pack")
        .setParameter("pack", pack)
        .executeUpdate();
    tx.session()
        .createMutationQuery("delete DeadEntryEntity where key.pack = :pack")
        .setParameter("pack", pack)
        .executeUpdate();
  }
}
