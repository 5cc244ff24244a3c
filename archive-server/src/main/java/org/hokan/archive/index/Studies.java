package org.hokan.archive.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Sql;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/** Lists of studies for people, and what studies come to for billing. */
final class Studies {
  private static final int PAGE = 200;

  private Studies() {}

  static List<StudySummary> list(Tx tx, StudyFilter filter) {
    Map<String, Object> parameters = new HashMap<>();
    StringBuilder where = new StringBuilder();
    filter.facility().ifPresent(v -> and(where, parameters, "s.facility = :facility", v));
    filter.patientId().ifPresent(v -> and(where, parameters, "p.patientId = :patient", v));
    filter
        .accessionNumber()
        .ifPresent(v -> and(where, parameters, "s.accessionNumber = :accession", v));
    filter
        .studyInstanceUid()
        .ifPresent(v -> and(where, parameters, "s.studyInstanceUid = :uid", v));
    filter.arrivedBefore().ifPresent(v -> and(where, parameters, "s.lastArrival < :before", v));
    SelectionQuery<Object[]> query =
        tx.session()
            .createSelectionQuery(
                "select s, p from StudyEntity s join PatientEntity p on p.id = s.patientId"
                    + where
                    + " order by s.lastArrival desc, s.id desc",
                Object[].class)
            .setMaxResults(filter.max());
    parameters.forEach(query::setParameter);
    List<Object[]> rows = query.getResultList();
    Map<Long, SortedSet<String>> modalities =
        modalities(tx, rows.stream().map(row -> ((StudyEntity) row[0]).id).toList());
    return rows.stream().map(row -> summary(row, modalities)).toList();
  }

  static void each(
      Database database, String facility, Instant since, Predicate<StudySummary> each) {
    long after = 0;
    while (true) {
      long last = after;
      List<Object[]> rows = database.read(tx -> page(tx, facility, since, last));
      Map<Long, SortedSet<String>> none = Map.of();
      for (Object[] row : rows) {
        after = ((StudyEntity) row[0]).id;
        if (!each.test(summary(row, none))) {
          return;
        }
      }
      if (rows.size() < PAGE) {
        return;
      }
    }
  }

  private static List<Object[]> page(Tx tx, String facility, Instant since, long after) {
    return tx.session()
        .createSelectionQuery(
            "select s, p from StudyEntity s join PatientEntity p on p.id = s.patientId"
                + " where s.facility = :facility and s.id > :after and s.lastArrival >= :since"
                + " order by s.id",
            Object[].class)
        .setParameter("facility", facility)
        .setParameter("after", after)
        .setParameter("since", since)
        .setMaxResults(PAGE)
        .getResultList();
  }

  private static void and(
      StringBuilder where, Map<String, Object> parameters, String condition, Object value) {
    where.append(where.isEmpty() ? " where " : " and ").append(condition);
    parameters.put(condition.substring(condition.indexOf(':') + 1), value);
  }

  private static StudySummary summary(Object[] row, Map<Long, SortedSet<String>> modalities) {
    StudyEntity study = (StudyEntity) row[0];
    PatientEntity patient = (PatientEntity) row[1];
    return new StudySummary(
        study.facility,
        Uid.of(study.studyInstanceUid),
        patient.patientId,
        AttributeBytes.read(patient.attributes),
        AttributeBytes.read(study.attributes),
        List.copyOf(modalities.getOrDefault(study.id, new TreeSet<>())),
        study.seriesCount,
        study.instanceCount,
        study.bytes,
        study.firstArrival,
        study.lastArrival,
        study.callingAe,
        study.decided());
  }

  /** The modalities of each of these studies. */
  static Map<Long, SortedSet<String>> modalities(Tx tx, List<Long> studyIds) {
    return texts(
        tx,
        "select distinct study_id, modality from series where modality is not null and study_id in (",
        studyIds);
  }

  /** The SOP classes of each of these studies. */
  static Map<Long, SortedSet<String>> sopClasses(Tx tx, List<Long> studyIds) {
    return texts(
        tx, "select study_id, sop_class_uid from study_sop_class where study_id in (", studyIds);
  }

