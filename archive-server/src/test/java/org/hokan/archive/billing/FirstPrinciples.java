package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What a history must cost, by a few loops over what happened. It reads the terms that were agreed,
 * and calls nothing of what the node calculates with.
 */
final class FirstPrinciples {
  private static final long GB = 1_000_000_000;

  private final Books books;
  private final YearMonth last;
  private final List<Exam> exams = new ArrayList<>();
  private final Map<String, Money> besides = new HashMap<>();
  private final Map<String, LocalDate> days = new HashMap<>();
  private final Set<Exam> copies = new HashSet<>();
  private final List<Bytes> bytes = new ArrayList<>();
  private final Map<String, TreeMap<LocalDate, Boolean>> choices = new HashMap<>();
  private Optional<Close> closed = Optional.empty();
  private long images;

  /**
   * Of an empty history.
   *
   * @param last the month with which it ends
   */
  FirstPrinciples(Books books, YearMonth last) {
    this.books = books;
    this.last = last;
  }

  /**
   * Bytes that a record counts, under a contract.
   *
   * @param month that it belongs to
   * @param day on which they came, or went
   */
  private record Bytes(String contract, YearMonth month, LocalDate day, long count) {}

  /**
   * A close.
   *
   * @param begun when
   */
  private record Close(YearMonth month, Instant begun) {
    boolean covers(YearMonth some) {
      return !some.isAfter(month);
    }

    boolean isAfter(YearMonth some, ZoneId zone) {
      return LocalDate.ofInstant(begun, zone).isAfter(some.atEndOfMonth());
    }
  }

  /** From the first image to the destruction, if there was one, under the contract of the first. */
  private record Time(String contract, LocalDate since, LocalDate until) {
    boolean meets(LocalDate from, LocalDate next) {
      return since.isBefore(next) && !until.isBefore(from);
    }
  }

  /** An image of an exam. */
  record Image(Instant arrived, long bytes) {}

  /** An exam; what is destroyed can come again. */
  static final class Exam {
    final String facility;
    final String study;
    final String patient;
    final List<Image> images = new ArrayList<>();
    final List<Time> before = new ArrayList<>();
    String contract = "";
    SecondCopy copy = SecondCopy.NONE;
    private int reported;
    private long reportedBytes;

    Exam(String facility, String study, String patient) {
      this.facility = facility;
      this.study = study;
      this.patient = patient;
    }

    boolean isKept() {
      return !images.isEmpty();
    }

    Instant first() {
      return images.stream().map(Image::arrived).min(Comparator.naturalOrder()).orElseThrow();
    }

    Instant latest() {
      return images.stream().map(Image::arrived).max(Comparator.naturalOrder()).orElseThrow();
    }

    long bytes() {
      return images.stream().mapToLong(Image::bytes).sum();
    }

    String object(BackupUnit unit) {
      return unit == BackupUnit.PATIENT ? patient : study;
    }
  }

  List<Exam> exams() {
    return exams;
  }

  /** All that ever arrived. */
  long images() {
    return images;
  }

  // What happens.

  /** What arrived of an exam is told to the ledger. */
  void reported(Exam exam) {
    if (exam.images.size() > exam.reported) {
      count(exam, exam.bytes() - exam.reportedBytes, day(exam, exam.latest()));
      images += exam.images.size() - exam.reported;
      exam.reported = exam.images.size();
      exam.reportedBytes = exam.bytes();
      copied(exam);
    }
  }

  /** An exam that is reported has a second copy. */
  void copied(Exam exam) {
    if (exam.copy == SecondCopy.MADE && exam.reported > 0 && !copies.contains(exam)) {
      LocalDate day = day(exam, exam.first());
      price(exam.facility, ServiceKind.COPY, day)
          .ifPresent(
              price -> {
                copies.add(exam);
                costs(exam.facility, price, "copy of study " + exam.study, day);
              });
    }
  }

  /** A reported exam is destroyed. */
  void destroyed(Exam exam) {
    LocalDate today = books.today(exam.facility);
    count(exam, -exam.reportedBytes, today);
    exam.before.add(new Time(exam.contract, day(exam, exam.first()), today));
    exam.images.clear();
    exam.reported = 0;
    exam.reportedBytes = 0;
  }

  private void count(Exam exam, long more, LocalDate day) {
    bytes.add(new Bytes(exam.contract, open(YearMonth.from(day)), day, more));
  }

  private YearMonth open(YearMonth month) {
    return closed.filter(c -> c.covers(month)).map(c -> c.month().plusMonths(1)).orElse(month);
  }

  /** Something is done at its price, on a day. */
  void served(String facility, ServiceKind kind, int quantity, String fact) {
    LocalDate today = books.today(facility);
    price(facility, kind, today)
        .ifPresent(price -> costs(facility, price.multipliedBy(quantity), fact, today));
  }

  void corrected(String facility, Money amount) {
    besides.merge(facility, amount, Money::plus);
  }

