package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of arrivals, reports to the ledger, destructions, services, corrections, other
 * prices, early ends and closes, under contracts of one unit and of two: in the end the statements
 * must add up to what a few loops over the arrivals say, however the closes fell; and the same
 * history again gives the same ledger, hash for hash.
 */
@OnEachDatabase
class LedgerHistoryTest {
  private static final Money PRINT = Money.parse("EUR 1.25");
  private static final LocalDate START = LocalDate.of(2025, 1, 1);
  private static final YearMonth LAST = YearMonth.of(2027, 5);

  private final Database database;

  LedgerHistoryTest(TestDatabase on) {
    database = on.shared(LedgerHistoryTest.class, UsageLedger.entities());
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 24);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void statementsAddUpToTheRecomputationFromFirstPrinciples(long seed) {
    History history = History.of(seed, new Books(database));
    Map<String, Money> billed = new HashMap<>();
    long images = 0;
    for (Statement statement : Books.statements(history.books.ledger, Optional.empty())) {
      billed.merge(statement.facility(), statement.total(), Money::plus);
      images += statement.images();
    }
    assertThat(images).as("seed %d", seed).isEqualTo(history.images);
    for (Contract contract : history.books.contracts) {
      assertThat(billed.getOrDefault(contract.facility(), Money.zero(CurrencyUnit.EUR)))
          .as("seed %d %s", seed, contract)
          .isEqualTo(history.expected(contract).plus(history.besides(contract)));
    }
    assertThat(history.books.ledger.verify().problems()).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 8})
  void theSameHistoryGivesTheSameLedger(long seed) {
    assertThat(end(History.of(seed, new Books(database))))
        .as("seed %d", seed)
        .isEqualTo(end(History.of(seed, new Books(database))));
  }

  /** The hash of the last statement, which covers its seal's root, and so all records. */
  private static String end(History history) {
    return Books.statements(history.books.ledger, Optional.of(LAST)).stream()
        .map(Statement::hash)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  /** From the first image to the destruction, if there was one. */
  private record Time(LocalDate since, LocalDate until) {
    boolean meets(LocalDate from, LocalDate next) {
      return since.isBefore(next) && !until.isBefore(from);
    }
  }

  /** An exam as the test knows it. */
  private static final class Exam {
    final String facility;
    final String study;
    final String patient;
    final List<Instant> arrivals = new ArrayList<>();
    final List<Time> before = new ArrayList<>();

    Exam(String facility, String study, String patient) {
      this.facility = facility;
      this.study = study;
      this.patient = patient;
    }

    List<Time> times() {
      List<Time> all = new ArrayList<>(before);
      if (!arrivals.isEmpty()) {
        all.add(new Time(since(), LocalDate.MAX));
      }
      return all;
    }

    LocalDate since() {
      return LocalDate.ofInstant(
          arrivals.stream().min(Instant::compareTo).orElseThrow(), Books.TOKYO);
    }
  }

  private static final class History {
    private final Books books;
    private final SplittableRandom random;
    private final List<Exam> exams = new ArrayList<>();
    private final SplittableRandom more;
    private final Map<String, Money> besides = new HashMap<>();
    private LocalDate today = START;
    private LocalDate closed = LocalDate.MIN;
    private int orders;
    private long images;

    private History(Books books, SplittableRandom random, SplittableRandom more) {
      this.books = books;
      this.random = random;
      this.more = more;
    }

    static History of(long seed, Books books) {
      History history =
          new History(books, new SplittableRandom(seed), new SplittableRandom(seed + 1000));
      history.run();
      return history;
    }

    /** What corrections and services add to the periods. */
    Money besides(Contract contract) {
      return besides.getOrDefault(contract.facility(), Money.zero(CurrencyUnit.EUR));
    }

    private void somethingMore() {
      Contract contract = books.contracts.get(more.nextInt(books.contracts.size()));
      boolean begun = !contract.from().isAfter(today);
      switch (more.nextInt(14)) {
        case 0, 1 -> correct(contract, Money.ofMinor(CurrencyUnit.EUR, 1 + more.nextInt(-5000, 0)));
        case 2, 3 -> {
          if (begun) {
            bill(contract, 1 + more.nextInt(5));
          }
        }
        case 4 -> {
          if (begun && today.isBefore(contract.lastDay()) && more.nextInt(8) == 0) {
            books.end(contract.id(), today.plusDays(more.nextInt(2)).toString());
          }
        }
        case 5, 6 -> changePrice(contract);
        case 7, 8, 9 -> {
          if (!exams.isEmpty()) {
            destroy(exams.get(more.nextInt(exams.size())));
          }
        }
        default -> {}
      }
    }

    /** From today on, unless a close has charged by today's terms already. */
    private void changePrice(Contract contract) {
      boolean holds = !contract.from().isAfter(today) && !contract.lastDay().isBefore(today);
      boolean ended = !contract.lastDay().equals(contract.terms().until());
      boolean again = contract.agreed().get(contract.agreed().size() - 1).from().equals(today);
      if (!holds || ended || again || closed.equals(today)) {
        return;
      }
      Money rate = Money.ofMinor(CurrencyUnit.EUR, more.nextInt(100_000));
      ContractTerms.Builder terms =
          ContractTerms.builder(
                  contract.terms().parties(), contract.terms().from(), contract.terms().until())
              .capacity(contract.terms().capacity())
              .billing(contract.terms().billing())
              .services(contract.terms().services());
      for (BackupTerms old : contract.terms().backups()) {
        terms.backup(
            BackupTerms.of(old.unit(), TestTerms.price(old.price().course(), rate)).build());
      }
      books.agree(contract.id(), terms.build());
    }

    /** As a node does: what came is recorded, and then taken back. */
    private void destroy(Exam exam) {
      if (exam.arrivals.isEmpty()) {
        return;
      }
      report(exam);
      books.database.write(
          tx -> books.ledger.recordDeletion(tx, usage(exam), books.clock.instant()));
      exam.before.add(new Time(exam.since(), today));
      exam.arrivals.clear();
    }

    private void correct(Contract contract, Money amount) {
      if (!amount.isZero()) {
        books.ledger.correct(
            new Correction(
                contract.facility(), new ContractClause(contract.id(), 1), amount, "Why", "It"),
            "admin");
        add(contract, amount);
      }
    }

    private void bill(Contract contract, int quantity) {
      ServiceOrder order =
          new ServiceOrder(contract.facility(), "Print", quantity, "", "order " + ++orders);
      books.ledger.bill(order, "admin");
      add(contract, PRINT.multipliedBy(quantity));
    }

    private void add(Contract contract, Money amount) {
      besides.merge(contract.facility(), amount, Money::plus);
    }

    void run() {
      books.at(today + "T00:00:00");
      for (BackupUnit unit : BackupUnit.values()) {
        agree("f" + unit.ordinal(), List.of(unit));
      }
      agree("f3", List.of(BackupUnit.PATIENT, BackupUnit.STUDY));
      while (today.isBefore(LAST.atDay(1).minusDays(30))) {
        today = today.plusDays(random.nextInt(25));
        books.at(today + "T12:00:00");
        step();
        somethingMore();
      }
      today = LAST.plusMonths(1).atDay(1);
      books.at(today + "T12:00:00");
      exams.forEach(this::report);
      books.ledger.close(LAST, "admin");
    }

    private void agree(String facility, List<BackupUnit> units) {
      LocalDate from = START.plusDays(random.nextInt(200));
      LocalDate until = from.plusDays(random.nextInt(700));
      PeriodCourse course = random.nextBoolean() ? PeriodCourse.ANNUAL : PeriodCourse.MONTHLY;
      Money rate = Money.ofMinor(CurrencyUnit.EUR, random.nextInt(100_000));
      BillingTerms billing =
          new BillingTerms(
              random.nextBoolean() ? PartPeriods.WHOLE : PartPeriods.DAYS,
              RoundingMode.values()[random.nextInt(7)],
              Tax.NONE);
      ContractTerms.Builder terms =
          TestTerms.of(from.toString(), until.toString(), course, units.get(0), rate)
              .billing(billing)
              .services(List.of(new ServiceTerms("Print", ServiceKind.PRINT, PRINT)));
      for (BackupUnit other : units.subList(1, units.size())) {
        terms.backup(BackupTerms.of(other, TestTerms.price(PeriodCourse.MONTHLY, rate)).build());
      }
      books.agree(facility + "-1", terms.build());
    }

    private void step() {
      switch (random.nextInt(4)) {
        case 0 -> arrive(new Exam("f" + random.nextInt(4), "1." + exams.size(), patient()));
        case 1 -> {
          if (!exams.isEmpty()) {
            arrive(exams.get(random.nextInt(exams.size())));
          }
        }
        case 2 -> exams.stream().filter(exam -> random.nextBoolean()).forEach(this::report);
        default -> closeSome();
      }
    }

    private String patient() {
      return "P" + random.nextInt(3);
    }

    private void arrive(Exam exam) {
      if (!exams.contains(exam)) {
        exams.add(exam);
      }
      for (int i = random.nextInt(4); i >= 0; i--) {
        exam.arrivals.add(books.clock.instant().plus(i, ChronoUnit.SECONDS));
        images++;
      }
    }

    private void report(Exam exam) {
      if (!exam.arrivals.isEmpty()) {
        books.database.write(tx -> books.ledger.recordStudy(tx, usage(exam)));
      }
    }

    private static StudyUsage usage(Exam exam) {
      return new StudyUsage(
          exam.facility,
          exam.study,
          exam.patient,
          exam.arrivals.size(),
          exam.arrivals.size() * 100L,
          exam.arrivals.stream().min(Instant::compareTo).orElseThrow(),
          exam.arrivals.stream().max(Instant::compareTo).orElseThrow(),
          "ENDO1",
          new ContractClause(exam.facility + "-1", 1),
          "",
          SecondCopy.NONE);
    }

    private void closeSome() {
      YearMonth month = YearMonth.from(today).minusMonths(random.nextInt(3));
      if (!books.ledger.isClosed(month)) {
        books.ledger.close(month, "admin");
        closed = today;
      }
    }

    Money expected(Contract contract) {
      return contract.terms().backups().stream()
          .map(backup -> expected(contract, backup.unit()))
          .reduce(Money.zero(CurrencyUnit.EUR), Money::plus);
    }

    private Money expected(Contract contract, BackupUnit unit) {
      return switch (unit) {
        case FACILITY ->
            ofObject(contract, unit, List.of(new Time(contract.from(), LocalDate.MAX)));
        case PATIENT -> ofObjects(contract, unit, exam -> exam.patient);
        case STUDY -> ofObjects(contract, unit, exam -> exam.study);
      };
    }

    private Money ofObjects(Contract contract, BackupUnit unit, Function<Exam, String> object) {
      Map<String, List<Time>> times = new HashMap<>();
      for (Exam exam : exams) {
        if (exam.facility.equals(contract.facility())) {
          times.computeIfAbsent(object.apply(exam), key -> new ArrayList<>()).addAll(exam.times());
        }
      }
      return times.values().stream()
          .map(kept -> ofObject(contract, unit, kept))
          .reduce(Money.zero(CurrencyUnit.EUR), Money::plus);
    }

    /** Each period counts when the object was there on a day of it: whole, or from its first. */
    private Money ofObject(Contract contract, BackupUnit unit, List<Time> times) {
      Money sum = Money.zero(CurrencyUnit.EUR);
      int months = contract.terms().backup(unit).orElseThrow().price().course().months();
      for (int n = 0; ; n++) {
        LocalDate from = contract.from().plusMonths((long) n * months);
        LocalDate next = contract.from().plusMonths((n + 1L) * months);
        if (from.isAfter(contract.lastDay()) || YearMonth.from(from).isAfter(LAST)) {
          return sum;
        }
        LocalDate since =
            times.stream()
                .filter(time -> time.meets(from, next))
                .map(Time::since)
                .min(LocalDate::compareTo)
                .orElse(next);
        sum = sum.plus(ofPeriod(contract, unit, since, from, next));
      }
    }

    private static Money ofPeriod(
        Contract contract, BackupUnit unit, LocalDate since, LocalDate from, LocalDate next) {
      ContractTerms terms = contract.termsOn(from).orElseThrow().terms();
      Money whole = terms.backup(unit).orElseThrow().price().ofPeriod();
      long kept =
          from.datesUntil(next)
              .filter(day -> !day.isBefore(since) && !day.isAfter(contract.lastDay()))
              .count();
      if (kept == 0) {
        return Money.zero(CurrencyUnit.EUR);
      }
      BillingTerms billing = terms.billing();
      BigDecimal share =
          new BigDecimal(kept)
              .multiply(whole.getAmount())
              .divide(new BigDecimal(from.datesUntil(next).count()), 2, billing.rounding());
      return billing.partPeriods() == PartPeriods.WHOLE ? whole : Money.of(CurrencyUnit.EUR, share);
    }
  }
}
