package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.DataSet;

/**
 * Answers queries page by page: SQL narrows, {@link RowMatcher} decides, {@link Answers} puts into
 * words.
 */
final class Queries {
  private static final int FIRST_PAGE = 50;
  private static final int PAGE = 500;

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
        Narrowing.of(query, level),
        Computed.of(query.keys()),
        row -> !matcher.matches(row) || each.test(answers.of(row)));
  }

  /** Reads what the narrowing lets through, page by page, until {@code each} has enough. */
  void candidates(
      QueryLevel level, Narrowing narrowing, Computed computed, Predicate<EntityRow> each) {
    long last = Long.MIN_VALUE;
    int size = FIRST_PAGE;
    while (true) {
      long after = last;
      int rows = size;
      List<EntityRow> page =
          database.read(tx -> page(tx, level, narrowing, after, rows, computed));
      for (EntityRow row : page) {
        last = row.id();
        if (!each.test(row)) {
          return;
        }
      }
      if (page.size() < rows) {
        return;
      }
      size = PAGE;
    }
  }

  private static List<EntityRow> page(
      Tx tx, QueryLevel level, Narrowing narrowing, long after, int max, Computed computed) {
    SelectionQuery<Object[]> query =
        tx.session()
            .createSelectionQuery(narrowing.hql(), Object[].class)
            .setParameter("last", after)
            .setMaxResults(max);
    narrowing.parameters().forEach(query::setParameter);
    List<EntityRow> rows = new ArrayList<>();
    EntityRow.Cache cache = new EntityRow.Cache();
    for (Object[] row : query.getResultList()) {
      rows.add(EntityRow.of(level, row, cache));
    }
    return computed.add(tx, rows);
  }
}
