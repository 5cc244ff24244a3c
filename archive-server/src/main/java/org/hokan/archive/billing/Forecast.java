package org.hokan.archive.billing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hokan.archive.db.Tx;

/**
 * What is expected of the months to come: the same month of the year before, times the growth of
 * the last twelve months over those before them where they are known; of months that have no year
 * before, the mean of all known ones. Of a month that has begun, what came of it so far is put in
 * as it came, and only its days that are left are expected; when no month with traffic has ended,
 * its days so far are taken for all that is known. Examinations are of mean size, from the sender
 * of most, and a patient comes as often as patients did.
 */
final class Forecast {
  private static final int YEAR = 12;
  private static final String TRAFFIC =
      "sum(case when refersTo = 0 then 1 else 0 end), sum(images), sum(bytes)";

  private final TreeMap<YearMonth, Traffic> known;
  private final Begun begun;
  private final YearMonth last;
  private final double growth;
  private final double patientsForEachExam;
  private final String ae;
  private final ForecastServices services;
  private long patients;

  /** What came in a month. */
  private record Traffic(long exams, long images, long bytes) {
    static final Traffic NONE = new Traffic(0, 0, 0);

    static Traffic of(ReplayedExam exam) {
      return new Traffic(exam.begins() ? 1 : 0, exam.study().images(), exam.study().bytes());
    }

    Traffic plus(Traffic other) {
      return new Traffic(exams + other.exams, images + other.images, bytes + other.bytes);
    }

    Traffic times(double factor) {
      return new Traffic(
          Math.round(exams * factor), Math.round(images * factor), Math.round(bytes * factor));
    }
  }

  /**
   * The month that a forecast begins with.
   *
   * @param traffic what came in it so far
   * @param days of it since the first arrival, today among them; 0: nothing came
   * @param left days of it after today; all where it has not begun
   */
  private record Begun(YearMonth month, Traffic traffic, long days, int left) {
    /** What a month comes to if all its days are as those so far. */
    Traffic ofWhole(YearMonth whole) {
      return days == 0 ? Traffic.NONE : traffic.times((double) whole.lengthOfMonth() / days);
    }
  }

  /**
   * What is to be foreseen.
   *
   * @param today where the facility is
   * @param zone of the facility
   */
  record Asked(SimulationOrder order, LocalDate today, ZoneId zone) {
    Optional<YearMonth> begun() {
      return order.begun(today);
    }
  }

  private Forecast(
      TreeMap<YearMonth, Traffic> known,
      Begun begun,
      YearMonth last,
      double patientsForEachExam,
      String ae,
      ForecastServices services) {
    this.known = known;
    this.begun = begun;
    this.last = last;
    this.patientsForEachExam = patientsForEachExam;
    this.ae = ae;
    this.services = services;
    long year = sum(last.minusMonths(YEAR)).exams();
    long before = sum(last.minusMonths(2L * YEAR)).exams();
    this.growth = hasYearBefore() && before > 0 ? (double) year / before : 1;
  }

  /**
   * Reads what is known.
   *
   * @param open what is not recorded yet
   */
  static Forecast of(Tx tx, Asked asked, OpenExams open) {
    SimulationOrder order = asked.order();
    TreeMap<YearMonth, Traffic> known = new TreeMap<>();
    query(tx, "select billingMonth, " + TRAFFIC, "group by billingMonth", order, order.last())
        .forEach(row -> known.put(LedgerMapping.month((int) Ledger.whole(row[0])), traffic(row)));
    List<ReplayedExam> unrecorded = asked.begun().map(open::of).orElse(List.of());
    Begun begun = begun(tx, asked, unrecorded);
    YearMonth upTo = asked.begun().map(Forecast::billed).orElse(order.last());
    Object[] counts =
        query(tx, "select count(distinct patient), count(distinct study)", "", order, upTo).get(0);
    String ae =
        query(tx, "select ae, count(*)", "group by ae order by count(*) desc, ae", order, upTo)
            .stream()
            .findFirst()
            .map(row -> (String) row[0])
            .or(() -> unrecorded.stream().map(exam -> exam.study().ae()).findFirst())
            .orElse("");
    long exams = Ledger.whole(counts[1]);
    double ratio =
        exams > 0
            ? (double) Ledger.whole(counts[0]) / exams
            : (double) patients(unrecorded) / Math.max(1, unrecorded.size());
    if (!known.isEmpty()) {
      for (YearMonth m = known.firstKey(); !m.isAfter(order.last()); m = m.plusMonths(1)) {
        known.putIfAbsent(m, Traffic.NONE);
      }
    }
    long began = known.isEmpty() ? begun.traffic().exams() : exams(known);
    YearMonth billed = known.isEmpty() ? upTo : order.last();
    ForecastServices services =
        ForecastServices.of(tx, order.facility(), LedgerMapping.monthNumber(billed), began);
    return new Forecast(known, begun, order.last(), ratio, ae, services);
  }

