package org.hokan.archive.billing;

import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.hokan.archive.billing.FirstPrinciples.Exam;
import org.hokan.archive.billing.FirstPrinciples.Image;
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
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * A random history over two and a half years, in which the rate of tax changes: of facilities in
 * several time zones, each with one contract or one after another. What happens is done to the
 * ledger, and told to {@link FirstPrinciples}.
 */
final class LedgerHistory {
  static final YearMonth LAST = YearMonth.of(2020, 5);
  private static final LocalDate START = LocalDate.of(2018, 1, 1);
  private static final long MB = 1_000_000;

  /**
   * Rates that make the share of any number of days of a period a whole number, for what can be
   * charged in pieces, each of which is rounded: what is chosen, and a patient, of whom an exam can
   * be reported after one that came later.
   */
  private static final long SHARED_BY_MONTHS = 28 * 29 * 15 * 31;

  private static final long SHARED_BY_YEARS = 365 * 366;

  private static final List<ZoneId> ZONES =
      List.of(
          Books.TOKYO,
          ZoneId.of("America/New_York"),
          ZoneId.of("Pacific/Auckland"),
          ZoneId.of("Europe/Berlin"));

  final Books books;
  final FirstPrinciples principles;
  private final SplittableRandom random;
  private Instant closed = Instant.MIN;
  private int orders;

  private LedgerHistory(Books books, SplittableRandom random) {
    this.books = books;
    this.principles = new FirstPrinciples(books, LAST);
    this.random = random;
  }

  static LedgerHistory of(long seed, Books books) {
    LedgerHistory history = new LedgerHistory(books, new SplittableRandom(seed));
    history.run();
    return history;
  }

  private void run() {
    books.at(START + "T00:00:00");
    agree("f0", List.of(BackupUnit.FACILITY), false);
    agree("f1", List.of(BackupUnit.PATIENT), false);
    agree("f2", List.of(BackupUnit.STUDY), false);
    agree("f3", List.of(BackupUnit.PATIENT, BackupUnit.STUDY), false);
    agree("f4", List.of(BackupUnit.FACILITY, BackupUnit.PATIENT), true);
    agree("f5", List.of(BackupUnit.STUDY), true);
    Instant end = LAST.atDay(5).atStartOfDay(Books.TOKYO).toInstant();
    for (Instant next; (next = later()).isBefore(end); ) {
      books.clock.now = next;
      for (int steps = 1 + random.nextInt(6); steps > 0; steps--) {
        step();
      }
    }
    books.at(LAST.plusMonths(1).atDay(2) + "T12:00:00");
    principles.exams().forEach(this::report);
    close(LAST);
  }

  /** Some days on; often just before or after a midnight, or a month's end, of a facility. */
  private Instant later() {
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    Instant now = books.clock.instant();
    LocalDate day = LocalDate.ofInstant(now, zone).plusDays(1 + random.nextInt(24));
    return switch (random.nextInt(4)) {
      case 0 -> day.atStartOfDay(zone).toInstant().plusSeconds(random.nextInt(-4, 4));
      case 1 ->
          day.plusMonths(1)
              .withDayOfMonth(1)
              .atStartOfDay(zone)
              .toInstant()
              .plusSeconds(random.nextInt(-4, 4));
      default -> day.atTime(random.nextInt(24), 0).atZone(zone).toInstant();
    };
  }

  private void agree(String facility, List<BackupUnit> units, boolean chosen) {
    books.zones.put(facility, ZONES.get(random.nextInt(ZONES.size())));
    boolean japan = random.nextBoolean();
    LocalDate from = START.plusDays(2 + random.nextInt(200));
    int contracts = 1 + random.nextInt(2);
    for (int n = 1; n <= contracts; n++) {
      LocalDate until = from.plusDays(random.nextInt(700));
      books.agree(facility + "-" + n, terms(from, until, units, japan, chosen, n));
      from = until.plusDays(1 + random.nextInt(2) * random.nextInt(40));
    }
  }

