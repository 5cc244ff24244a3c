package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lines and sums of statements of the groups that a month's records fall into. Each
 * backup object has lines of its own, unless a line would become very many: these are read for a
 * page of statements together, so that memory stays flat.
 */
final class RecordGroups {
  /** Statements whose lines are held and made at once. */
  static final int STATEMENTS = 50;

  private static final String GROUPS =
      """
      select facility, currency, contractId, type, coalesce(cast(unit as String), ''), '',
        coalesce(item, ''), coalesce(unitRate, 0), taxRate, count(*),
        coalesce(sum(coalesce(quantity, points * periods * units)), 0),
        coalesce(sum(case when type = :deletion then 0L else images end), 0),
        coalesce(sum(case when type = :deletion then 0L else bytes end), 0), sum(amount),
        min(number), max(number)
      from LedgerRow
      where billingMonth > :after and billingMonth <= :until and type <> :single
      group by facility, currency, contractId, type, unit, item, unitRate, taxRate
      """;
  private static final String SINGLES =
      """
      select facility, currency, contractId, type, '', '', cast(number as String), amount, taxRate,
        1L, 1L, 0L, 0L, amount, number, number
      from LedgerRow
      where billingMonth > :after and billingMonth <= :until and type = :single
      """;
  private static final Comparator<RecordGroup.Key> BY_KEY =
      Comparator.comparing(RecordGroup.Key::contract)
          .thenComparing(RecordGroup.Key::type)
          .thenComparing(RecordGroup.Key::unit)
          .thenComparing(RecordGroup.Key::object)
          .thenComparing(RecordGroup.Key::item)
          .thenComparing(RecordGroup.Key::unitRate)
          .thenComparing(key -> key.taxRate().orElse(BigDecimal.ONE.negate()));
  private static final Comparator<RecordGroup> ORDER =
      Comparator.comparing(RecordGroup::key, BY_KEY);

  private RecordGroups() {}

  /** The groups of each statement, by facility and currency. */
  static Map<String, List<RecordGroup>> bills(Collection<RecordGroup> groups) {
    Map<String, List<RecordGroup>> bills = new TreeMap<>();
    groups.forEach(
        group -> bills.computeIfAbsent(group.key().bill(), key -> new ArrayList<>()).add(group));
    return bills;
  }

  /**
   * The groups of some months' records, as the database adds them up.
   *
   * @param after the closed month before, as a number; 0: none
   * @param until the last month
   */
  static List<RecordGroup> read(Tx tx, int after, YearMonth until) {
    List<RecordGroup> groups = new ArrayList<>();
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
      query.getResultList().forEach(row -> groups.add(group(row)));
    }
    return groups;
  }

  private static RecordGroup group(@Nullable Object[] row) {
    RecordGroup.Key key =
        new RecordGroup.Key(
            (String) Objects.requireNonNull(row[0]),
            (String) Objects.requireNonNull(row[1]),
            (String) Objects.requireNonNull(row[2]),
            (RecordType) Objects.requireNonNull(row[3]),
            (String) Objects.requireNonNull(row[4]),
            (String) Objects.requireNonNull(row[5]),
            (String) Objects.requireNonNull(row[6]),
            new BigDecimal(String.valueOf(row[7])),
            Optional.ofNullable((BigDecimal) row[8]).map(LedgerMapping::percent));
    return new RecordGroup(
        key,
        whole(row[9]),
        whole(row[10]),
        whole(row[11]),
        whole(row[12]),
        (BigDecimal) Objects.requireNonNull(row[13]),
        whole(row[14]),
        whole(row[15]));
  }

  private static long whole(@Nullable Object number) {
    return Ledger.whole(Objects.requireNonNull(number));
  }

  /** A statement's sums and its lines. */
  static StatementSums sums(List<RecordGroup> bill, LineForm form, ObjectGroups objects) {
    List<RecordGroup> groups =
        bill.stream()
            .flatMap(group -> form.divided() ? objects.of(group) : Stream.of(group))
            .sorted(ORDER)
            .toList();
    RecordGroup.Key any = groups.get(0).key();
    List<StatementLine> lines = new ArrayList<>();
    Map<BigDecimal, BigDecimal> taxed = new TreeMap<>();
    BigDecimal amount = BigDecimal.ZERO;
    for (RecordGroup group : groups) {
      amount = amount.add(group.amount());
      group.key().taxRate().ifPresent(rate -> taxed.merge(rate, group.amount(), BigDecimal::add));
      if (form.hasLine(group.key().type())) {
        lines.add(group.line(lines.size() + 1));
      }
    }
    taxed.replaceAll((rate, sum) -> sum.stripTrailingZeros());
    return new StatementSums(
        any.facility(),
        groups.stream().mapToLong(RecordGroup::records).sum(),
        groups.stream().mapToLong(RecordGroup::images).sum(),
        groups.stream().mapToLong(RecordGroup::bytes).sum(),
        any.currency(),
        amount.stripTrailingZeros(),
        lines,
        taxed);
  }
}
