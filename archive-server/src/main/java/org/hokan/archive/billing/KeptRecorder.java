package org.hokan.archive.billing;

import java.time.LocalDate;
import java.time.YearMonth;
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

/**
 * Records what a contract prices by the bytes kept at the end of each of its months: GB begun, GB
 * begun that compression saves, and steps begun beyond the capacity. Bytes are those of the STUDY
 * and SAVING records up to that month, so that the ledger alone explains the charge. Each contract
 * and month is charged once.
 */
final class KeptRecorder {
  private static final long GB = 1_000_000_000;

  private final Tx tx;
  private final ServiceRecorder services;
  private final ContractBook contracts;
  private final HeadRow head;

  KeptRecorder(Tx tx, Appender appender, ContractBook contracts) {
    this.tx = tx;
    this.services = new ServiceRecorder(tx, appender, contracts);
    this.contracts = contracts;
    this.head = appender.head();
  }

  /** Records what one contract owes for all months up to this one; answers how many charges. */
  long record(Contract contract, YearMonth upTo) {
    if (contract.agreed().stream().noneMatch(KeptRecorder::hasPrice)) {
      return 0;
    }
    TreeMap<YearMonth, Kept> arrived = arrived(contract);
    Set<String> charged = charged(contract);
    YearMonth last = earlier(upTo, YearMonth.from(contract.lastDay()));
    long count = 0;
    YearMonth first = YearMonth.from(contract.from());
    Kept kept = arrived.headMap(first).values().stream().reduce(Kept.NOTHING, Kept::and);
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      kept = kept.and(arrived.getOrDefault(month, Kept.NOTHING));
      count += charge(contract, month, kept, charged);
    }
    return count;
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
        || head.covers(month)
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

  private static YearMonth earlier(YearMonth one, YearMonth other) {
    return one.isBefore(other) ? one : other;
  }
}
