package org.hokan.archive.billing;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.hokan.archive.db.Tx;

/**
 * What is expected of the months to come: the same month of the year before, times the growth of
 * the last twelve months over those before them where they are known; of months that have no year
 * before, the mean of all known ones. Examinations are of mean size, from the sender of most, and a
 * patient comes as often as patients did.
 */
final class Forecast {
  private static final int YEAR = 12;

  private final TreeMap<YearMonth, Traffic> known;
  private final YearMonth last;
  private final double growth;
  private final double patientsForEachExam;
  private final String ae;
  private long patients;

  /** What came in a month. */
  private record Traffic(long exams, long images, long bytes) {
    static final Traffic NONE = new Traffic(0, 0, 0);

    Traffic plus(Traffic other) {
      return new Traffic(exams + other.exams, images + other.images, bytes + other.bytes);
    }

    Traffic times(double factor) {
      return new Traffic(
          Math.round(exams * factor), Math.round(images * factor), Math.round(bytes * factor));
    }
  }

  private Forecast(
      TreeMap<YearMonth, Traffic> known, YearMonth last, double patientsForEachExam, String ae) {
    this.known = known;
    this.last = last;
    this.patientsForEachExam = patientsForEachExam;
    this.ae = ae;
    long year = sum(last.minusMonths(YEAR)).exams();
    long before = sum(last.minusMonths(2L * YEAR)).exams();
    this.growth = hasYearBefore() && before > 0 ? (double) year / before : 1;
  }

  static Forecast of(Tx tx, SimulationOrder order) {
    TreeMap<YearMonth, Traffic> known = new TreeMap<>();
    query(
            tx,
            "select billingMonth, sum(case when refersTo = 0 then 1 else 0 end), sum(images),"
                + " sum(bytes)",
            "group by billingMonth",
            order)
        .forEach(
            row ->
                known.put(
                    LedgerMapping.month((int) Ledger.whole(row[0])),
                    new Traffic(Ledger.whole(row[1]), Ledger.whole(row[2]), Ledger.whole(row[3]))));
    Object[] counts =
        query(tx, "select count(distinct patient), count(distinct study)", "", order).get(0);
    String ae =
        query(tx, "select ae, count(*)", "group by ae order by count(*) desc, ae", order).stream()
            .findFirst()
            .map(row -> (String) row[0])
            .orElse("");
    double ratio = (double) Ledger.whole(counts[0]) / Math.max(1, Ledger.whole(counts[1]));
    if (!known.isEmpty()) {
      for (YearMonth m = known.firstKey(); !m.isAfter(order.last()); m = m.plusMonths(1)) {
        known.putIfAbsent(m, Traffic.NONE);
      }
    }
    return new Forecast(known, order.last(), ratio, ae);
  }

  private static List<Object[]> query(Tx tx, String select, String end, SimulationOrder order) {
    return tx.session()
        .createSelectionQuery(
            select
                + " from LedgerRow where facility = :facility and type = :type"
                + " and billingMonth <= :last "
                + end,
            Object[].class)
        .setParameter("facility", order.facility())
        .setParameter("type", RecordType.STUDY)
        .setParameter("last", LedgerMapping.monthNumber(order.last()))
        .getResultList();
  }

  private boolean hasYearBefore() {
    return known.containsKey(last.minusMonths(2L * YEAR - 1));
  }

  /** All of the twelve months that follow this one. */
  private Traffic sum(YearMonth after) {
    return known.subMap(after, false, after.plusMonths(YEAR), true).values().stream()
        .reduce(Traffic.NONE, Traffic::plus);
  }

  private Traffic expected(YearMonth month) {
    Traffic yearBefore = known.get(month.minusMonths(YEAR));
    if (yearBefore != null) {
      return yearBefore.times(growth);
    }
    Traffic all = known.values().stream().reduce(Traffic.NONE, Traffic::plus);
    return all.times(1.0 / Math.max(1, known.size()));
  }

  /** How it was found. */
  String says() {
    if (known.isEmpty()) {
      return "Forecast: no traffic is recorded in a month that has ended, so none is expected.";
    }
    if (!known.containsKey(last.minusMonths(YEAR - 1L))) {
      return "Forecast: each month without a year before it as the mean of %d known months."
          .formatted(known.size());
    }
    return hasYearBefore()
        ? "Forecast: each month as in the year before, times %.3f, the growth of the last year."
            .formatted(growth)
        : "Forecast: each month as in the year before; growth is not known, for less than two years"
            + " are.";
  }

  /** The examinations expected in a month, in pages. */
  Iterable<List<ReplayedExam>> exams(YearMonth month, ZoneId zone) {
    Traffic expected = expected(month);
    Instant at = month.atDay(1).atTime(12, 0).atZone(zone).toInstant();
    return () -> new Pages(expected, month, at);
  }

  private final class Pages implements Iterator<List<ReplayedExam>> {
    private final Traffic expected;
    private final YearMonth month;
    private final Instant at;
    private long made;

    Pages(Traffic expected, YearMonth month, Instant at) {
      this.expected = expected;
      this.month = month;
      this.at = at;
    }

    @Override
    public boolean hasNext() {
      return made < expected.exams();
    }

    @Override
    public List<ReplayedExam> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      List<ReplayedExam> page = new ArrayList<>();
      while (hasNext() && page.size() < Ledger.PAGE) {
        page.add(exam());
      }
      return page;
    }

    private ReplayedExam exam() {
      long number = patients++;
      BillingEntry.Study study =
          new BillingEntry.Study(
              "forecast %s %d".formatted(month, made),
              "Pforecast " + (long) (number * patientsForEachExam),
              share(expected.images()),
              share(expected.bytes()),
              at,
              at,
              ae,
              "",
              0);
      made++;
      return new ReplayedExam(month, ContractClause.NONE, study);
    }

    /** Of a whole, so that all shares make it up. */
    private long share(long whole) {
      return whole / expected.exams() + (made < whole % expected.exams() ? 1 : 0);
    }
  }
}
