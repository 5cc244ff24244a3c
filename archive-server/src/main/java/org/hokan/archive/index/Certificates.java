package org.hokan.archive.index;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;

/** Finds certificates of destruction, and what they keep out of the index. */
final class Certificates {
  private Certificates() {}

  static List<Certificate> list(Tx tx, CertificateFilter filter) {
    SelectionQuery<DestroyedStudyEntity> query =
        tx.session()
            .createSelectionQuery(
                "from DestroyedStudyEntity where id < :before"
                    + " and (:facility = '' or facility = :facility)"
                    + " and (:study = '' or studyInstanceUid = :study)"
                    + " and (:patient = '' or patientId = :patient) order by id desc",
                DestroyedStudyEntity.class)
            .setParameter("before", filter.before())
            .setParameter("facility", filter.facility().orElse(""))
            .setParameter("study", filter.studyInstanceUid().orElse(""))
            .setParameter("patient", filter.patientId().orElse(""))
            .setMaxResults(filter.max());
    return query.getResultList().stream().map(DestroyedStudyEntity::certificate).toList();
  }

  static Optional<Certificate> one(Tx tx, long id) {
    return Optional.ofNullable(tx.session().get(DestroyedStudyEntity.class, id))
        .map(DestroyedStudyEntity::certificate);
  }

  static List<Certificate> of(Tx tx, String facility, String sopInstanceUid) {
    return tx
        .session()
        .createSelectionQuery(
            "select s from DestroyedInstanceEntity i join DestroyedStudyEntity s on s.id ="
                + " i.key.certificate where i.key.sopInstanceUid = :uid and i.facility = :facility",
            DestroyedStudyEntity.class)
        .setParameter("uid", sopInstanceUid)
        .setParameter("facility", facility)
        .getResultList()
        .stream()
        .map(DestroyedStudyEntity::certificate)
        .toList();
  }

  /** Those that name an instance, of all facilities; the latest first. */
  static List<Certificate> naming(Tx tx, String sopInstanceUid) {
    return tx
        .session()
        .createSelectionQuery(
            "select s from DestroyedInstanceEntity i join DestroyedStudyEntity s on s.id ="
                + " i.key.certificate where i.key.sopInstanceUid = :uid order by s.id desc",
            DestroyedStudyEntity.class)
        .setParameter("uid", sopInstanceUid)
        .getResultList()
        .stream()
        .map(DestroyedStudyEntity::certificate)
        .toList();
  }

  static Optional<DestroyedInstance> instance(Tx tx, long certificate, String sopInstanceUid) {
    return Optional.ofNullable(
            tx.session()
                .get(
                    DestroyedInstanceEntity.class,
                    new DestroyedInstanceEntity.Key(certificate, sopInstanceUid)))
        .map(DestroyedInstanceEntity::destroyed);
  }

  static List<DestroyedInstance> instances(Tx tx, long certificate, String after, int max) {
    return tx
        .session()
        .createSelectionQuery(
            "from DestroyedInstanceEntity where key.certificate = :id and key.sopInstanceUid >"
                + " :after order by key.sopInstanceUid",
            DestroyedInstanceEntity.class)
        .setParameter("id", certificate)
        .setParameter("after", after)
        .setMaxResults(max)
        .getResultList()
        .stream()
        .map(DestroyedInstanceEntity::destroyed)
        .toList();
  }

  /** Bytes of its instances that are in packs still. */
  static long bytesInPacks(Tx tx, long certificate) {
    return bytesInPacks(tx, "i.key.certificate = :id", certificate);
  }

  /** Bytes of all instances that a list destroyed which are in packs still. */
  static long bytesInPacksOfList(Tx tx, long deletion) {
    return bytesInPacks(
        tx,
        "i.key.certificate in (select s.id from DestroyedStudyEntity s where s.deletion = :id)",
        deletion);
  }

  private static long bytesInPacks(Tx tx, String which, long id) {
    return tx.session()
        .createSelectionQuery(
            "select coalesce(sum(d.length), 0) from DestroyedInstanceEntity i"
                + " join DeadEntryEntity d on d.sopInstanceUid = i.key.sopInstanceUid"
                + " and d.facility = i.facility"
                + " and (d.digest = i.digest or d.originalDigest = i.digest)"
                + " where d.reason = :reason and "
                + which,
            Long.class)
        .setParameter("reason", DeadReason.DESTROYED)
        .setParameter("id", id)
        .getSingleResult();
  }

  /** One object: its UID and the digest of what came. */
  static String name(String sopInstanceUid, String digest) {
    return sopInstanceUid + " " + digest;
  }

  /** Notes that these studies came again; answers those of which that was not known. */
  static Set<String> cameAgain(Tx tx, String facility, Collection<String> studies, Instant now) {
    Set<String> again = new HashSet<>();
    if (studies.isEmpty()) {
      return again;
    }
    tx.session()
        .createSelectionQuery(
            "from DestroyedStudyEntity where studyInstanceUid in (:uids) and facility = :facility"
                + " and againAt is null",
            DestroyedStudyEntity.class)
        .setParameterList("uids", studies)
        .setParameter("facility", facility)
        .getResultList()
        .forEach(
            row -> {
              row.againAt = Cut.toMicros(now);
              tx.session().update(row);
              again.add(row.studyInstanceUid);
            });
    return again;
  }
}