  private ContractTerms terms(
      LocalDate from,
      LocalDate until,
      List<BackupUnit> units,
      boolean japan,
      boolean chosen,
      int number) {
    CurrencyUnit currency = japan ? CurrencyUnit.JPY : CurrencyUnit.EUR;
    ContractTerms.Builder terms =
        TestTerms.of(
                from.toString(),
                until.toString(),
                PeriodCourse.ANNUAL,
                BackupUnit.FACILITY,
                Money.zero(currency))
            .backups(units.stream().map(unit -> backup(unit, currency, chosen)).toList())
            .billing(
                new BillingTerms(
                    random.nextBoolean() ? PartPeriods.WHOLE : PartPeriods.DAYS,
                    RoundingMode.values()[random.nextInt(7)],
                    japan ? Tax.JP : Tax.NONE))
            .capacity(
                new CapacityTerms(
                    2000 * MB,
                    Optional.of(
                        new CapacityTerms.Overage(
                            300 * MB, Money.ofMinor(currency, 100L * number)))))
            .services(
                List.of(
                    new ServiceTerms("Space", ServiceKind.STORAGE, Money.ofMinor(currency, number)),
                    new ServiceTerms(
                        "Copy", ServiceKind.COPY, Money.ofMinor(currency, 30L * number)),
                    new ServiceTerms(
                        "Back", ServiceKind.RETRIEVAL, Money.ofMinor(currency, 50L * number)),
                    new ServiceTerms(
                        "Print", ServiceKind.PRINT, Money.ofMinor(currency, 125L * number))));
    return terms.build();
  }

  private BackupTerms backup(BackupUnit unit, CurrencyUnit currency, boolean chosen) {
    PeriodCourse course = random.nextBoolean() ? PeriodCourse.ANNUAL : PeriodCourse.MONTHLY;
    return backup(unit, course, currency, chosen && unit != BackupUnit.FACILITY);
  }

  private BackupTerms backup(
      BackupUnit unit, PeriodCourse course, CurrencyUnit currency, boolean chosen) {
    boolean inPieces = chosen || unit == BackupUnit.PATIENT;
    long shared = course.equals(PeriodCourse.ANNUAL) ? SHARED_BY_YEARS : SHARED_BY_MONTHS;
    long rate = inPieces ? shared * random.nextInt(1, 5) : random.nextInt(100_000);
    BackupTerms.Builder backup =
        BackupTerms.of(unit, TestTerms.price(course, Money.ofMinor(currency, rate)));
    return chosen ? backup.chosen(Set.of()).build() : backup.build();
  }

  private void step() {
    Contract contract = any(books.contracts);
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> arrive(newExam(contract.facility()));
      case 3, 4 -> anyExam().ifPresent(this::arrive);
      case 5 ->
          principles.exams().stream().filter(exam -> random.nextBoolean()).forEach(this::report);
      case 6 -> closeSome();
      case 7 -> correct(contract);
      case 8 -> bill(contract);
      case 9 -> anyExam().ifPresent(this::retrieve);
      case 10 -> endEarly(contract);
      case 11 -> changePrice(contract);
      case 12 -> anyExam().filter(Exam::isKept).ifPresent(this::destroy);
      case 13 -> anyExam().filter(Exam::isKept).ifPresent(this::copy);
      default -> choose();
    }
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private Optional<Exam> anyExam() {
    return principles.exams().isEmpty() ? Optional.empty() : Optional.of(any(principles.exams()));
  }

  private Exam newExam(String facility) {
    Exam exam =
        new Exam(facility, "1." + principles.exams().size(), "P" + random.nextInt(3) + facility);
    exam.copy = SecondCopy.values()[random.nextInt(3)];
    return exam;
  }

  /** Some images, seconds apart, if a contract is in force. */
  private void arrive(Exam exam) {
    Optional<Contract> contract = inForce(exam.facility);
    if (contract.isEmpty()) {
      return;
    }
    if (!exam.isKept()) {
      exam.contract = contract.get().id();
    }
    if (!principles.exams().contains(exam)) {
      principles.exams().add(exam);
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      exam.images.add(new Image(books.clock.instant(), (1 + random.nextInt(300)) * MB));
      books.clock.now = books.clock.instant().plus(1, ChronoUnit.SECONDS);
    }
  }

  private Optional<Contract> inForce(String facility) {
    LocalDate today = books.today(facility);
    return books.contracts.stream()
        .filter(contract -> contract.facility().equals(facility) && holds(contract, today))
        .findFirst();
  }

  private static boolean holds(Contract contract, LocalDate day) {
    return !contract.from().isAfter(day) && !contract.lastDay().isBefore(day);
  }

  private void report(Exam exam) {
    if (exam.isKept()) {
      books.database.write(tx -> books.ledger.recordStudy(tx, usage(exam)));
      principles.reported(exam);
    }
  }

  private static StudyUsage usage(Exam exam) {
    return new StudyUsage(
        exam.facility,
        exam.study,
        exam.patient,
        exam.images.size(),
        exam.bytes(),
        exam.first(),
        exam.latest(),
        "ENDO1",
        new ContractClause(exam.contract, 1),
        "",
        exam.copy);
  }

  /** As a node does: what came is recorded, and then taken back. */
  private void destroy(Exam exam) {
    report(exam);
    books.database.write(tx -> books.ledger.recordDeletion(tx, usage(exam), books.clock.instant()));
    principles.destroyed(exam);
    exam.copy = SecondCopy.values()[random.nextInt(3)];
  }

