package org.hokan.archive.index;

import java.util.Optional;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/** Finds one instance with its location. */
final class Instances {
  private Instances() {}

  static Optional<InstanceRow> one(Tx tx, String facility, Uid sopInstanceUid) {
    return tx
        .session()
        .createSelectionQuery(
            "select i, s.studyInstanceUid, e.seriesInstanceUid from InstanceEntity i"
                + " join SeriesEntity e on e.id = i.seriesId join StudyEntity s on s.id = e.studyId"
                + " where i.facility = :facility and i.sopInstanceUid = :uid",
            Object[].class)
        .setParameter("facility", facility)
        .setParameter("uid", sopInstanceUid.value())
        .getResultList()
        .stream()
        .map(row -> ((InstanceEntity) row[0]).row((String) row[1], (String) row[2]))
        .findFirst();
  }
}
