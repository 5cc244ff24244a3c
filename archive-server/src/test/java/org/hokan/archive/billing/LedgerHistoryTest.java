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
 * Random histories of arrivals, reports to the ledger, services, corrections, early ends and
 * closes: in the end the statements must add up to what a few loops over the arrivals say, however
 * the closes fell; and the same history again gives the same ledger, hash for hash.
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
    return LongStream.rangeClosed(1, 12);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void statementsAddUpToTheRecomputationFromFirstPrinciples(long seed) {
    History history = History.of(seed, new Books(database));
    Map<String, Money> billed = new HashMap<>();
    long images = 0;
    for (Statement statement : history.books.ledger.statements(Optional.empty())) {
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
    return history.books.ledger.statements(Optional.of(LAST)).stream()
        .map(Statement::hash)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  /** An exam as the test knows it. */
  private record Exam(String facility, String study, String patient, List<Instant> arrivals) {}

  private static final class History {
    private final Books books;
    private final SplittableRandom random;
    private final List<Exam> exams = new ArrayList<>();
    private final SplittableRandom more;
    private final Map<String, Money> besides = new HashMap<>();
    private LocalDate today = START;
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
      switch (more.nextInt(10)) {
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
        default -> {}
      }
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
      for (BackupUnit unit : BackupUnit.values()) {
        agree("f" + unit.ordinal(), unit);
      }
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

    private void agree(String facility, BackupUnit unit) {
      LocalDate from = START.plusDays(random.nextInt(200));
      LocalDate until = from.plusDays(random.nextInt(700));
      PeriodCourse course = random.nextBoolean() ? PeriodCourse.ANNUAL : PeriodCourse.MONTHLY;
      Money rate = Money.ofMinor(CurrencyUnit.EUR, random.nextInt(100_000));
      BillingTerms billing =
          new BillingTerms(
              random.nextBoolean() ? PartPeriods.WHOLE : PartPeriods.DAYS,
              RoundingMode.values()[random.nextInt(7)],
              Tax.NONE);
      books.agree(
          facility + "-1",
          TestTerms.of(from.toString(), until.toString(), course, unit, rate)
              .billing(billing)
              .services(List.of(new ServiceTerms("Print", ServiceKind.PRINT, PRINT)))
              .build());
    }

    private void step() {
      switch (random.nextInt(4)) {
        case 0 ->
            arrive(
                new Exam(
                    "f" + random.nextInt(3), "1." + exams.size(), patient(), new ArrayList<>()));
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
        exam.arrivals().add(books.clock.instant().plus(i, ChronoUnit.SECONDS));
        images++;
      }
    }

    private void report(Exam exam) {
      StudyUsage usage =
          new StudyUsage(
              exam.facility(),
              exam.study(),
              exam.patient(),
              exam.arrivals().size(),
              exam.arrivals().size() * 100L,
              exam.arrivals().stream().min(Instant::compareTo).orElseThrow(),
              exam.arrivals().stream().max(Instant::compareTo).orElseThrow(),
              "ENDO1",
              new ContractClause(exam.facility() + "-1", 1),
              "",
              false);
      books.database.write(tx -> books.ledger.recordStudy(tx, usage));
    }

    private void closeSome() {
      YearMonth month = YearMonth.from(today).minusMonths(random.nextInt(3));
      if (!books.ledger.isClosed(month)) {
        books.ledger.close(month, "admin");
      }
    }

    Money expected(Contract contract) {
      return switch (backup(contract).unit()) {
        case FACILITY -> ofObject(contract, contract.from());
        case PATIENT -> ofObjects(contract, Exam::patient);
        case STUDY -> ofObjects(contract, Exam::study);
      };
    }

    private static BackupTerms backup(Contract contract) {
      return contract.terms().backups().get(0);
    }

    private Money ofObjects(Contract contract, Function<Exam, String> object) {
      Map<String, LocalDate> since = new HashMap<>();
      for (Exam exam : exams) {
        if (exam.facility().equals(contract.facility())) {
          LocalDate first = LocalDate.ofInstant(exam.arrivals().get(0), Books.TOKYO);
          since.merge(object.apply(exam), first, (a, b) -> a.isBefore(b) ? a : b);
        }
      }
      return since.values().stream()
          .map(first -> ofObject(contract, first))
          .reduce(Money.zero(CurrencyUnit.EUR), Money::plus);
    }

    /** Each period counts when the object was there by its last day: whole, or for its days. */
    private Money ofObject(Contract contract, LocalDate since) {
      Money sum = Money.zero(CurrencyUnit.EUR);
      int months = backup(contract).price().course().months();
      for (int n = 0; ; n++) {
        LocalDate from = contract.from().plusMonths((long) n * months);
        if (from.isAfter(contract.lastDay()) || YearMonth.from(from).isAfter(LAST)) {
          return sum;
        }
        sum =
            sum.plus(
                ofPeriod(contract, since, from, contract.from().plusMonths((n + 1L) * months)));
      }
    }

    private Money ofPeriod(Contract contract, LocalDate since, LocalDate from, LocalDate next) {
      Money whole = backup(contract).price().ofPeriod();
      long kept =
          from.datesUntil(next)
              .filter(day -> !day.isBefore(since) && !day.isAfter(contract.lastDay()))
              .count();
      if (kept == 0) {
        return Money.zero(CurrencyUnit.EUR);
      }
      BillingTerms billing = contract.terms().billing();
      BigDecimal share =
          new BigDecimal(kept)
              .multiply(whole.getAmount())
              .divide(new BigDecimal(from.datesUntil(next).count()), 2, billing.rounding());
      return billing.partPeriods() == PartPeriods.WHOLE ? whole : Money.of(CurrencyUnit.EUR, share);
    }
  }
}
