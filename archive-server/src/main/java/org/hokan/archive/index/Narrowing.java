package org.hokan.archive.index;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The statement that reads the candidates of a query, by its indexed keys: every match is among
 * them, but not everything among them matches. Pages follow the rows' ids.
 */
final class Narrowing {
  private static final int TEXT = 200;
  private static final int CODE = 16;
  private static final char ESCAPE = '!';

  private final StringBuilder hql;
  private final Map<String, Object> parameters = new HashMap<>();

  private Narrowing(String rows) {
    hql = new StringBuilder(rows);
  }

  static Narrowing of(IndexQuery query, QueryLevel level) {
    String entity = entity(level);
    Narrowing narrowing = new Narrowing(rows(level));
    narrowing.hql.append(
        " where %s.facility = :facility and %s.id > :last".formatted(entity, entity));
    narrowing.parameters.put("facility", query.facility());
    narrowing.byUid(query.keys(), level);
    if (!query.unknownMatches()) {
      narrowing.byPatient(query.keys());
      if (level != QueryLevel.PATIENT) {
        narrowing.byStudy(query.keys());
      }
      if (level == QueryLevel.SERIES || level == QueryLevel.IMAGE) {
        narrowing.text("e.modality", query.keys(), Tag.Modality, CODE);
      }
    }
    narrowing.hql.append(" order by ").append(entity).append(".id");
    return narrowing;
  }

  String hql() {
    return hql.toString();
  }

  Map<String, Object> parameters() {
    return parameters;
  }

  private static String entity(QueryLevel level) {
    return switch (level) {
      case PATIENT -> "p";
      case STUDY -> "s";
      case SERIES -> "e";
      case IMAGE -> "i";
    };
  }

  private static String rows(QueryLevel level) {
    String patient = " join PatientEntity p on p.id = s.patientId";
    String study = " join StudyEntity s on s.id = e.studyId" + patient;
    return switch (level) {
      case PATIENT -> "select p from PatientEntity p";
      case STUDY -> "select s, p from StudyEntity s" + patient;
      case SERIES -> "select e, s, p from SeriesEntity e" + study;
      case IMAGE ->
          "select i, e, s, p from InstanceEntity i join SeriesEntity e on e.id = i.seriesId"
              + study;
    };
  }

  private void byUid(DataSet keys, QueryLevel level) {
    if (level != QueryLevel.PATIENT) {
      uids("s.studyInstanceUid", keys, Tag.StudyInstanceUID);
    }
    if (level == QueryLevel.SERIES || level == QueryLevel.IMAGE) {
      uids("e.seriesInstanceUid", keys, Tag.SeriesInstanceUID);
    }
    if (level == QueryLevel.IMAGE) {
      uids("i.sopInstanceUid", keys, Tag.SOPInstanceUID);
    }
  }

  private void uids(String column, DataSet keys, int tag) {
    List<String> values = KeyMatcher.values(keys, tag);
    if (!values.isEmpty()) {
      and(column + " in (:%s)", values);
    }
  }

  private void byPatient(DataSet keys) {
    text("p.patientId", keys, Tag.PatientID, TEXT);
    List<String> names = KeyMatcher.values(keys, Tag.PatientName);
    String prefix = names.size() == 1 ? new NameKey(names.get(0)).prefix() : "";
    if (!prefix.isEmpty()) {
      and(
          "p.id in (select n.patientId from PatientNameEntity n where n.facility = :facility and n.name like :%s escape '!')",
          startingWith(prefix, TEXT));
    }
  }

  private void byStudy(DataSet keys) {
    text("s.accessionNumber", keys, Tag.AccessionNumber, TEXT);
    List<String> dates = KeyMatcher.values(keys, Tag.StudyDate);
    if (dates.size() == 1) {
      dates(TimeRange.ofDates(dates.get(0)));
    }
    List<String> modalities = KeyMatcher.values(keys, Tag.ModalitiesInStudy);
    if (!modalities.isEmpty() && modalities.stream().noneMatch(Wildcard::isPattern)) {
      and(
          "exists (select 1 from SeriesEntity m where m.studyId = s.id and m.modality in (:%s))",
          modalities.stream().map(text -> Cut.to(CODE, text)).toList());
    }
  }

  private void dates(Optional<TimeRange> range) {
    if (range.isEmpty()) {
      hql.append(" and 1 = 0");
      return;
    }
    day(range.get().from()).ifPresent(day -> and("s.studyDate >= :%s", day));
    day(range.get().to()).ifPresent(day -> and("s.studyDate <= :%s", day));
  }

  private static Optional<String> day(@Nullable Moment moment) {
    return moment == null
        ? Optional.empty()
        : Optional.of(
            LocalDate.ofEpochDay(Math.floorDiv(moment.first(), Moment.DAY))
                .format(DateTimeFormatter.BASIC_ISO_DATE));
  }

  private void text(String column, DataSet keys, int tag, int length) {
    List<String> values = KeyMatcher.values(keys, tag);
    if (values.isEmpty()) {
      return;
    }
    if (values.stream().noneMatch(Wildcard::isPattern)) {
      and(column + " in (:%s)", values.stream().map(text -> Cut.to(length, text)).toList());
      return;
    }
    String prefix = values.size() == 1 ? Wildcard.of(values.get(0)).prefix() : "";
    if (!prefix.isEmpty()) {
      and(column + " like :%s escape '!'", startingWith(prefix, length));
    }
  }

  private static String startingWith(String prefix, int length) {
    StringBuilder pattern = new StringBuilder();
    for (char c : Cut.to(length, prefix).toCharArray()) {
      if (c == '%' || c == '_' || c == ESCAPE) {
        pattern.append(ESCAPE);
      }
      pattern.append(c);
    }
    return pattern.append('%').toString();
  }

  private void and(String condition, Object value) {
    String name = "v" + parameters.size();
    hql.append(" and ").append(condition.formatted(name));
    parameters.put(name, value);
  }
}
