package org.hokan.archive.index;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.Sql;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The statement that finds the candidates of a query by its indexed keys: every match is among
 * them, but not everything among them matches.
 *
 * <p>It finds ids, in their order. Where a key is selective, the order must not tempt the database
 * to walk the whole table along its primary key, so {@code id + 0} is compared; that reads and
 * sorts all candidates, hence the large page.
 */
final class Narrowing {
  private static final int TEXT = 200;
  private static final int CODE = 16;
  private static final int SMALL_PAGE = 500;
  private static final int LARGE_PAGE = 20_000;

  private final QueryLevel level;
  private final DatabaseKind kind;
  private final StringBuilder joins = new StringBuilder();
  private final StringBuilder conditions = new StringBuilder();
  private final List<Object> conditionValues = new ArrayList<>();
  private final String facility;

  /**
   * Facilities of what selective keys are of; no others are compared, to keep to the indexes of
   * those keys.
   */
  private final Set<String> selective = new TreeSet<>();

  private QueryLevel top;

  /** Whether there is a key that is an identifier. */
  private boolean named;

  private Narrowing(String facility, QueryLevel level, DatabaseKind kind) {
    this.facility = facility;
    this.level = level;
    this.kind = kind;
    this.top = level;
  }

  static Narrowing of(IndexQuery query, QueryLevel level, DatabaseKind kind) {
    Narrowing narrowing = new Narrowing(query.facility(), level, kind);
    narrowing.byUid(query.keys());
    if (!query.unknownMatches()) {
      narrowing.byPatient(query.keys());
      if (level != QueryLevel.PATIENT) {
        narrowing.byStudy(query.keys());
      }
      if (level == QueryLevel.SERIES || level == QueryLevel.IMAGE) {
        narrowing.bySeries(query.keys());
      }
    }
    return narrowing;
  }

  /** The instances that a retrieval names. */
  static Narrowing of(String facility, RetrieveKeys keys, DatabaseKind kind) {
    Narrowing narrowing = new Narrowing(facility, QueryLevel.IMAGE, kind);
    keys.values().forEach((each, values) -> narrowing.oneOf(each, uniqueKey(each), values));
    return narrowing;
  }

  /** The ids after this one, at most {@link #pageSize}. */
  Sql ids(long after) {
    List<Object> values = new ArrayList<>();
    values.add(after);
    int facilities = selective.isEmpty() ? 1 : selective.size();
    values.addAll(Collections.nCopies(facilities, facility));
    values.addAll(conditionValues);
    return new Sql(text(), values);
  }

  private String text() {
    String table = alias(level);
    String id = selective.isEmpty() ? table + ".id" : "(" + table + ".id + 0)";
    // Only the join with names multiplies rows.
    StringBuilder text = new StringBuilder(joins.isEmpty() ? "select " : "select distinct ");
    text.append(id).append(" from ").append(rows(level, top)).append(joins);
    text.append(" where ").append(id).append(" > ?");
    for (String each : selective.isEmpty() ? Set.of(table + ".facility") : selective) {
      text.append(" and ").append(each).append(" = ?");
    }
    text.append(conditions).append(" order by 1 fetch first ").append(pageSize());
    return text.append(" rows only").toString();
  }

  /**
   * Whether a key names a few patients or studies, so that {@link #few} is better than ids first.
   */
  boolean findsFew() {
    return named && joins.isEmpty() && !QueryLevel.STUDY.isAbove(level);
  }

  /**
   * Columns of the candidates themselves and of everything above them, in the order of their ids.
   *
   * @param most rows
   */
  Sql few(String columns, int most) {
    String id = "(" + alias(level) + ".id + 0)";
    StringBuilder text = new StringBuilder("select ").append(columns);
    text.append(" from ").append(rows(level, QueryLevel.PATIENT)).append(" where ");
    List<Object> values = new ArrayList<>();
    for (String each : selective) {
      text.append(values.isEmpty() ? "" : " and ").append(each).append(" = ?");
      values.add(facility);
    }
    values.addAll(conditionValues);
    text.append(conditions).append(" order by ").append(id).append(" fetch first ").append(most);
    return new Sql(text.append(" rows only").toString(), values);
  }

  /** Most ids to read at once. */
  int pageSize() {
    return selective.isEmpty() ? SMALL_PAGE : LARGE_PAGE;
  }

  /** Columns of these rows and of everything above them, in the order of their ids. */
  static Sql rows(String columns, QueryLevel level, List<Long> ids) {
    List<Long> padded = Sql.padded(ids);
    String id = alias(level) + ".id";
    return new Sql(
        "select "
            + columns
            + " from "
            + rows(level, QueryLevel.PATIENT)
            + " where "
            + id
            + " in ("
            + Sql.marks(padded.size())
            + ") order by "
            + id,
        padded);
  }

  static String alias(QueryLevel level) {
    return switch (level) {
      case PATIENT -> "p";
      case STUDY -> "s";
      case SERIES -> "e";
      case IMAGE -> "i";
    };
  }

  /** The level's entities with those above them up to {@code top}. */
  private static String rows(QueryLevel level, QueryLevel top) {
    StringBuilder rows =
        new StringBuilder(
            switch (level) {
              case PATIENT -> "patient p";
              case STUDY -> "study s";
              case SERIES -> "series e";
              case IMAGE -> "instance i";
            });
    if (QueryLevel.SERIES.isAbove(level) && !QueryLevel.SERIES.isAbove(top)) {
      rows.append(" join series e on e.id = i.series_id");
    }
    if (QueryLevel.STUDY.isAbove(level) && !QueryLevel.STUDY.isAbove(top)) {
      rows.append(" join study s on s.id = e.study_id");
    }
    if (QueryLevel.PATIENT.isAbove(level) && !QueryLevel.PATIENT.isAbove(top)) {
      rows.append(" join patient p on p.id = s.patient_id");
    }
    return rows.toString();
  }

