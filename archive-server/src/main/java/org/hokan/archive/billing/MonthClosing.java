package org.hokan.archive.billing;

import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.db.Tx;

/** Closes a month within one transaction. */
final class MonthClosing {
  private final Tx tx;
  private final Appender appender;
  private final ZoneId zone;
  private final BillingSettings settings;
  private final ContractBook contracts;

  MonthClosing(
      Tx tx, Appender appender, ZoneId zone, BillingSettings settings, ContractBook contracts) {
    this.tx = tx;
    this.appender = appender;
    this.zone = zone;
    this.settings = settings;
    this.contracts = contracts;
  }

  MonthClose close(YearMonth month, String who) {
    YearMonth current = YearMonth.from(appender.now().atZone(zone));
    HeadRow head = appender.head();
    refuseFuture(month, current);
    if (head.covers(month)) {
      throw Closes.of(tx, month).alreadyClosed();
    }
    new DueRecorder(tx, appender, contracts).record(month);
    appender.flush();
    MonthClose close =
        new MonthClose(
            month,
            head.closed(),
            appender.now(),
            who,
            statements(month, who),
            month.equals(current));
    tx.session().insert(row(close));
    head.closedMonth = LedgerMapping.monthNumber(month);
    appender.finish();
    return close;
  }

  private static void refuseFuture(YearMonth month, YearMonth current) {
    if (month.isAfter(current)) {
      throw new BillingException(
          "month: %s has not begun (expected: %s or earlier)".formatted(month, current));
    }
  }

  private CloseRow row(MonthClose close) {
    HeadRow head = appender.head();
    CloseRow row = new CloseRow();
    row.billingMonth = LedgerMapping.monthNumber(close.month());
    row.previousMonth = head.closedMonth;
    row.ledgerNumber = head.ledgerNumber;
    row.ledgerHash = head.ledgerHash;
    row.closedAt = close.closedAt();
    row.closedBy = close.closedBy();
    return row;
  }

  private List<Statement> statements(YearMonth month, String who) {
    List<Statement> statements = new ArrayList<>();
    for (StatementSums sums : StatementSums.of(tx, appender.head().closedMonth, month)) {
      Statement statement = statement(month, statements.size() + 1, sums, who);
      statements.add(statement);
      appender.append(statement);
    }
    return statements;
  }

  private Statement statement(YearMonth month, int place, StatementSums sums, String who) {
    return new Statement(
            "%06d-%04d".formatted(LedgerMapping.monthNumber(month), place),
            month,
            sums.facility(),
            sums.records(),
            sums.images(),
            sums.bytes(),
            sums.net(),
            sums.taxes(settings.rounding()),
            appender.now(),
            who,
            appender.head().statementHash,
            "")
        .sealed();
  }
}
