package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.db.Tx;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts the records of some months together into lines and sums, in the database. Each backup object
 * has lines of its own, unless a line would become very many: memory stays flat.
 */
final class RecordGroups {
  /** Lines of a statement that one is divided into at most. */
  private static final long MOST_DIVIDED = 500;

  private static final String GROUPS =
      """
      select facility, currency, contractId, type, coalesce(cast(unit as String), ''), '',
        coalesce(item, ''), coalesce(unitRate, 0), taxRate, count(*),
        coalesce(sum(coalesce(quantity, points * periods * units)), 0),
        coalesce(sum(case when type = :deletion then 0L else images end), 0),
        coalesce(sum(case when type = :deletion then 0L else bytes end), 0), sum(amount)
      from LedgerRow
      where billingMonth > :after and billingMonth <= :until and type <> :single
      group by facility, currency, contractId, type, unit, item, unitRate, taxRate
      """;
  private static final String SINGLES =
      """
      select facility, currency, contractId, type, '', '', cast(number as String), amount, taxRate,
        1L, 1L, 0L, 0L, amount
      from LedgerRow
      where billingMonth > :after and billingMonth <= :until and type = :single
      """;
  private static final String OBJECTS =
      """
      select objectKey, count(*), coalesce(sum(points * periods * units), 0), sum(amount)
      from LedgerRow
      where billingMonth > :after and billingMonth <= :until and facility = :facility
        and currency = :currency and contractId = :contract and type = :type and unit = :unit
        and unitRate = :rate and TAX
      group by objectKey
      """;
  private static final Comparator<Group> ORDER =
      Comparator.comparing(Group::contract)
          .thenComparing(Group::type)
          .thenComparing(Group::unit)
          .thenComparing(Group::object)
          .thenComparing(Group::item)
          .thenComparing(Group::unitRate)
          .thenComparing(group -> group.taxRate().orElse(BigDecimal.ONE.negate()));

  private RecordGroups() {}

  /**
   * The sums of all facilities with records, by facility and currency, with a line for each backup
   * object.
   *
   * @param after the closed month before, as a number; 0: none
   * @param until the last month
   */
  static List<StatementSums> sums(Tx tx, int after, YearMonth until) {
    return bills(tx, after, until).stream()
        .map(groups -> groups.stream().flatMap(group -> divided(tx, after, until, group)).toList())
        .map(RecordGroups::sums)
        .toList();
  }

  /** The same as statements of before have it, without the objects. */
  static List<StatementSums> undivided(Tx tx, int after, YearMonth until) {
    return bills(tx, after, until).stream().map(RecordGroups::sums).toList();
  }

  private static Collection<List<Group>> bills(Tx tx, int after, YearMonth until) {
    Map<String, List<Group>> bills = new TreeMap<>();
    for (String text : List.of(GROUPS, SINGLES)) {
      SelectionQuery<Object[]> query =
          tx.session()
              .createSelectionQuery(text, Object[].class)
              .setParameter("after", after)
              .setParameter("until", LedgerMapping.monthNumber(until))
              .setParameter("single", RecordType.ADJUSTMENT);
      if (text.equals(GROUPS)) {
        query.setParameter("deletion", RecordType.DELETION);
      }
      query.getResultList().stream()
          .map(Group::of)
          .forEach(
              group ->
                  bills
                      .computeIfAbsent(
                          group.facility() + "/" + group.currency(), key -> new ArrayList<>())
                      .add(group));
    }
    return bills.values();
  }

