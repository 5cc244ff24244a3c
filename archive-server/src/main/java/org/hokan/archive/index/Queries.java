package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.DataSet;

/**
 * Answers queries and finds what retrievals name, page by page: SQL narrows, {@link RowMatcher}
 * decides, {@link Answers} puts into words. Each page is read in a transaction of its own; none is
 * open while the caller works on it.
 */
final class Queries {
  /** The first answers come soon, the others with less effort. */
  private static final int FIRST_ROWS = 32;

  private static final int ROWS = 512;

  private final Database database;

  Queries(Database database) {
    this.database = database;
  }

  void answer(IndexQuery query, Predicate<DataSet> each) {
    QueryLevel level = Identifiers.level(query.root(), query.keys());
    if (!query.relational()) {
      Identifiers.requireHigherKeys(query.root(), level, query.keys());
    }
    RowMatcher matcher = new RowMatcher(query, level);
    Answers answers = new Answers(query, level);
    candidates(
        level,
        Narrowing.of(query, level, database.kind()),
        Computed.of(query.keys()),
        row -> !matcher.matches(row) || each.test(answers.of(row)));
  }

  void locate(String facility, RetrieveKeys keys, Predicate<InstanceRow> each) {
    pages(
        Narrowing.of(facility, keys, database.kind()),
        (tx, ids) ->
            rows(tx, QueryLevel.IMAGE, ids).stream()
                .filter(row -> ((InstanceEntity) row[0]).facility.equals(facility))
                .map(
                    row ->
                        ((InstanceEntity) row[0])
                            .row(
                                ((StudyEntity) row[2]).studyInstanceUid,
                                ((SeriesEntity) row[1]).seriesInstanceUid))
                .toList(),
        each);
  }

  /** Reads what the narrowing lets through until {@code each} has enough. */
  void candidates(
      QueryLevel level, Narrowing narrowing, Computed computed, Predicate<EntityRow> each) {
    pages(
        narrowing,
        (tx, ids) -> {
          EntityRow.Cache cache = new EntityRow.Cache();
          List<EntityRow> rows =
              rows(tx, level, ids).stream().map(row -> EntityRow.of(row, cache)).toList();
          return computed.add(tx, rows);
        },
        each);
  }

  private <T> void pages(Narrowing narrowing, Reader<T> reader, Predicate<T> each) {
    long last = Long.MIN_VALUE;
    int size = FIRST_ROWS;
    while (true) {
      long after = last;
      List<Long> ids = database.read(tx -> ids(tx, narrowing, after));
      for (int from = 0; from < ids.size(); ) {
        List<Long> some = ids.subList(from, Math.min(ids.size(), from + size));
        for (T row : database.read(tx -> reader.read(tx, some))) {
          if (!each.test(row)) {
            return;
          }
        }
        from += some.size();
        size = ROWS;
      }
      if (ids.size() < narrowing.pageSize()) {
        return;
      }
      last = ids.get(ids.size() - 1);
    }
  }

  private static List<Long> ids(Tx tx, Narrowing narrowing, long after) {
    SelectionQuery<Long> query =
        tx.session()
            .createSelectionQuery(narrowing.hql(), Long.class)
            .setParameter("last", after)
            .setMaxResults(narrowing.pageSize());
    narrowing.parameters().forEach(query::setParameter);
    return new ArrayList<>(query.getResultList());
  }

  private static List<Object[]> rows(Tx tx, QueryLevel level, List<Long> ids) {
    return tx.session()
        .createSelectionQuery(Narrowing.rowsHql(level), Object[].class)
        .setParameterList("ids", ids)
        .getResultList();
  }

  /** Reads the rows of some ids. */
  private interface Reader<T> {
    List<T> read(Tx tx, List<Long> ids);
  }
}
