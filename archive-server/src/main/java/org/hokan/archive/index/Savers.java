package org.hokan.archive.index;

import java.util.List;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/** What is recompressed of studies, and what is not. */
final class Savers {
  private Savers() {}

  /** In the order of their places; those of which nothing is left are read, too, and no more. */
  static List<StudyToCompress> toCompress(Tx tx, long after, int max) {
    return tx
        .session()
        .createSelectionQuery(
            "select s.id, s.facility, s.studyInstanceUid, case when exists (select 1 from"
                + " SeriesEntity e join InstanceEntity i on i.seriesId = e.id where e.studyId ="
                + " s.id and i.recipe = '') then true else false end from StudyEntity s where"
                + " s.id > :after order by s.id",
            Object[].class)
        .setParameter("after", after)
        .setMaxResults(max)
        .getResultList()
        .stream()
        .map(
            row ->
                new StudyToCompress(
                    (Long) row[0], (String) row[1], Uid.of((String) row[2]), (Boolean) row[3]))
        .toList();
  }

  static long studies(Tx tx, long after) {
    return tx.session()
        .createSelectionQuery("select count(*) from StudyEntity where id > :after", Long.class)
        .setParameter("after", after)
        .getSingleResult();
  }

  static Savings of(Tx tx, String facility, Uid studyInstanceUid) {
    Object[] row =
        tx.session()
            .createSelectionQuery(
                "select count(i.id), coalesce(sum(i.originalLength), 0), coalesce(sum(i.length), 0)"
                    + " from InstanceEntity i join SeriesEntity e on e.id = i.seriesId join"
                    + " StudyEntity s on s.id = e.studyId where s.facility = :facility and"
                    + " s.studyInstanceUid = :uid and i.originalLength > 0",
                Object[].class)
            .setParameter("facility", facility)
            .setParameter("uid", studyInstanceUid.value())
            .getSingleResult();
    long original = (Long) row[1];
    return new Savings(facility, (Long) row[0], original, original - (Long) row[2]);
  }
}