  /** A copy that was owed is made, and charged if its charge waits. */
  private void copy(Exam exam) {
    if (exam.copy == SecondCopy.OWED) {
      exam.copy = SecondCopy.MADE;
      CopyCharges charges = books.ledger.copyCharges();
      charges.charge(
          charges.owed(0, 1000).stream()
              .filter(owed -> owed.studyInstanceUid().equals(exam.study))
              .map(owed -> new CopyCharges.Made(owed, exam.first()))
              .toList());
      principles.copied(exam);
    }
  }

  private void correct(Contract contract) {
    Money amount = Money.ofMinor(contract.terms().currency(), 1 + random.nextInt(-5000, 3000));
    if (!amount.isZero()) {
      ContractClause clause = new ContractClause(contract.id(), 1);
      books.ledger.correct(
          new Correction(contract.facility(), clause, amount, "Why", "It " + ++orders), "admin");
      principles.corrected(contract.facility(), amount);
    }
  }

  private void bill(Contract contract) {
    if (!contract.from().isAfter(books.today(contract.facility()))) {
      int quantity = 1 + random.nextInt(5);
      String order = "order " + ++orders;
      books.ledger.bill(
          new ServiceOrder(contract.facility(), "Print", quantity, "", order), "admin");
      principles.served(contract.facility(), ServiceKind.PRINT, quantity, "by hand " + order);
    }
  }

  /** Told twice, as after a kill. */
  private void retrieve(Exam exam) {
    String fact = "retrieval " + ++orders;
    ServiceUse use =
        ServiceUse.charged(
            exam.facility, RecordType.RETRIEVAL, exam.study, fact, books.clock.instant());
    books.ledger.recordServices(List.of(use));
    books.ledger.recordServices(List.of(use));
    principles.served(exam.facility, ServiceKind.RETRIEVAL, 1, fact);
  }

  private void endEarly(Contract contract) {
    LocalDate today = books.today(contract.facility());
    if (holds(contract, today) && today.isBefore(contract.lastDay()) && random.nextInt(4) == 0) {
      books.end(contract.id(), today.plusDays(random.nextInt(2)).toString());
    }
  }

  /** From today on, unless a close has charged by today's terms already. */
  private void changePrice(Contract contract) {
    String facility = contract.facility();
    LocalDate today = books.today(facility);
    boolean ended = !contract.lastDay().equals(contract.terms().until());
    boolean again = contract.agreed().get(contract.agreed().size() - 1).from().equals(today);
    boolean charged =
        !closed.equals(Instant.MIN)
            && LocalDate.ofInstant(closed, books.zones.get(facility)).equals(today);
    if (!holds(contract, today) || ended || again || charged) {
      return;
    }
    ContractTerms old = contract.terms();
    books.agree(
        contract.id(),
        ContractTerms.builder(old.parties(), old.from(), old.until())
            .capacity(old.capacity())
            .billing(old.billing())
            .services(old.services())
            .backups(old.backups().stream().map(this::atAnotherPrice).toList())
            .build());
  }

  private BackupTerms atAnotherPrice(BackupTerms old) {
    CurrencyUnit currency = old.price().unitRate().getCurrencyUnit();
    return backup(old.unit(), old.price().course(), currency, old.isChosen());
  }

  /** Chooses what is kept, or takes out what is chosen. */
  private void choose() {
    List<Exam> kept =
        new ArrayList<>(
            principles.exams().stream()
                .filter(exam -> exam.isKept() && "f4f5".contains(exam.facility))
                .toList());
    if (kept.isEmpty()) {
      return;
    }
    Exam exam = any(kept);
    inForce(exam.facility)
        .ifPresent(
            contract -> {
              BackupUnit unit = exam.facility.equals("f4") ? BackupUnit.PATIENT : BackupUnit.STUDY;
              LocalDate today = books.today(exam.facility);
              String object = exam.object(unit);
              boolean in = !principles.isHeld(contract, unit, object, today);
              books.choose(contract, unit, object, in);
              principles.chosen(contract, unit, object, in);
            });
  }

  private void closeSome() {
    YearMonth month =
        YearMonth.from(LocalDate.ofInstant(books.clock.instant(), Books.TOKYO))
            .minusMonths(random.nextInt(3));
    if (month.isBefore(LAST) && !books.ledger.isClosed(month)) {
      close(month);
    }
  }

  /** What is reported while it is under way belongs to the next month. */
  private void close(YearMonth month) {
    books.ledger.beginClose(month, "admin", tx -> {});
    principles.closed(month);
    closed = books.clock.instant();
    if (month.isBefore(LAST) && random.nextBoolean()) {
      anyExam().ifPresent(this::report);
    }
    books.ledger.finishClose(step -> {});
  }
}
