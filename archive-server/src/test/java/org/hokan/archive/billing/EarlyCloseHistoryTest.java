package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.CapacityTerms;
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
 * Random histories of what comes, goes, is saved and is told late, under a contract whose prices,
 * capacity and chosen patients change and that may end, with months closed on random days of their
 * own: they come to the same as where each of those months was closed later, and to what a loop
 * over the history says is kept at each month's end.
 */
@OnEachDatabase
class EarlyCloseHistoryTest {
  private static final LocalDate START = LocalDate.of(2026, 1, 1);
  private static final YearMonth LAST = YearMonth.of(2027, 3);
  private static final long GB = 1_000_000_000;
  private static final long IMAGE = 400_000_000;

  /** Divides by the days of any month: no share of it is rounded. */
  private static final long ANY_MONTH = 28L * 29 * 15 * 31;

  /** The same of any year. */
  private static final long ANY_YEAR = 365L * 366;

  private final Database database;

  EarlyCloseHistoryTest(TestDatabase on) {
    database = on.shared(EarlyCloseHistoryTest.class, UsageLedger.entities());
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aHistoryClosedEarlyComesToTheSameAsOneClosedLate(long seed) {
    History early = new History(new Books(database), seed, true).run();
    List<String> kept = early.kept();
    TreeMap<String, Money> sums = early.sums();
    assertThat(early.earlyCloses).as("seed %d", seed).isPositive();
    assertThat(kept).as("seed %d", seed).isEqualTo(early.expected());
    assertThat(early.billed()).as("seed %d", seed).isEqualTo(total(sums));
    assertThat(early.books.ledger.verify().problems()).as("seed %d", seed).isEmpty();

    History late = new History(new Books(database), seed, false).run();
    assertThat(kept).as("seed %d", seed).isEqualTo(late.kept());
    assertThat(sums).as("seed %d", seed).isEqualTo(late.sums());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 8})
  void theSameHistoryGivesTheSameLedger(long seed) {
    assertThat(new History(new Books(database), seed, true).run().lastHash())
        .as("seed %d", seed)
        .isEqualTo(new History(new Books(database), seed, true).run().lastHash());
  }

  private static Money total(TreeMap<String, Money> sums) {
    return sums.values().stream().reduce(yen(0), Money::plus);
  }

  private static Money yen(long amount) {
    return Money.ofMajor(CurrencyUnit.JPY, amount);
  }

  /**
   * What a record adds.
   *
   * @param month at whose end it is kept first
   */
  private record Told(YearMonth month, long bytes, long saved) {}

  private static final class Exam {
    final String study;
    final String patient;
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    long images;
    long told;
    long saved;

    Exam(String study, String patient) {
      this.study = study;
      this.patient = patient;
    }
  }

  private static final class History {
    final Books books;
    int earlyCloses;
    private final SplittableRandom random;
    private final boolean closesEarly;
    private final ZoneId zone;
    private final BillingTerms billing;
    private final List<Exam> exams = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final LocalDate from;
    private LocalDate today;
    private YearMonth covered = YearMonth.from(START).minusMonths(1);
    private YearMonth settled = covered;
    private boolean ended;

    History(Books books, long seed, boolean closesEarly) {
      this.books = books;
      this.random = new SplittableRandom(seed);
      this.closesEarly = closesEarly;
      this.zone = random.nextInt(4) == 0 ? ZoneId.of("America/New_York") : Books.TOKYO;
      PartPeriods part = random.nextBoolean() ? PartPeriods.DAYS : PartPeriods.WHOLE;
      this.billing = new BillingTerms(part, RoundingMode.DOWN, Tax.NONE);
      this.from = START.plusDays(random.nextInt(31));
      this.today = from;
      books.zone(zone);
    }