  private void costs(String facility, Money amount, String fact, LocalDate day) {
    besides.merge(facility, amount, Money::plus);
    days.put(facility + " " + fact, day);
  }

  void chosen(Contract contract, BackupUnit unit, String object, boolean in) {
    choices
        .computeIfAbsent(contract.id() + unit + object, key -> new TreeMap<>())
        .put(books.today(contract.facility()), in);
  }

  /**
   * A month is closed, and with it all before: what is kept at a month's end is charged by the
   * first close after it.
   */
  void closed(YearMonth month) {
    Close now = new Close(month, books.clock.instant());
    for (Contract contract : books.contracts) {
      ZoneId zone = books.zones.get(contract.facility());
      YearMonth end = YearMonth.from(contract.lastDay());
      YearMonth first = YearMonth.from(contract.from());
      for (YearMonth m = first; now.covers(m) && !m.isAfter(end); m = m.plusMonths(1)) {
        YearMonth some = m;
        boolean before = closed.filter(c -> c.covers(some) && c.isAfter(some, zone)).isPresent();
        if (now.isAfter(m, zone) && !before) {
          kept(contract, m, now);
        }
      }
    }
    closed = Optional.of(now);
  }

  private void kept(Contract contract, YearMonth month, Close now) {
    LocalDate end = month.atEndOfMonth();
    LocalDate day = contract.lastDay().isBefore(end) ? contract.lastDay() : end;
    boolean anothers =
        day.isBefore(end)
            && books.contracts.stream()
                .filter(other -> other.facility().equals(contract.facility()))
                .anyMatch(other -> !other.from().isAfter(end) && !other.lastDay().isBefore(end));
    long kept = keptAt(contract, month, now);
    if (kept == 0 || anothers) {
      return;
    }
    ContractTerms terms = contract.terms();
    String fact = contract.id() + " " + month;
    Money space = terms.service(ServiceKind.STORAGE).orElseThrow().price();
    costs(contract.facility(), space.multipliedBy(begun(kept, GB)), fact, day);
    CapacityTerms.Overage overage = terms.capacity().overage().orElseThrow();
    if (kept > terms.capacity().bytes()) {
      long steps = begun(kept - terms.capacity().bytes(), overage.step());
      costs(contract.facility(), overage.price().multipliedBy(steps), fact, day);
    }
  }

  /** Of a month that was closed early, also what came in its rest and is of a later month. */
  private long keptAt(Contract contract, YearMonth month, Close now) {
    boolean early = closed.filter(c -> c.covers(month)).isPresent();
    return bytes.stream()
        .filter(some -> isOf(contract, some.contract()))
        .filter(
            some ->
                !some.month().isAfter(month)
                    || early
                        && now.covers(some.month())
                        && !some.day().isAfter(month.atEndOfMonth()))
        .mapToLong(Bytes::count)
        .sum();
  }

  private static long begun(long bytes, long step) {
    return (bytes + step - 1) / step;
  }

  /** Whether a contract charges for what was taken under another: its own, and what it goes on. */
  private boolean isOf(Contract contract, String taken) {
    return books.contracts.stream()
        .filter(other -> other.id().equals(taken))
        .anyMatch(
            other ->
                other.facility().equals(contract.facility())
                    && !other.from().isAfter(contract.from()));
  }

  /** As the latest contract that has begun says. */
  private Optional<Money> price(String facility, ServiceKind kind, LocalDate day) {
    return books.contracts.stream()
        .filter(c -> c.facility().equals(facility) && !c.from().isAfter(day))
        .max(Comparator.comparing(Contract::from))
        .flatMap(contract -> contract.terms().service(kind))
        .map(ServiceTerms::price);
  }

  private LocalDate day(Exam exam, Instant at) {
    return LocalDate.ofInstant(at, books.zones.get(exam.facility));
  }

  // What it costs.

  /** All that a facility owes without tax. */
  Money net(String facility, CurrencyUnit currency) {
    Money sum = besides.getOrDefault(facility, Money.zero(currency));
    for (Contract contract : books.contracts) {
      if (contract.facility().equals(facility)) {
        for (BackupUnit unit : BackupUnit.values()) {
          sum = sum.plus(ofUnit(contract, unit));
        }
      }
    }
    return sum;
  }

  private Money ofUnit(Contract contract, BackupUnit unit) {
    Money nothing = Money.zero(contract.terms().currency());
    if (contract.terms().backup(unit).isEmpty()) {
      return nothing;
    }
    return switch (unit) {
      case FACILITY -> {
        Time always = new Time(contract.id(), contract.from(), LocalDate.MAX);
        yield ofObject(contract, unit, contract.facility(), List.of(always));
      }
      case PATIENT -> ofObjects(contract, unit, exam -> exam.patient);
      case STUDY -> ofObjects(contract, unit, exam -> exam.study);
    };
  }

