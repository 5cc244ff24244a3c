package org.hokan.archive.index;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;

/** Counts what is kept of some patients or studies, by the sums that their studies have. */
final class KeptObjects {
  private static final String PATIENTS =
      "select p.patientKey, count(s), sum(s.instanceCount), sum(s.bytes) from StudyEntity s"
          + " join PatientEntity p on p.id = s.patientId"
          + " where p.patientKey in (:objects) and p.facility = :facility group by p.patientKey";
  private static final String STUDIES =
      "select s.studyInstanceUid, 1L, s.instanceCount, s.bytes from StudyEntity s"
          + " where s.studyInstanceUid in (:objects) and s.facility = :facility";

  private KeptObjects() {}

  static Map<String, KeptCounts> patients(Tx tx, String facility, Collection<String> keys) {
    return counts(tx, PATIENTS, facility, keys);
  }

  static Map<String, KeptCounts> studies(Tx tx, String facility, Collection<String> uids) {
    return counts(tx, STUDIES, facility, uids);
  }

  private static Map<String, KeptCounts> counts(
      Tx tx, String text, String facility, Collection<String> objects) {
    Map<String, KeptCounts> counts = new HashMap<>();
    if (!objects.isEmpty()) {
      SelectionQuery<Object[]> query =
          tx.session()
              .createSelectionQuery(text, Object[].class)
              .setParameter("objects", objects)
              .setParameter("facility", facility);
      for (Object[] row : query.getResultList()) {
        counts.put(
            (String) row[0],
            new KeptCounts(
                ((Number) row[1]).longValue(),
                ((Number) row[2]).longValue(),
                ((Number) row[3]).longValue()));
      }
    }
    return counts;
  }
}
