package org.hokan.archive.index;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Sql;
import org.hokan.archive.db.StatementStoppedException;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.DataSet;

/**
 * Answers queries and finds what retrievals name, page by page: SQL narrows, {@link RowMatcher}
 * decides, {@link Answers} puts into words. Where a key names a few patients or studies, one
 * statement reads them; otherwise the first asks for ids (docs/decisions/0005). Each page is read
 * in a transaction of its own; none is open while the caller works on it.
 */
final class Queries {
  /** The first answers come soon, the others with less effort. */
  private static final int FIRST_ROWS = 32;

  private static final int ROWS = 512;

  private final Database database;

  Queries(Database database) {
    this.database = database;
  }

  void answer(IndexQuery query, Predicate<DataSet> each, Asker asker) {
    Identifiers.requireBounded(query.keys(), Identifiers.LONGEST_PATTERN);
    QueryLevel level = Identifiers.level(query.root(), query.keys());
    if (!query.relational()) {
      Identifiers.requireHigherKeys(query.root(), level, query.keys());
    }
    RowMatcher matcher = new RowMatcher(query, level);
    Answers answers = new Answers(query, level);
    try {
      candidates(
          level,
          Narrowing.of(query, level, database.kind()),
          Computed.of(query.keys()),
          row -> !matcher.matches(row) || each.test(answers.of(row)),
          asker);
    } catch (StatementStoppedException e) {
      if (!asker.hasGone()) {
        throw e; // somebody else stopped it
      }
    }
  }

  void select(String facility, RetrieveKeys keys, Predicate<Located> each) {
    pages(
        Narrowing.of(facility, keys, database.kind()),
        (tx, ids) -> located(tx, facility, ids),
        each,
        Asker.PATIENT);
  }

  List<InstanceRow> located(String facility, List<Long> ids) {
    return search(Asker.PATIENT, tx -> located(tx, facility, ids)).stream()
        .map(Located::row)
        .toList();
  }

  private static List<Located> located(Tx tx, String facility, List<Long> ids) {
    return tx.sql(on -> InstanceColumns.rows(ids).list(on, InstanceColumns::located)).stream()
        .filter(located -> located.row().facility().equals(facility))
        .toList();
  }

  /** Reads what the narrowing lets through until {@code each} has enough. */
  void candidates(
      QueryLevel level,
      Narrowing narrowing,
      Computed computed,
      Predicate<EntityRow> each,
      Asker asker) {
    String columns = EntityRow.columns(level);
    if (narrowing.findsFew()) {
      Sql few = narrowing.few(columns, FIRST_ROWS + 1);
      List<EntityRow> rows = search(asker, tx -> computed.add(tx, read(tx, level, few, asker)));
      if (rows.size() <= FIRST_ROWS) {
        each(rows, each);
        return;
      }
    }
    pages(
        narrowing,
        (tx, ids) -> computed.add(tx, read(tx, level, Narrowing.rows(columns, level, ids), asker)),
        each,
        asker);
  }

  private static List<EntityRow> read(Tx tx, QueryLevel level, Sql sql, Asker asker) {
    EntityRow.Cache cache = new EntityRow.Cache();
    return tx.list(sql, row -> EntityRow.read(level, row, cache), asker::hasGone);
  }

  private <T> void pages(Narrowing narrowing, Reader<T> reader, Predicate<T> each, Asker asker) {
    int first = FIRST_ROWS;
    Page<T> page = first(narrowing, reader, Long.MIN_VALUE, first, asker);
    while (each(page.rows, each)) {
      List<Long> ids = page.ids;
      for (int from = first; from < ids.size(); from += ROWS) {
        List<Long> some = ids.subList(from, Math.min(ids.size(), from + ROWS));
        if (!waits(asker) || !each(search(asker, tx -> reader.read(tx, some)), each)) {
          return;
        }
      }
      if (ids.size() < narrowing.pageSize() || !waits(asker)) {
        return;
      }
      first = ROWS;
      page = first(narrowing, reader, ids.get(ids.size() - 1), first, asker);
    }
  }

  /**
   * Reads on a connection that is left for searches. What was stopped though its asker waits is
   * read once more: H2 may take the cancel of a statement that had just ended for one of the next.
   */
  private <T> T search(Asker asker, Function<Tx, T> work) {
    try {
      return database.search(work);
    } catch (StatementStoppedException e) {
      if (asker.hasGone()) {
        throw e;
      }
      return database.search(work);
    }
  }

  private static boolean waits(Asker asker) {
    asker.beforeReading();
    return !asker.hasGone();
  }

  /** Ids, and the rows of the first of them. */
  private record Page<T>(List<Long> ids, List<T> rows) {}

  private <T> Page<T> first(
      Narrowing narrowing, Reader<T> reader, long after, int most, Asker asker) {
    Sql sql = narrowing.ids(after);
    return search(
        asker,
        tx -> {
          List<Long> ids = tx.list(sql, row -> row.getLong(1), asker::hasGone);
          List<Long> some = ids.subList(0, Math.min(ids.size(), most));
          return new Page<>(ids, some.isEmpty() ? List.of() : reader.read(tx, some));
        });
  }

  private static <T> boolean each(List<T> rows, Predicate<T> each) {
    for (T row : rows) {
      if (!each.test(row)) {
        return false;
      }
    }
    return true;
  }

  /** Reads the rows of some ids. */
  private interface Reader<T> {
    List<T> read(Tx tx, List<Long> ids);
  }
}
