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
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of arrivals, reports to the ledger and closes: in the end the statements must
 * add up to what a few loops over the arrivals say, however the closes fell.
 */
@OnEachDatabase
class LedgerHistoryTest {
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
    History history = new History(new Books(database), new SplittableRandom(seed));
    history.run();
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
          .isEqualTo(history.expected(contract));
    }
    assertThat(history.books.ledger.verify().problems()).as("seed %d", seed).isEmpty();
  }

  /** An exam as the test knows it. */
  private record Exam(String facility, String study, String patient, List<Instant> arrivals) {}

  private static final class History {
    private final Books books;
    private final SplittableRandom random;
    private final List<Exam> exams = new ArrayList<>();
    private LocalDate today = START;
    private long images;

    History(Books books, SplittableRandom random) {
      this.books = books;
      this.random = random;
    }

    void run() {
      for (BackupUnit unit : BackupUnit.values()) {
        agree("f" + unit.ordinal(), unit);
      }
      while (today.isBefore(LAST.atDay(1).minusDays(30))) {
        today = today.plusDays(random.nextInt(25));
        books.at(today + "T12:00:00");
        step();
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