  private static String uniqueKey(QueryLevel level) {
    return switch (level) {
      case PATIENT -> "p.patient_id";
      case STUDY -> "s.study_instance_uid";
      case SERIES -> "e.series_instance_uid";
      case IMAGE -> "i.sop_instance_uid";
    };
  }

  private void byUid(DataSet keys) {
    for (QueryLevel each : QueryLevel.values()) {
      if (each != QueryLevel.PATIENT && !level.isAbove(each)) {
        List<String> values = KeyMatcher.values(keys, each.uniqueKey());
        if (!values.isEmpty()) {
          oneOf(each, uniqueKey(each), values);
        }
      }
    }
  }

  private void byPatient(DataSet keys) {
    text(QueryLevel.PATIENT, "p.patient_id", keys, Tag.PatientID);
    List<String> names = KeyMatcher.values(keys, Tag.PatientName);
    String prefix = names.size() == 1 ? new NameKey(names.get(0)).prefix() : "";
    if (!prefix.isEmpty()) {
      joins.append(" join patient_name n on n.patient_id = p.id");
      startingWith(QueryLevel.PATIENT, "n.name", prefix);
    }
  }

  private void byStudy(DataSet keys) {
    text(QueryLevel.STUDY, "s.accession_number", keys, Tag.AccessionNumber);
    List<String> dates = KeyMatcher.values(keys, Tag.StudyDate);
    if (dates.size() == 1) {
      dates(TimeRange.ofDates(dates.get(0)));
    }
    List<String> modalities = codes(keys, Tag.ModalitiesInStudy);
    if (!modalities.isEmpty()) {
      among(
          QueryLevel.STUDY,
          "exists (select 1 from series m where m.study_id = s.id and m.modality in (",
          modalities,
          "))");
    }
  }

  private void bySeries(DataSet keys) {
    List<String> modalities = codes(keys, Tag.Modality);
    if (!modalities.isEmpty()) {
      among(QueryLevel.SERIES, "e.modality in (", modalities, ")");
    }
  }

  /** The key's values as the column holds them; none when one of them is a pattern. */
  private static List<String> codes(DataSet keys, int tag) {
    return literal(KeyMatcher.values(keys, tag), CODE);
  }

  /** The values as a column holds them; none when one of them is a pattern. */
  private static List<String> literal(List<String> values, int characters) {
    List<String> cut = new ArrayList<>(values.size());
    for (String value : values) {
      if (Wildcard.isPattern(value)) {
        return List.of();
      }
      cut.add(Cut.to(characters, value));
    }
    return cut;
  }

  private void dates(Optional<TimeRange> range) {
    if (range.isEmpty()) {
      conditions.append(" and 1 = 0");
      return;
    }
    day(range.get().from()).ifPresent(day -> selective(QueryLevel.STUDY, "s.study_date >= ?", day));
    day(range.get().to()).ifPresent(day -> selective(QueryLevel.STUDY, "s.study_date <= ?", day));
  }

  private static Optional<String> day(@Nullable Moment moment) {
    return moment == null
        ? Optional.empty()
        : Optional.of(
            LocalDate.ofEpochDay(Math.floorDiv(moment.first(), Moment.DAY))
                .format(DateTimeFormatter.BASIC_ISO_DATE));
  }

  private void text(QueryLevel holder, String column, DataSet keys, int tag) {
    List<String> values = KeyMatcher.values(keys, tag);
    if (values.isEmpty()) {
      return;
    }
    List<String> literal = literal(values, TEXT);
    if (!literal.isEmpty()) {
      oneOf(holder, column, literal);
      return;
    }
    String prefix = values.size() == 1 ? Wildcard.of(values.get(0)).prefix() : "";
    if (!prefix.isEmpty()) {
      startingWith(holder, column, prefix);
    }
  }

  /** As a range, which an index serves; both databases compare these columns by code. */
  private void startingWith(QueryLevel holder, String column, String prefix) {
    String from = Cut.to(TEXT, prefix);
    // The last character there is: H2 compares UTF-16 units, PostgreSQL code points.
    String last = kind == DatabaseKind.H2 ? "\uffff" : "\udbff\udfff";
    selective(holder, column + " >= ?", from);
    selective(holder, column + " < ?", from + last);
  }

  /** The facility as an expression, so that H2 looks for the list and not for the facility. */
  private void oneOf(QueryLevel holder, String column, List<String> values) {
    named = true;
    selective.add("(" + facilityOf(column) + " || '')");
    among(holder, column + " in (", values, ")");
  }

  private void selective(QueryLevel holder, String condition, Object value) {
    selective.add(facilityOf(condition));
    and(holder, condition, value);
  }

  private static String facilityOf(String column) {
    return column.substring(0, column.indexOf('.')) + ".facility";
  }

  private void and(QueryLevel holder, String condition, Object value) {
    top = holder.isAbove(top) ? holder : top;
    conditions.append(" and ").append(condition);
    conditionValues.add(value);
  }

  private void among(QueryLevel holder, String before, List<String> values, String after) {
    List<String> padded = Sql.padded(values);
    top = holder.isAbove(top) ? holder : top;
    conditions.append(" and ").append(before).append(Sql.marks(padded.size())).append(after);
    conditionValues.addAll(padded);
  }
}
