package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.CapacityTerms.Overage;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Records what a contract prices by the bytes kept at the end of each of its months: GB begun, GB
 * begun that compression saves, and steps begun beyond the capacity. Bytes are those of the STUDY
 * and SAVING records up to that month, so that the ledger alone explains the charge. Each contract
 * and month is charged once, by the first close that is begun after the month's end: of a month
 * that was closed early what is kept at its end is not known before.
 */
final class KeptRecorder {
  /** What came, was destroyed or was saved before an end, of whatever month its record is. */
  static final String CAME_BEFORE =
      " and (bytes is not null and lastArrival < :end or type = :saving and recordedAt < :end)";

  private static final long GB = 1_000_000_000;

  private final Tx tx;
  private final ServiceRecorder services;
  private final ContractBook contracts;
  private final HeadRow head;
  private final CloseCut cut;

  KeptRecorder(Tx tx, Appender appender, ContractBook contracts, CloseCut cut) {
    this.tx = tx;
    this.services = new ServiceRecorder(tx, appender, contracts);
    this.contracts = contracts;
    this.head = appender.head();
    this.cut = cut;
  }

  /**
   * Records what one contract owes for all months up to the one closed; answers how many charges.
   */
  long record(Contract contract) {
    if (contract.agreed().stream().noneMatch(KeptRecorder::hasPrice)) {
      return 0;
    }
    TreeMap<YearMonth, Kept> arrived = arrived(contract);
    Set<String> charged = charged(contract);
    ZoneId zone = contracts.zoneOf(contract.facility());
    Optional<CloseCut> before =
        head.closed().flatMap(month -> Closes.of(tx, month).covering()).map(CloseRow::cut);
    YearMonth last = earlier(cut.month(), YearMonth.from(contract.lastDay()));
    long count = 0;
    YearMonth first = YearMonth.from(contract.from());
    Kept kept = arrived.headMap(first).values().stream().reduce(Kept.NOTHING, Kept::and);
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      kept = kept.and(arrived.getOrDefault(month, Kept.NOTHING));
      if (isDue(month, before, zone)) {
        count += charge(contract, month, kept.and(cameLater(contract, month)), charged);
      }
    }
    return count;
  }

  /** Whether this is the first close that may know what is kept at a month's end. */
  private boolean isDue(YearMonth month, Optional<CloseCut> before, ZoneId zone) {
    return cut.hasEnded(month, zone)
        && !(head.covers(month) && before.filter(close -> close.hasEnded(month, zone)).isPresent());
  }

  private static boolean hasPrice(AgreedTerms agreed) {
    return agreed.terms().capacity().overage().isPresent()
        || agreed.terms().service(ServiceKind.STORAGE).isPresent()
        || agreed.terms().service(ServiceKind.COMPRESSION).isPresent();
  }

  /**
   * What is kept at the end of a month, or what a month adds to it.
   *
   * @param bytes that came
   * @param saved by how much less is stored
   */
  private record Kept(long bytes, long saved) {
    static final Kept NOTHING = new Kept(0, 0);

    Kept and(Kept other) {
      return new Kept(bytes + other.bytes, saved + other.saved);
    }
  }

  private long charge(Contract contract, YearMonth month, Kept kept, Set<String> charged) {
    LocalDate end = month.atEndOfMonth();
    LocalDate day = contract.lastDay().isBefore(end) ? contract.lastDay() : end;
    Optional<AgreedTerms> terms = contract.termsOn(day);
    String fact = contract.id() + " " + month;
    if (kept.equals(Kept.NOTHING)
        || terms.isEmpty()
        || charged.contains(fact)
        || isAnothersAtTheEnd(contract, end)) {
      return 0;
    }
    List<BillingEntry.Item> items =
        Stream.of(
                each(terms.get(), ServiceKind.STORAGE, kept.bytes()),
                each(terms.get(), ServiceKind.COMPRESSION, kept.saved()),
                overage(terms.get(), kept.bytes()))
            .flatMap(Optional::stream)
            .map(price -> price.item(contract.facility(), fact))
            .toList();
    items.forEach(item -> services.append(contract.facility(), terms, day, item, Appender.NODE));
    return items.size();
  }

  /** Whether a contract that came after this one has what is kept at the month's end. */
  private boolean isAnothersAtTheEnd(Contract contract, LocalDate end) {
    return contract.lastDay().isBefore(end)
        && contracts
            .ofFacility(contract.facility())
            .filter(other -> !other.id().equals(contract.id()))
            .anyMatch(
                other -> other.lastDay().compareTo(end) >= 0 && other.termsOn(end).isPresent());
  }

  /** The price of each GB begun. */
  private static Optional<Price> each(AgreedTerms agreed, ServiceKind kind, long bytes) {
    return agreed
        .terms()
        .service(kind)
        .filter(service -> bytes > 0)
        .map(s -> new Price(RecordType.of(kind), s.name(), begun(bytes, GB), s.price()));
  }

  private static Optional<Price> overage(AgreedTerms agreed, long bytes) {
    long beyond = bytes - agreed.terms().capacity().bytes();
    Optional<Overage> overage = agreed.terms().capacity().overage().filter(o -> beyond > 0);
    return overage.map(o -> new Price(RecordType.OVERAGE, "", begun(beyond, o.step()), o.price()));
  }

  private static long begun(long bytes, long step) {
    return bytes / step + (bytes % step == 0 ? 0 : 1);
  }

  /** A quantity and the price of each. */
  private record Price(RecordType type, String name, long quantity, Money each) {
    BillingEntry.Item item(String facility, String fact) {
      return new BillingEntry.Item(type, name, facility, quantity, each, fact);
    }
  }

  /**
   * What came, or was destroyed, by a month's end and belongs to a later one, as the month had been
   * closed early.
   */
  private Kept cameLater(Contract contract, YearMonth month) {
    if (!head.covers(month)) {
      return Kept.NOTHING;
    }
    ZoneId zone = contracts.zoneOf(contract.facility());
    @Nullable Object[] sums =
        tx.session()
            .createSelectionQuery(
                "select coalesce(sum(bytes), 0),"
                    + " coalesce(sum(case when type = :saving then quantity end), 0)"
                    + " from LedgerRow where facility = :facility and contractId in (:ids)"
                    + " and billingMonth > :month and billingMonth <= :closed"
                    + CAME_BEFORE,
                Object[].class)
            .setParameter("saving", RecordType.SAVING)
            .setParameter("facility", contract.facility())
            .setParameter("ids", contracts.chargedFor(contract))
            .setParameter("month", LedgerMapping.monthNumber(month))
            .setParameter("closed", LedgerMapping.monthNumber(cut.month()))
            .setParameter("end", endOf(month, zone))
            .getSingleResult();
    return new Kept(Ledger.whole(requireNonNull(sums[0])), Ledger.whole(requireNonNull(sums[1])));
  }

  static Instant endOf(YearMonth month, ZoneId zone) {
    return month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
  }

  private TreeMap<YearMonth, Kept> arrived(Contract contract) {
    TreeMap<YearMonth, Kept> byMonth = new TreeMap<>();
    tx.session()
        .createSelectionQuery(
            "select billingMonth, coalesce(sum(bytes), 0),"
                + " coalesce(sum(case when type = :saving then quantity end), 0)"
                + " from LedgerRow where facility = :facility and contractId in (:ids)"
                + " and (bytes is not null or type = :saving) group by billingMonth",
            Object[].class)
        .setParameter("saving", RecordType.SAVING)
        .setParameter("facility", contract.facility())
        .setParameter("ids", contracts.chargedFor(contract))
        .getResultList()
        .forEach(
            row ->
                byMonth.put(
                    LedgerMapping.month((int) Ledger.whole(row[0])),
                    new Kept(Ledger.whole(row[1]), Ledger.whole(row[2]))));
    return byMonth;
  }

  private Set<String> charged(Contract contract) {
    return new HashSet<>(
        tx.session()
            .createSelectionQuery(
                "select fact from LedgerRow where facility = :facility and type in (:types)",
                String.class)
            .setParameter("facility", contract.facility())
            .setParameter(
                "types", List.of(RecordType.STORAGE, RecordType.COMPRESSION, RecordType.OVERAGE))
            .getResultList());
  }

  /**
   * The month at whose end is kept what an item charges; empty: it is charged by something else.
   */
  static Optional<YearMonth> monthOf(BillingRecord record) {
    return record.entry() instanceof BillingEntry.Item item
            && item.type().isByMonth()
            && record.recorded().by().equals(Appender.NODE)
        ? Optional.of(monthOf(item.fact()))
        : Optional.empty();
  }

  /** The same by the fact of what is recorded here. */
  static YearMonth monthOf(String fact) {
    return YearMonth.parse(fact.substring(fact.lastIndexOf(' ') + 1));
  }

  private static YearMonth earlier(YearMonth one, YearMonth other) {
    return one.isBefore(other) ? one : other;
  }
}
