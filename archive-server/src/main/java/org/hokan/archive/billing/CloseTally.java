package org.hokan.archive.billing;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.db.Tx;

/**
 * What the last step of a close needs of all records: the tree for the seal, and the sums of the
 * months that are billed. Records never change, so they are read before anything is locked, once,
 * in the order of their numbers and only in the columns that count; what the close itself records
 * is told and not read again. Its size grows with the number of lines, not with that of records.
 * Not thread-safe.
 */
final class CloseTally {
  /** Only what {@link #row} reads: rows are many. */
  private static final String ROWS =
      """
      select number, type, billing_month, facility, contract_id, currency, unit, item, unit_rate,
        tax_rate, quantity, points, periods, units, images, bytes, amount, hash
      from billing_ledger where number > ? and number <= ? order by number
      """;

  private final int after;
  private final int until;
  private final Optional<Seal> sealed;
  private final Merkle tree = new Merkle(List.of());
  private final Map<RecordGroup.Key, RecordGroup> groups = new HashMap<>();
  private long last;

  private CloseTally(int after, int until, Optional<Seal> sealed, long last) {
    this.after = after;
    this.until = until;
    this.sealed = sealed;
    this.last = last;
  }

  /** One that has nothing yet, for the close of a month. */
  static CloseTally of(Tx tx, YearMonth month) {
    HeadRow head = tx.session().get(HeadRow.class, HeadRow.ID);
    Optional<Seal> sealed = Sealing.latest(tx);
    int until = LedgerMapping.monthNumber(month);
    long first = first(tx, head.closedMonth, until, head.ledgerNumber + 1);
    long before = Math.min(first - 1, sealed.map(Seal::last).orElse(0L));
    return new CloseTally(head.closedMonth, until, sealed, before);
  }

  private static long first(Tx tx, int after, int until, long none) {
    return tx.session()
        .createSelectionQuery(
            "select coalesce(min(number), :none) from LedgerRow"
                + " where billingMonth > :after and billingMonth <= :until",
            Long.class)
        .setParameter("none", none)
        .setParameter("after", after)
        .setParameter("until", until)
        .getSingleResult();
  }

  /** The seal that its tree begins after. */
  Optional<Seal> sealed() {
    return sealed;
  }

  Merkle tree() {
    return tree;
  }

  Collection<RecordGroup> groups() {
    return groups.values();
  }

  /** Some of them by backup objects. */
  ObjectGroups objects(Tx tx, Collection<RecordGroup> some) {
    return ObjectGroups.read(tx, after, until, some);
  }

  /** The number of the last record that it has. */
  long last() {
    return last;
  }

  /** Reads on, up to a record. */
  void read(Tx tx, long upTo) {
    while (last < upTo) {
      long end = Math.min(upTo, last + Ledger.PAGE);
      tx.sql(
          connection -> {
            try (PreparedStatement query = connection.prepareStatement(ROWS)) {
              query.setLong(1, last);
              query.setLong(2, end);
              try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                  add(row(rows));
                }
              }
            }
            return end;
          });
      last = end;
    }
  }

  /** Takes the records that follow on those it has. */
  void add(List<LedgerRow> rows) {
    rows.forEach(this::add);
  }

  private void add(LedgerRow row) {
    last = row.number;
    if (row.number > sealed.map(Seal::last).orElse(0L)) {
      tree.add(row.hash);
    }
    if (row.billingMonth > after && row.billingMonth <= until) {
      RecordGroup one = RecordGroup.of(row);
      groups.merge(one.key(), one, RecordGroup::and);
    }
  }

  private static LedgerRow row(ResultSet from) throws SQLException {
    LedgerRow row = new LedgerRow();
    row.number = from.getLong("number");
    row.type = RecordType.valueOf(from.getString("type"));
    row.billingMonth = from.getInt("billing_month");
    row.facility = from.getString("facility");
    row.contractId = from.getString("contract_id");
    row.currency = from.getString("currency");
    row.unit = Optional.ofNullable(from.getString("unit")).map(BackupUnit::valueOf).orElse(null);
    row.item = from.getString("item");
    row.unitRate = from.getBigDecimal("unit_rate");
    row.taxRate = from.getBigDecimal("tax_rate");
    row.quantity = from.getObject("quantity", Long.class);
    row.points = from.getObject("points", Integer.class);
    row.periods = from.getObject("periods", Integer.class);
    row.units = from.getObject("units", Integer.class);
    row.images = from.getObject("images", Long.class);
    row.bytes = from.getObject("bytes", Long.class);
    row.amount = from.getBigDecimal("amount");
    row.hash = from.getString("hash");
    return row;
  }
}
