package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/** Finds instances with their locations. */
final class Instances {
  private static final int PAGE = 500;
  private static final String ROWS =
      "select i, s.studyInstanceUid, e.seriesInstanceUid from InstanceEntity i"
          + " join SeriesEntity e on e.id = i.seriesId join StudyEntity s on s.id = e.studyId";

  private final Database database;

  Instances(Database database) {
    this.database = database;
  }

  Optional<InstanceRow> one(String facility, Uid sopInstanceUid) {
    return database.read(
        tx ->
            tx
                .session()
                .createSelectionQuery(
                    ROWS + " where i.facility = :facility and i.sopInstanceUid = :uid",
                    Object[].class)
                .setParameter("facility", facility)
                .setParameter("uid", sopInstanceUid.value())
                .getResultList()
                .stream()
                .map(Instances::row)
                .findFirst());
  }

  /** Page by page, each in a transaction of its own; none is open while {@code each} works. */
  void locate(String facility, RetrieveKeys keys, Predicate<InstanceRow> each) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("facility", facility);
    String where = where(keys, parameters);
    long last = Long.MIN_VALUE;
    while (true) {
      long after = last;
      List<Object[]> page = database.read(tx -> page(tx, where, parameters, after));
      for (Object[] row : page) {
        last = ((InstanceEntity) row[0]).id;
        if (!each.test(row(row))) {
          return;
        }
      }
      if (page.size() < PAGE) {
        return;
      }
    }
  }

  private static List<Object[]> page(
      Tx tx, String where, Map<String, Object> parameters, long after) {
    SelectionQuery<Object[]> query =
        tx.session().createSelectionQuery(ROWS + where, Object[].class).setMaxResults(PAGE);
    parameters.forEach(query::setParameter);
    return new ArrayList<>(query.setParameter("last", after).getResultList());
  }

  private static String where(RetrieveKeys keys, Map<String, Object> parameters) {
    StringBuilder where = new StringBuilder();
    if (keys.values().containsKey(QueryLevel.PATIENT)) {
      where.append(" join PatientEntity p on p.id = s.patientId");
    }
    where.append(" where i.facility = :facility and i.id > :last");
    keys.values()
        .forEach(
            (level, values) -> {
              where
                  .append(" and ")
                  .append(column(level))
                  .append(" in (:")
                  .append(level)
                  .append(')');
              parameters.put(level.name(), values);
            });
    return where.append(" order by i.id").toString();
  }

  private static String column(QueryLevel level) {
    return switch (level) {
      case PATIENT -> "p.patientId";
      case STUDY -> "s.studyInstanceUid";
      case SERIES -> "e.seriesInstanceUid";
      case IMAGE -> "i.sopInstanceUid";
    };
  }

  private static InstanceRow row(Object[] row) {
    return ((InstanceEntity) row[0]).row((String) row[1], (String) row[2]);
  }
}