  private Money ofObjects(Contract contract, BackupUnit unit, Function<Exam, String> object) {
    Map<String, List<Time>> times = new TreeMap<>();
    for (Exam exam : exams) {
      List<Time> all = times.computeIfAbsent(object.apply(exam), key -> new ArrayList<>());
      exam.before.stream().filter(time -> isOf(contract, time.contract())).forEach(all::add);
      if (exam.isKept() && isOf(contract, exam.contract)) {
        all.add(new Time(exam.contract, day(exam, exam.first()), LocalDate.MAX));
      }
    }
    Money sum = Money.zero(contract.terms().currency());
    for (Map.Entry<String, List<Time>> one : times.entrySet()) {
      sum = sum.plus(ofObject(contract, unit, one.getKey(), one.getValue()));
    }
    return sum;
  }

  /** Each period counts when the object was there on a day of it: whole, or from its first. */
  private Money ofObject(Contract contract, BackupUnit unit, String object, List<Time> times) {
    Money sum = Money.zero(contract.terms().currency());
    int months = contract.terms().backup(unit).orElseThrow().price().course().months();
    for (int n = 0; ; n++) {
      LocalDate from = contract.from().plusMonths((long) n * months);
      LocalDate next = contract.from().plusMonths((n + 1L) * months);
      if (from.isAfter(contract.lastDay()) || from.isAfter(last.atEndOfMonth())) {
        return sum;
      }
      Optional<LocalDate> since =
          times.stream()
              .filter(time -> time.meets(from, next))
              .map(Time::since)
              .min(Comparator.naturalOrder());
      if (since.isPresent()) {
        long kept =
            from.datesUntil(next)
                .filter(day -> !day.isBefore(since.get()) && !day.isAfter(contract.lastDay()))
                .filter(day -> isHeld(contract, unit, object, day))
                .count();
        sum = sum.plus(ofPeriod(contract, unit, kept, from, next));
      }
    }
  }

  boolean isHeld(Contract contract, BackupUnit unit, String object, LocalDate day) {
    if (!contract.terms().backup(unit).orElseThrow().isChosen()) {
      return true;
    }
    TreeMap<LocalDate, Boolean> said =
        choices.getOrDefault(contract.id() + unit + object, new TreeMap<>());
    return Optional.ofNullable(said.floorEntry(day)).map(Map.Entry::getValue).orElse(false);
  }

  private static Money ofPeriod(
      Contract contract, BackupUnit unit, long kept, LocalDate from, LocalDate next) {
    ContractTerms terms = contract.termsOn(from).orElseThrow().terms();
    Money whole = terms.backup(unit).orElseThrow().price().ofPeriod();
    BillingTerms billing = terms.billing();
    if (kept == 0) {
      return Money.zero(whole.getCurrencyUnit());
    }
    BigDecimal share =
        new BigDecimal(kept)
            .multiply(whole.getAmount())
            .divide(
                new BigDecimal(from.datesUntil(next).count()),
                whole.getCurrencyUnit().getDecimalPlaces(),
                billing.rounding());
    return billing.partPeriods() == PartPeriods.WHOLE
        ? whole
        : Money.of(whole.getCurrencyUnit(), share);
  }

  // What it is taxed with.

  /**
   * The rate of a record in percent, where the day that it charges for decides; empty: by others.
   */
  Optional<BigDecimal> rate(BillingRecord record) {
    Tax tax =
        books.contracts.stream()
            .filter(contract -> contract.id().equals(record.clause().contract()))
            .map(contract -> contract.terms().billing().tax())
            .findFirst()
            .orElseThrow();
    if (tax == Tax.NONE) {
      return Optional.empty();
    }
    return Optional.of(japan(lastDay(record)));
  }

  private LocalDate lastDay(BillingRecord record) {
    if (record.entry() instanceof BillingEntry.PeriodCharge charge) {
      return charge.period().until();
    }
    if (record.entry() instanceof BillingEntry.Item item) {
      return days.get(record.facility() + " " + item.fact());
    }
    return LocalDate.ofInstant(record.recorded().at(), books.zones.get(record.facility()));
  }

  private static BigDecimal japan(LocalDate day) {
    return day.isBefore(LocalDate.of(2019, 10, 1)) ? new BigDecimal(8) : BigDecimal.TEN;
  }

  /** The tax on the records of a statement: rounded down, once for each rate. */
  static Money tax(List<BillingRecord> records, CurrencyUnit currency) {
    Map<BigDecimal, BigDecimal> sums = new TreeMap<>();
    for (BillingRecord record : records) {
      record
          .taxRate()
          .ifPresent(rate -> sums.merge(rate, record.amount().getAmount(), BigDecimal::add));
    }
    BigDecimal tax = BigDecimal.ZERO;
    for (Map.Entry<BigDecimal, BigDecimal> sum : sums.entrySet()) {
      tax =
          tax.add(
              sum.getValue()
                  .multiply(sum.getKey())
                  .divide(new BigDecimal(100), currency.getDecimalPlaces(), RoundingMode.DOWN));
    }
    return Money.of(currency, tax);
  }
}
