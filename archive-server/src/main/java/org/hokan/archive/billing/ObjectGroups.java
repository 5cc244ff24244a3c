package org.hokan.archive.billing;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hokan.archive.db.Tx;

/**
 * Groups of period charges by backup object and period, unless a line would become very many. The
 * database adds them up, for many groups in one statement: each between its first record and its
 * last, for a unit's charges stand close together. Its size grows with the lines that they become.
 */
final class ObjectGroups {
  /** Lines of a statement that one is divided into at most. */
  private static final long MOST_DIVIDED = 500;

  /** So many groups are asked for together. */
  private static final int TOGETHER = 500;

  private static final String GROUP =
      "(cast(? as integer), cast(? as bigint), cast(? as bigint), cast(? as varchar(64)),"
          + " cast(? as varchar(16)), cast(? as varchar(3)), cast(? as numeric(38, 4)),"
          + " cast(? as numeric(6, 3)))";

  private static final String PARTS =
      """
      select g.place, b.object_key, b.period_from, b.period_until, b.days, b.period_days,
        count(*) as records, sum(cast(b.points as bigint) * b.periods * b.units) as quantity,
        sum(b.amount) as amount, min(b.number) as first_record, max(b.number) as last_record
      from (values %s)
        as g (place, first_record, last_record, contract, unit, currency, unit_rate, tax_rate)
      join billing_ledger b on b.number between g.first_record and g.last_record
      where b.type = 'PERIOD' and b.billing_month > ? and b.billing_month <= ?
        and b.contract_id = g.contract and b.unit = g.unit and b.currency = g.currency
        and b.unit_rate = g.unit_rate
        and (b.tax_rate = g.tax_rate or b.tax_rate is null and g.tax_rate is null)
      group by g.place, b.object_key, b.period_from, b.period_until, b.days, b.period_days
      """;

  private final Map<RecordGroup.Key, List<Part>> parts = new HashMap<>();

  private ObjectGroups() {}

  /** Charges for one object and period. */
  private record Part(RecordGroup group, InvoiceLine.Span span) {}

  /**
   * Those of some groups.
   *
   * @param after the closed month before those that the groups are of, as a number; 0: none
   * @param until the last of their months, as a number
   */
  static ObjectGroups read(Tx tx, int after, int until, Collection<RecordGroup> groups) {
    ObjectGroups objects = new ObjectGroups();
    List<RecordGroup> some =
        groups.stream()
            .filter(group -> group.key().type() == RecordType.PERIOD)
            .filter(group -> group.records() <= MOST_DIVIDED)
            .toList();
    for (int from = 0; from < some.size(); from += TOGETHER) {
      List<RecordGroup> together = some.subList(from, Math.min(some.size(), from + TOGETHER));
      String rows = String.join(", ", Collections.nCopies(together.size(), GROUP));
      tx.sql(
          connection -> {
            try (PreparedStatement query = connection.prepareStatement(PARTS.formatted(rows))) {
              int next = fill(query, together);
              query.setInt(next, after);
              query.setInt(next + 1, until);
              return objects.add(query, together);
            }
          });
    }
    return objects;
  }

  private static int fill(PreparedStatement query, List<RecordGroup> groups) throws SQLException {
    int at = 1;
    for (int place = 0; place < groups.size(); place++) {
      RecordGroup group = groups.get(place);
      query.setInt(at++, place);
      query.setLong(at++, group.first());
      query.setLong(at++, group.last());
      query.setString(at++, group.key().contract());
      query.setString(at++, group.key().unit());
      query.setString(at++, group.key().currency());
      query.setBigDecimal(at++, group.key().unitRate());
      query.setBigDecimal(at++, group.key().taxRate().orElse(null));
    }
    return at;
  }

  private int add(PreparedStatement query, List<RecordGroup> groups) throws SQLException {
    int count = 0;
    try (ResultSet rows = query.executeQuery()) {
      for (; rows.next(); count++) {
        RecordGroup.Key key = groups.get(rows.getInt("place")).key();
        parts.computeIfAbsent(key, k -> new ArrayList<>()).add(part(key, rows));
      }
    }
    return count;
  }

  private static Part part(RecordGroup.Key key, ResultSet row) throws SQLException {
    RecordGroup group =
        new RecordGroup(
            key.of(row.getString("object_key")),
            row.getLong("records"),
            row.getLong("quantity"),
            0,
            0,
            row.getBigDecimal("amount"),
            row.getLong("first_record"),
            row.getLong("last_record"));
    Period days =
        new Period(
            row.getObject("period_from", LocalDate.class),
            row.getObject("period_until", LocalDate.class));
    int share = row.getInt("days"); // 0: null
    return new Part(
        group,
        new InvoiceLine.Span(
            days,
            share == 0
                ? Optional.empty()
                : Optional.of(new BillingEntry.Part(share, row.getInt("period_days")))));
  }

  /** A group by its objects; as it is where it has none, or very many. */
  Stream<RecordGroup> of(RecordGroup group) {
    Map<String, RecordGroup> objects = new TreeMap<>();
    for (Part part : parts.getOrDefault(group.key(), List.of())) {
      objects.merge(part.group().key().object(), part.group(), RecordGroup::and);
    }
    return objects.isEmpty() ? Stream.of(group) : objects.values().stream();
  }

  /**
   * What a group's charges are for, or those of one of its objects; none where they are very many.
   */
  Stream<InvoiceLine.Span> spans(RecordGroup.Key group, String object) {
    return parts.getOrDefault(group, List.of()).stream()
        .filter(part -> object.isEmpty() || part.group().key().object().equals(object))
        .map(Part::span);
  }
}