  private static Map<Long, SortedSet<String>> texts(Tx tx, String select, List<Long> studyIds) {
    Map<Long, SortedSet<String>> texts = new HashMap<>();
    if (!studyIds.isEmpty()) {
      List<Long> padded = Sql.padded(studyIds);
      Sql sql = new Sql(select + Sql.marks(padded.size()) + ")", padded);
      tx.sql(on -> sql.list(on, row -> put(texts, row.getLong(1), row.getString(2))));
    }
    return texts;
  }

  private static boolean put(Map<Long, SortedSet<String>> map, long study, String text) {
    return map.computeIfAbsent(study, id -> new TreeSet<>()).add(text);
  }

  static List<SeriesSummary> series(Tx tx, String facility, Uid studyInstanceUid) {
    return tx
        .session()
        .createSelectionQuery(
            "select e from SeriesEntity e join StudyEntity s on s.id = e.studyId"
                + " where s.facility = :facility and s.studyInstanceUid = :uid order by e.id",
            SeriesEntity.class)
        .setParameter("facility", facility)
        .setParameter("uid", studyInstanceUid.value())
        .getResultList()
        .stream()
        .map(Studies::series)
        .toList();
  }

  private static SeriesSummary series(SeriesEntity row) {
    DataSet attributes = AttributeBytes.read(row.attributes);
    return new SeriesSummary(
        Uid.of(row.seriesInstanceUid),
        Optional.ofNullable(row.modality).orElse(""),
        attributes,
        row.instanceCount,
        row.bytes);
  }

  static Optional<StudyUsage> usage(Tx tx, String facility, Uid studyInstanceUid) {
    return usages(
            tx.session()
                .createSelectionQuery(
                    USAGES + " where s.facility = :facility and s.studyInstanceUid = :uid",
                    Object[].class)
                .setParameter("facility", facility)
                .setParameter("uid", studyInstanceUid.value())
                .getResultList())
        .stream()
        .findFirst();
  }

  static List<PackPart> packParts(Tx tx, String facility, Uid studyInstanceUid) {
    return tx.session()
        .createSelectionQuery(
            "select i.pack, max(i.packOffset + i.length) from StudyEntity s"
                + " join SeriesEntity e on e.studyId = s.id"
                + " join InstanceEntity i on i.seriesId = e.id"
                + " where s.facility = :facility and s.studyInstanceUid = :uid"
                + " group by i.pack",
            PackPart.class)
        .setParameter("facility", facility)
        .setParameter("uid", studyInstanceUid.value())
        .getResultList();
  }

  private static final String USAGES =
      "select s, p.patientKey from StudyEntity s join PatientEntity p on p.id = s.patientId";

  static List<StudyUsage> unsettled(Tx tx, Instant quietSince, int max) {
    return usages(
        tx.session()
            .createSelectionQuery(
                USAGES + " where s.unsettledSince <= :quiet order by s.unsettledSince, s.id",
                Object[].class)
            .setParameter("quiet", quietSince)
            .setMaxResults(max)
            .getResultList());
  }

  /** Of a facility, in the order they began. */
  static List<StudyUsage> unsettledOf(Tx tx, String facility, int max) {
    return usages(
        tx.session()
            .createSelectionQuery(
                USAGES
                    + " where s.facility = :facility and s.unsettledSince is not null"
                    + " order by s.id",
                Object[].class)
            .setParameter("facility", facility)
            .setMaxResults(max)
            .getResultList());
  }

  private static List<StudyUsage> usages(List<Object[]> rows) {
    List<StudyUsage> usages = new ArrayList<>();
    for (Object[] row : rows) {
      StudyEntity study = (StudyEntity) row[0];
      usages.add(
          new StudyUsage(
              study.facility,
              Uid.of(study.studyInstanceUid),
              (String) row[1],
              study.instanceCount,
              study.bytes,
              study.firstArrival,
              study.lastArrival,
              study.callingAe,
              study.decided()));
    }
    return usages;
  }

  static boolean settled(Tx tx, StudyUsage usage) {
    return tx.session()
            .createMutationQuery(
                "update StudyEntity set unsettledSince = null where facility = :facility and studyInstanceUid = :uid"
                    + " and instanceCount = :images and bytes = :bytes")
            .setParameter("facility", usage.facility())
            .setParameter("uid", usage.studyInstanceUid().value())
            .setParameter("images", usage.images())
            .setParameter("bytes", usage.bytes())
            .executeUpdate()
        == 1;
  }
}
