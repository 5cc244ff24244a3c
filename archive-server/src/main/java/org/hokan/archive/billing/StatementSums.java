package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import org.hokan.archive.db.Tx;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What the records of some months add up to, for one facility and currency. */
record StatementSums(
    String facility, long records, long images, long bytes, String currency, BigDecimal amount) {

  Money total() {
    return LedgerMapping.money(CurrencyUnit.of(currency), amount);
  }

  /**
   * The sums of all facilities with records.
   *
   * @param after the closed month before, as a number; 0: none
   * @param until the last month
   */
  static List<StatementSums> of(Tx tx, int after, YearMonth until) {
    return tx
        .session()
        .createSelectionQuery(
            "select facility, currency, count(*), coalesce(sum(images), 0),"
                + " coalesce(sum(bytes), 0), sum(amount) from LedgerRow"
                + " where billingMonth > :after and billingMonth <= :until"
                + " group by facility, currency order by facility, currency",
            Object[].class)
        .setParameter("after", after)
        .setParameter("until", LedgerMapping.monthNumber(until))
        .getResultList()
        .stream()
        .map(StatementSums::of)
        .toList();
  }

  /** The sums that a statement states. */
  static StatementSums of(Statement statement) {
    return new StatementSums(
        statement.facility(),
        statement.records(),
        statement.images(),
        statement.bytes(),
        statement.total().getCurrencyUnit().getCode(),
        statement.total().getAmount().stripTrailingZeros());
  }

  private static StatementSums of(Object[] row) {
    return new StatementSums(
        (String) row[0],
        Ledger.whole(row[2]),
        Ledger.whole(row[3]),
        Ledger.whole(row[4]),
        (String) row[1],
        ((BigDecimal) row[5]).stripTrailingZeros());
  }
}
