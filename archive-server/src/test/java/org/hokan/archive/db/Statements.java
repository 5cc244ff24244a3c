package org.hokan.archive.db;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts executed statements as H2 itself does; a batched insert counts once for each row. */
public final class Statements {
  private Statements() {}

  /** How often each was executed while the work ran, commits and rollbacks aside. */
  public static Map<String, Long> of(Database database, Runnable work) {
    execute(database, "set query_statistics_max_entries 1000");
    execute(database, "set query_statistics false");
    execute(database, "set query_statistics true");
    work.run();
    List<Object[]> rows =
        database.read(
            tx ->
                tx.session()
                    .createNativeQuery(
                        "select sql_statement, execution_count from information_schema.query_statistics"
                            + " where sql_statement not like '%query_statistics%'"
                            + " and sql_statement not like 'COMMIT%' and sql_statement not like 'ROLLBACK%'",
                        Object[].class)
                    .getResultList());
    execute(database, "set query_statistics false");
    Map<String, Long> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge((String) row[0], ((Number) row[1]).longValue(), Long::sum));
    return counts;
  }

  public static long count(Database database, Runnable work) {
    return of(database, work).values().stream().mapToLong(Long::longValue).sum();
  }

  private static void execute(Database database, String sql) {
    database.run(tx -> tx.session().createNativeMutationQuery(sql).executeUpdate());
  }
}