  /** The same by backup objects, where it has any, and not very many. */
  private static Stream<Group> divided(Tx tx, int after, YearMonth until, Group group) {
    if (group.type() != RecordType.PERIOD || group.records() > MOST_DIVIDED) {
      return Stream.of(group);
    }
    BackupUnit unit = BackupUnit.valueOf(group.unit());
    if (unit == BackupUnit.FACILITY) {
      return Stream.of(
          group.of(group.facility(), group.records(), group.quantity(), group.amount()));
    }
    String tax = group.taxRate().isPresent() ? "taxRate = :tax" : "taxRate is null";
    SelectionQuery<Object[]> query =
        tx.session()
            .createSelectionQuery(OBJECTS.replace("TAX", tax), Object[].class)
            .setParameter("after", after)
            .setParameter("until", LedgerMapping.monthNumber(until))
            .setParameter("facility", group.facility())
            .setParameter("currency", group.currency())
            .setParameter("contract", group.contract())
            .setParameter("type", group.type())
            .setParameter("unit", unit)
            .setParameter("rate", group.unitRate());
    group.taxRate().ifPresent(rate -> query.setParameter("tax", rate));
    return query.getResultList().stream()
        .map(
            row ->
                group.of(
                    (String) row[0],
                    Ledger.whole(row[1]),
                    Ledger.whole(row[2]),
                    (BigDecimal) row[3]));
  }

  /** Whether no record of those months came after this one; reads only what came after it. */
  static boolean areComplete(Tx tx, long record, int after, YearMonth until) {
    return tx.session()
            .createSelectionQuery(
                "select count(*) from LedgerRow where number > :record"
                    + " and billingMonth > :after and billingMonth <= :until",
                Long.class)
            .setParameter("record", record)
            .setParameter("after", after)
            .setParameter("until", LedgerMapping.monthNumber(until))
            .getSingleResult()
        == 0;
  }

  private static StatementSums sums(List<Group> unsorted) {
    List<Group> groups = unsorted.stream().sorted(ORDER).toList();
    Group any = groups.get(0);
    List<StatementLine> lines = new ArrayList<>();
    Map<BigDecimal, BigDecimal> taxed = new TreeMap<>();
    BigDecimal amount = BigDecimal.ZERO;
    for (Group group : groups) {
      amount = amount.add(group.amount());
      group.taxRate().ifPresent(rate -> taxed.merge(rate, group.amount(), BigDecimal::add));
      if (group.type() != RecordType.STUDY && group.type() != RecordType.DELETION) {
        lines.add(group.line(lines.size() + 1));
      }
    }
    taxed.replaceAll((rate, sum) -> sum.stripTrailingZeros());
    return new StatementSums(
        any.facility(),
        groups.stream().mapToLong(Group::records).sum(),
        groups.stream().mapToLong(Group::images).sum(),
        groups.stream().mapToLong(Group::bytes).sum(),
        any.currency(),
        amount.stripTrailingZeros(),
        lines,
        taxed);
  }

  /** Records that differ in nothing that a line says. */
  private record Group(
      String facility,
      String currency,
      String contract,
      RecordType type,
      String unit,
      String object,
      String item,
      BigDecimal unitRate,
      Optional<BigDecimal> taxRate,
      long records,
      long quantity,
      long images,
      long bytes,
      BigDecimal amount) {

    static Group of(@Nullable Object[] row) {
      return new Group(
          (String) row[0],
          (String) row[1],
          (String) row[2],
          (RecordType) row[3],
          (String) row[4],
          (String) row[5],
          (String) row[6],
          new BigDecimal(String.valueOf(row[7])),
          Optional.ofNullable((BigDecimal) row[8]).map(LedgerMapping::percent),
          Ledger.whole(row[9]),
          Ledger.whole(row[10]),
          Ledger.whole(row[11]),
          Ledger.whole(row[12]),
          (BigDecimal) row[13]);
    }

    /** What of it is about one backup object; period charges count no images. */
    Group of(String one, long itsRecords, long itsQuantity, BigDecimal itsAmount) {
      return new Group(
          facility,
          currency,
          contract,
          type,
          unit,
          one,
          item,
          unitRate,
          taxRate,
          itsRecords,
          itsQuantity,
          0,
          0,
          itsAmount);
    }

    StatementLine line(int number) {
      CurrencyUnit money = CurrencyUnit.of(currency);
      return new StatementLine(
          number,
          contract,
          type,
          unit,
          object,
          item,
          LedgerMapping.money(money, unitRate),
          quantity,
          records,
          LedgerMapping.money(money, amount),
          taxRate);
    }
  }
}
