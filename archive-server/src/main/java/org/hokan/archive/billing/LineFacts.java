package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hokan.archive.db.Tx;
import org.jspecify.annotations.Nullable;

/**
 * What the records have in common that the lines of a statement sum up. Read for all its lines
 * together, in a few statements of the database, however many lines there are.
 */
final class LineFacts {
  private static final String WHERE =
      """
       from LedgerRow where facility = :facility and currency = :currency
        and billingMonth > :after and billingMonth <= :until and type in (:types)
      """;
  private static final String GROUPS =
      """
      select contractId, type, coalesce(cast(unit as String), ''), coalesce(item, ''), unitRate,
        taxRate, count(*), min(number), max(number), min(billingMonth), max(billingMonth),
        min(contractVersion), max(contractVersion), min(periodFrom), max(periodUntil),
        count(days), min(days), max(days), min(periodDays), max(periodDays),
        min(case when recordedBy = 'node' then fact end),
        max(case when recordedBy = 'node' then fact end)
      """
          + WHERE
          + " group by contractId, type, unit, item, unitRate, taxRate";
  private static final String CORRECTIONS =
      "select number, coalesce(reason, ''),"
          + " case when recordedBy = 'node' then '' else coalesce(reference, '') end"
          + WHERE;

  /** Periods of a line that are told one by one. */
  private static final int MOST_SPANS = 3;

  private final Statement statement;
  private final Map<RecordGroup.Key, Shared> groups = new HashMap<>();
  private final Map<String, Facts> corrections = new HashMap<>();
  private final ObjectGroups objects;

  /**
   * What records have in common that differ in nothing that a line says but their object.
   *
   * @param days from the first that they are for to the last
   * @param firstVersion the earliest version of their contract
   * @param lastVersion the latest version of their contract
   */
  private record Shared(
      RecordGroup group, InvoiceLine.Span days, int firstVersion, int lastVersion) {}

  /**
   * What the records of a line have in common.
   *
   * @param reason why a correction was made; empty for others
   * @param reference what a correction that a person made refers to; empty for others
   * @param spans the days that they are for, in their order; of very many from the first to the
   *     last; those of the months that bill them where they have none of their own; none of a
   *     correction
   * @param firstVersion the earliest version of their contract
   * @param lastVersion the latest version of their contract
   */
  record Facts(
      String reason,
      String reference,
      List<InvoiceLine.Span> spans,
      int firstVersion,
      int lastVersion) {}

  /**
   * Reads them.
   *
   * @param after the closed month before those of the statement, as a number; 0: none
   */
  LineFacts(Tx tx, Statement statement, int after) {
    this.statement = statement;
    int until = LedgerMapping.monthNumber(statement.month());
    Map<Boolean, List<RecordType>> types =
        statement.lines().stream()
            .map(StatementLine::type)
            .distinct()
            .collect(Collectors.partitioningBy(type -> type == RecordType.ADJUSTMENT));
    for (Object[] row : rows(tx, GROUPS, after, until, types.get(false))) {
      Shared shared = shared(row);
      groups.put(shared.group().key(), shared);
    }
    for (Object[] row : rows(tx, CORRECTIONS, after, until, types.get(true))) {
      corrections.put(
          String.valueOf(row[0]), new Facts((String) row[1], (String) row[2], List.of(), 0, 0));
    }
    objects =
        ObjectGroups.read(tx, after, until, groups.values().stream().map(Shared::group).toList());
  }

  private List<Object[]> rows(
      Tx tx, String text, int after, int until, @Nullable List<RecordType> types) {
    return types == null || types.isEmpty()
        ? List.of()
        : tx.session()
            .createSelectionQuery(text, Object[].class)
            .setParameter("facility", statement.facility())
            .setParameter("currency", statement.net().getCurrencyUnit().getCode())
            .setParameter("after", after)
            .setParameter("until", until)
            .setParameterList("types", types)
            .getResultList();
  }

  private Shared shared(@Nullable Object[] row) {
    RecordGroup.Key key =
        new RecordGroup.Key(
            statement.facility(),
            statement.net().getCurrencyUnit().getCode(),
            (String) requireNonNull(row[0]),
            (RecordType) requireNonNull(row[1]),
            (String) requireNonNull(row[2]),
            "",
            (String) requireNonNull(row[3]),
            row[4] == null ? BigDecimal.ZERO : (BigDecimal) row[4],
            Optional.ofNullable((BigDecimal) row[5]).map(LedgerMapping::percent));
    RecordGroup group =
        new RecordGroup(key, whole(row[6]), 0, 0, 0, BigDecimal.ZERO, whole(row[7]), whole(row[8]));
    return new Shared(group, days(key.type(), row), (int) whole(row[11]), (int) whole(row[12]));
  }

  private static InvoiceLine.Span days(RecordType type, @Nullable Object[] row) {
    if (type.isByMonth() && row[20] != null) {
      return new InvoiceLine.Span(
          new Period(kept(row[20]).atDay(1), kept(row[21]).atEndOfMonth()), Optional.empty());
    }
    if (type != RecordType.PERIOD) {
      Period months = new Period(month(row[9]).atDay(1), month(row[10]).atEndOfMonth());
      return new InvoiceLine.Span(months, Optional.empty());
    }
    boolean alike =
        whole(row[6]) == whole(row[15])
            && Objects.equals(row[16], row[17])
            && Objects.equals(row[18], row[19]);
    return new InvoiceLine.Span(
        new Period((LocalDate) requireNonNull(row[13]), (LocalDate) requireNonNull(row[14])),
        alike
            ? Optional.of(new BillingEntry.Part((int) whole(row[16]), (int) whole(row[18])))
            : Optional.empty());
  }

  private static long whole(@Nullable Object number) {
    return Ledger.whole(requireNonNull(number));
  }

  private static YearMonth kept(@Nullable Object fact) {
    return KeptRecorder.monthOf((String) requireNonNull(fact));
  }

  private static YearMonth month(@Nullable Object number) {
    return LedgerMapping.month((int) whole(number));
  }

  /** Those of a line. */
  Facts of(StatementLine line) {
    if (line.type() == RecordType.ADJUSTMENT) {
      return Optional.ofNullable(corrections.get(line.item())).orElseThrow(() -> missing(line));
    }
    RecordGroup.Key key =
        new RecordGroup.Key(
            statement.facility(),
            statement.net().getCurrencyUnit().getCode(),
            line.contract(),
            line.type(),
            line.unit(),
            "",
            line.item(),
            line.unitRate().getAmount(),
            line.taxRate());
    Shared shared = Optional.ofNullable(groups.get(key)).orElseThrow(() -> missing(line));
    return new Facts("", "", spans(line, shared), shared.firstVersion(), shared.lastVersion());
  }

  private List<InvoiceLine.Span> spans(StatementLine line, Shared shared) {
    List<InvoiceLine.Span> some =
        objects
            .spans(shared.group().key(), line.object())
            .distinct()
            .sorted(Comparator.comparing(span -> span.days().from()))
            .toList();
    if (some.isEmpty() && !line.object().isEmpty()) {
      throw missing(line);
    }
    if (some.isEmpty()) {
      return List.of(shared.days());
    }
    return line.records() <= MOST_SPANS
        ? some
        : List.of(some.stream().reduce(InvoiceLine.Span::and).orElseThrow());
  }

  private BillingException missing(StatementLine line) {
    return new BillingException(
        "statement %s: line %d has no records (expected: some)"
            .formatted(statement.number(), line.line()));
  }
}