    History run() {
      books.at(today + "T00:00:00");
      agree();
      while (today.isBefore(LAST.atEndOfMonth())) {
        today = today.plusDays(1 + random.nextInt(6));
        books.at(today + "T12:00:00");
        for (int i = random.nextInt(3); i >= 0; i--) {
          step();
        }
        books.at(today + "T23:00:00");
        if (random.nextInt(5) == 0) {
          close(random.nextInt(3));
        }
      }
      today = LAST.plusMonths(2).atDay(5);
      books.at(today + "T12:00:00");
      exams.forEach(this::report);
      close(1);
      return this;
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          exams.add(new Exam("1." + exams.size(), "P" + random.nextInt(3)));
          arrive(exams.get(exams.size() - 1));
        }
        case 3 -> some().ifPresent(this::arrive);
        case 4, 5 -> exams.stream().filter(exam -> random.nextBoolean()).forEach(this::report);
        case 6 -> some().ifPresent(this::destroy);
        case 7, 8 -> some().ifPresent(exam -> save(exam, random.nextLong(exam.told * IMAGE + 1)));
        case 9, 10 -> agreeOther();
        default -> end();
      }
    }

    private Optional<Exam> some() {
      return exams.isEmpty()
          ? Optional.empty()
          : Optional.of(exams.get(random.nextInt(exams.size())));
    }

    private void arrive(Exam exam) {
      Instant now = books.clock.instant();
      exam.first = exam.first.isBefore(now) ? exam.first : now;
      exam.last = now;
      exam.images += 1 + random.nextInt(12);
    }

    private void report(Exam exam) {
      if (exam.images > exam.told) {
        tell(exam.last, (exam.images - exam.told) * IMAGE, 0);
        exam.told = exam.images;
        books.database.write(tx -> books.ledger.recordStudy(tx, usage(exam)));
      }
    }

    private void destroy(Exam exam) {
      report(exam);
      if (exam.told > 0) {
        save(exam, 0);
        tell(books.clock.instant(), -exam.told * IMAGE, 0);
        books.database.write(
            tx -> books.ledger.recordDeletion(tx, usage(exam), books.clock.instant()));
        exam.first = Instant.MAX;
        exam.images = 0;
        exam.told = 0;
      }
    }

    private void save(Exam exam, long bytes) {
      if (exam.told > 0) {
        tell(books.clock.instant(), 0, bytes - exam.saved);
        exam.saved = bytes;
        StudySaving saving = new StudySaving("demo", exam.study, bytes, books.clock.instant());
        books.database.run(tx -> books.ledger.correctSavings(tx, saving));
      }
    }

    /** It counts at the end of its month, or of the first that no close after its end charged. */
    private void tell(Instant came, long bytes, long saved) {
      YearMonth month = YearMonth.from(came.atZone(zone));
      told.add(new Told(month.isAfter(settled) ? month : settled.plusMonths(1), bytes, saved));
    }

    private StudyUsage usage(Exam exam) {
      return new StudyUsage(
          "demo",
          exam.study,
          exam.patient,
          exam.images,
          exam.images * IMAGE,
          exam.first,
          exam.last,
          "ENDO1",
          new ContractClause("demo-1", 1),
          "",
          SecondCopy.NONE);
    }

    private void agreeOther() {
      if (!ended && random.nextInt(4) == 0) {
        agree();
      }
    }

    private void agree() {
      List<ServiceTerms> services = new ArrayList<>();
      if (random.nextInt(4) != 0) {
        services.add(new ServiceTerms("Space", ServiceKind.STORAGE, yen(1 + random.nextInt(9))));
      }
      if (random.nextInt(4) != 0) {
        services.add(
            new ServiceTerms("Smaller", ServiceKind.COMPRESSION, yen(1 + random.nextInt(9))));
      }
      CapacityTerms.Overage overage =
          new CapacityTerms.Overage((1 + random.nextInt(5)) * GB, yen(100 + random.nextInt(9)));
      Set<String> chosen = Set.of(String.valueOf(random.nextInt(3)), "9");
      books.agree(
          "demo-1",
          TestTerms.of(
                  from.toString(), "2027-12-31", PeriodCourse.ANNUAL, BackupUnit.FACILITY, yen(1))
              .capacity(new CapacityTerms((1 + random.nextInt(20)) * GB, Optional.of(overage)))
              .services(services)
              .billing(billing)
              .backups(
                  List.of(
                      unit(BackupUnit.STUDY, PeriodCourse.MONTHLY).build(),
                      unit(BackupUnit.PATIENT, PeriodCourse.ANNUAL).chosen(chosen).build()))
              .build());
    }

    private BackupTerms.Builder unit(BackupUnit unit, PeriodCourse course) {
      long exact = course.equals(PeriodCourse.ANNUAL) ? ANY_YEAR : ANY_MONTH;
      Money rate = yen(exact * (1 + random.nextInt(5)));
      return BackupTerms.of(unit, TestTerms.price(course, rate));
    }

    private void end() {
      boolean late = today.isAfter(START.plusMonths(9));
      if (late && !ended && random.nextInt(4) == 0) {
        books.end("demo-1", today.plusDays(random.nextInt(45)).toString());
        ended = true;
      }
    }

    /** What an early close charges of its month, the next one would have charged otherwise. */
    private void close(int monthsBack) {
      YearMonth month = YearMonth.from(today).minusMonths(monthsBack);
      if (!month.isAfter(covered)) {
        return;
      }
      covered = month;
      YearMonth over = monthsBack == 0 ? month.minusMonths(1) : month;
      if (closesEarly || over.equals(month)) {
        books.ledger.close(month, "admin");
      } else if (over.isAfter(settled)) {
        books.ledger.close(over, "admin");
      }
      earlyCloses += monthsBack == 0 ? 1 : 0;
      settled = over.isAfter(settled) ? over : settled;
    }

    /** What is charged by the bytes kept, by month. */
    List<String> kept() {
      return books.records().stream()
          .filter(record -> record.type().isByMonth())
          .map(
              record -> {
                BillingEntry.Item item = (BillingEntry.Item) record.entry();
                YearMonth month = KeptRecorder.monthOf(item.fact());
                return said(month, item.type(), item.quantity(), record.amount());
              })
          .sorted()
          .toList();
    }

    private static String said(YearMonth month, RecordType type, long quantity, Money amount) {
      return "%s %s %d, %s".formatted(month, type, quantity, amount);
    }

    /** The same by the history. */
    List<String> expected() {
      Contract contract = books.contracts.get(0);
      List<String> all = new ArrayList<>();
      YearMonth month = YearMonth.from(contract.from());
      for (; !month.isAfter(settled); month = month.plusMonths(1)) {
        YearMonth until = month;
        long bytes =
            told.stream().filter(t -> !t.month().isAfter(until)).mapToLong(Told::bytes).sum();
        long saved =
            told.stream().filter(t -> !t.month().isAfter(until)).mapToLong(Told::saved).sum();
        if (!month.isAfter(YearMonth.from(contract.lastDay()))) {
          LocalDate end = month.atEndOfMonth();
          LocalDate day = contract.lastDay().isBefore(end) ? contract.lastDay() : end;
          add(all, month, contract.termsOn(day).orElseThrow(), bytes, saved);
        }
      }
      return all.stream().sorted().toList();
    }

    private static void add(
        List<String> all, YearMonth month, AgreedTerms agreed, long bytes, long saved) {
      ContractTerms terms = agreed.terms();
      price(terms, ServiceKind.STORAGE, bytes)
          .ifPresent(each -> all.add(of(month, RecordType.STORAGE, begun(bytes, GB), each)));
      price(terms, ServiceKind.COMPRESSION, saved)
          .ifPresent(each -> all.add(of(month, RecordType.COMPRESSION, begun(saved, GB), each)));
      long beyond = bytes - terms.capacity().bytes();
      CapacityTerms.Overage overage = terms.capacity().overage().orElseThrow();
      if (beyond > 0) {
        long steps = begun(beyond, overage.step());
        all.add(of(month, RecordType.OVERAGE, steps, overage.price()));
      }
    }

    private static Optional<Money> price(ContractTerms terms, ServiceKind kind, long bytes) {
      return terms.service(kind).filter(service -> bytes > 0).map(ServiceTerms::price);
    }

    private static String of(YearMonth month, RecordType type, long quantity, Money each) {
      return said(month, type, quantity, each.multipliedBy(quantity));
    }

    private static long begun(long bytes, long step) {
      return (bytes + step - 1) / step;
    }

    /** What is charged in all, and given back, by kind; both of periods together. */
    TreeMap<String, Money> sums() {
      return books.records().stream()
          .filter(record -> !record.type().isCounted())
          .collect(
              Collectors.groupingBy(
                  record -> record.type().isByMonth() ? record.type().name() : "PERIOD",
                  TreeMap::new,
                  Collectors.reducing(yen(0), BillingRecord::amount, Money::plus)));
    }

    Money billed() {
      return Books.statements(books.ledger, Optional.empty()).stream()
          .map(Statement::net)
          .reduce(yen(0), Money::plus);
    }

    /** The hash of the last statement, which covers its seal's root, and so all records. */
    String lastHash() {
      return Books.statements(books.ledger, Optional.of(covered)).get(0).hash();
    }
  }
}