  private static long exams(TreeMap<YearMonth, Traffic> known) {
    return known.values().stream().mapToLong(Traffic::exams).sum();
  }

  private static long patients(List<ReplayedExam> exams) {
    return exams.stream().map(exam -> exam.study().patient()).distinct().count();
  }

  private static Begun begun(Tx tx, Asked asked, List<ReplayedExam> unrecorded) {
    if (asked.begun().isEmpty()) {
      YearMonth next = asked.order().last().plusMonths(1);
      return new Begun(next, Traffic.NONE, 0, next.lengthOfMonth());
    }
    YearMonth month = asked.begun().get();
    List<Object[]> recorded =
        query(
            tx,
            "select facility, " + TRAFFIC + ", min(firstArrival)",
            "and billingMonth >= " + LedgerMapping.monthNumber(month) + " group by facility",
            asked.order(),
            billed(month));
    Traffic traffic =
        Stream.concat(
                recorded.stream().map(Forecast::traffic), unrecorded.stream().map(Traffic::of))
            .reduce(Traffic.NONE, Traffic::plus);
    Optional<Instant> first =
        Stream.concat(
                recorded.stream().map(row -> (Instant) row[4]),
                unrecorded.stream().map(exam -> exam.study().first()))
            .min(Comparator.naturalOrder());
    int left = month.lengthOfMonth() - asked.today().getDayOfMonth();
    return new Begun(month, traffic, first.map(at -> days(at, asked)).orElse(0L), left);
  }

  /** The last month that bills what comes in this one: the next, after an early close of it. */
  private static YearMonth billed(YearMonth begun) {
    return begun.plusMonths(1);
  }

  /** Of this month, today among them, since the first arrival. */
  private static long days(Instant firstArrival, Asked asked) {
    LocalDate first = LocalDate.ofInstant(firstArrival, asked.zone());
    LocalDate begin = asked.today().withDayOfMonth(1);
    return ChronoUnit.DAYS.between(first.isBefore(begin) ? begin : first, asked.today()) + 1;
  }

  private static Traffic traffic(Object[] row) {
    return new Traffic(Ledger.whole(row[1]), Ledger.whole(row[2]), Ledger.whole(row[3]));
  }

  private static List<Object[]> query(
      Tx tx, String select, String end, SimulationOrder order, YearMonth upTo) {
    return tx.session()
        .createSelectionQuery(
            select
                + " from LedgerRow where facility = :facility and type = :type"
                + " and billingMonth <= :last "
                + end,
            Object[].class)
        .setParameter("facility", order.facility())
        .setParameter("type", RecordType.STUDY)
        .setParameter("last", LedgerMapping.monthNumber(upTo))
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
    Traffic whole = ofWhole(month);
    return month.equals(begun.month())
        ? whole.times((double) begun.left() / month.lengthOfMonth())
        : whole;
  }

  private Traffic ofWhole(YearMonth month) {
    if (known.isEmpty()) {
      return begun.ofWhole(month);
    }
    Traffic yearBefore = known.get(month.minusMonths(YEAR));
    if (yearBefore != null) {
      return yearBefore.times(growth);
    }
    Traffic all = known.values().stream().reduce(Traffic.NONE, Traffic::plus);
    return all.times(1.0 / known.size());
  }

  /** What rules are expected to bill. */
  ForecastServices services() {
    return services;
  }

  /** How it was found. */
  List<String> says() {
    return Stream.concat(Stream.of(ofTraffic()), services.says().stream()).toList();
  }

  private String ofTraffic() {
    String how = how();
    return begun.days() == 0
        ? how
        : how
            + " It begins with what is kept now: of %s the %d examinations so far, and the %d days left of it."
                .formatted(begun.month(), begun.traffic().exams(), begun.left());
  }

  private String how() {
    if (known.isEmpty()) {
      return begun.days() == 0
          ? "Forecast: no traffic is recorded, so none is expected."
          : "Forecast: no month with traffic has ended; each month as if all its days were as the %d days of %s since its first examination."
              .formatted(begun.days(), begun.month());
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
              ReplayedExam.expectedUid(month, made),
              "Pforecast " + (long) (number * patientsForEachExam),
              share(expected.images()),
              share(expected.bytes()),
              at,
              at,
              ae,
              "",
              0);
      made++;
      return ReplayedExam.expected(month, study);
    }

    /** Of a whole, so that all shares make it up. */
    private long share(long whole) {
      return whole / expected.exams() + (made < whole % expected.exams() ? 1 : 0);
    }
  }
}
