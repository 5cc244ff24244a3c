package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/** Finds instances with their locations. */
final class Instances {
  private static final int AT_ONCE = 200;
  private static final int UIDS_AT_ONCE = 5_000;
  private static final String ALL =
      "select i, s.studyInstanceUid, e.seriesInstanceUid from InstanceEntity i"
          + " join SeriesEntity e on e.id = i.seriesId join StudyEntity s on s.id = e.studyId";
  private static final String ROWS = ALL + " where i.facility = :facility and ";

  private Instances() {}

  /** Those that are there, in no order; one statement for each {@value #AT_ONCE}. */
  static List<InstanceRow> all(Tx tx, String facility, List<Uid> sopInstanceUids) {
    List<InstanceRow> found = new ArrayList<>();
    for (int i = 0; i < sopInstanceUids.size(); i += AT_ONCE) {
      List<String> some =
          sopInstanceUids.subList(i, Math.min(sopInstanceUids.size(), i + AT_ONCE)).stream()
              .map(Uid::value)
              .toList();
      tx.session()
          .createSelectionQuery(ROWS + "i.sopInstanceUid in (:uids)", Object[].class)
          .setParameter("facility", facility)
          .setParameterList("uids", some)
          .getResultList()
          .forEach(row -> found.add(row(row)));
    }
    return found;
  }

  /** Of very many, some at a time. */
  static Set<Uid> ofStudy(Tx tx, String facility, Uid studyInstanceUid, List<Uid> sopInstanceUids) {
    Set<Uid> found = new HashSet<>();
    for (int i = 0; i < sopInstanceUids.size(); i += UIDS_AT_ONCE) {
      List<String> some =
          sopInstanceUids.subList(i, Math.min(sopInstanceUids.size(), i + UIDS_AT_ONCE)).stream()
              .map(Uid::value)
              .toList();
      tx.session()
          .createSelectionQuery(
              "select i.sopInstanceUid from InstanceEntity i join SeriesEntity e on e.id ="
                  + " i.seriesId join StudyEntity s on s.id = e.studyId where i.facility ="
                  + " :facility and i.sopInstanceUid in (:uids) and s.studyInstanceUid = :study",
              String.class)
          .setParameter("facility", facility)
          .setParameter("study", studyInstanceUid.value())
          .setParameterList("uids", some)
          .getResultList()
          .forEach(uid -> found.add(Uid.of(uid)));
    }
    return found;
  }

  /** As they came, in one of these packs, and released by an operator once. */
  static List<InstanceRow> released(Tx tx, String packs) {
    return tx
        .session()
        .createSelectionQuery(
            ALL
                + " join QuarantineDecisionEntity d on d.key.facility = i.facility"
                + " and d.key.sopInstanceUid = i.sopInstanceUid and d.key.digest = i.digest"
                + " where d.decision = :released and i.originalLength = 0 and i.pack like :packs",
            Object[].class)
        .setParameter("released", QuarantineDecisionEntity.Decision.RELEASED)
        .setParameter("packs", packs)
        .getResultList()
        .stream()
        .map(Instances::row)
        .toList();
  }

  static List<String> facilities(Tx tx, Uid sopInstanceUid) {
    return tx.session()
        .createSelectionQuery(
            "select facility from InstanceEntity where sopInstanceUid = :uid", String.class)
        .setParameter("uid", sopInstanceUid.value())
        .getResultList();
  }

  static Optional<InstanceRow> one(Tx tx, String facility, Uid sopInstanceUid) {
    return tx
        .session()
        .createSelectionQuery(ROWS + "i.sopInstanceUid = :uid", Object[].class)
        .setParameter("facility", facility)
        .setParameter("uid", sopInstanceUid.value())
        .getResultList()
        .stream()
        .map(Instances::row)
        .findFirst();
  }

  private static InstanceRow row(Object[] row) {
    return ((InstanceEntity) row[0]).row((String) row[1], (String) row[2]);
  }
}
