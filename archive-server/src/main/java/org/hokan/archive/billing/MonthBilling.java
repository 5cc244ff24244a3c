package org.hokan.archive.billing;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;

/**
 * The last step of a close: one transaction that makes all statements, the seal, and the close. All
 * that it bills is in the ledger and does not change while it is summed up.
 */
final class MonthBilling {
  private final YearMonth month;
  private final Function<Tx, ContractBook> books;
  private final BillingTrail trail;
  private final BillingSettings settings;
  private final Clock clock;

  MonthBilling(
      YearMonth month,
      Function<Tx, ContractBook> books,
      BillingTrail trail,
      BillingSettings settings,
      Clock clock) {
    this.month = month;
    this.books = books;
    this.trail = trail;
    this.settings = settings;
    this.clock = clock;
  }

  /** Nothing when somebody else has done it. */
  void bill(Database database, CloseTally read) {
    database.runForced(
        tx -> {
          Appender appender = Appender.begin(tx, clock);
          Optional<ClosingState> state =
              appender.head().closingState().filter(c -> c.month().equals(month));
          if (state.isPresent()) {
            bill(tx, appender, complete(tx, appender.head(), read), state.get());
          }
        });
  }

  /** With what came since it was read; made anew when a day was sealed meanwhile. */
  private CloseTally complete(Tx tx, HeadRow head, CloseTally read) {
    CloseTally tally = Sealing.latest(tx).equals(read.sealed()) ? read : CloseTally.of(tx, month);
    tally.read(tx, head.ledgerNumber);
    return tally;
  }

  /** What all statements of a close have in common. */
  private record Closing(ClosingState state, ContractBook book, SealMark seal) {
    Optional<LocalDate> chargedUntil(String facility) {
      return new CloseCut(state.month(), state.since()).early(book.zoneOf(facility));
    }
  }

  private void bill(Tx tx, Appender appender, CloseTally tally, ClosingState state) {
    HeadRow head = appender.head();
    Closing closing = new Closing(state, books.apply(tx), seal(tx, appender, tally));
    int place = 0;
    List<List<RecordGroup>> bills = List.copyOf(RecordGroups.bills(tally.groups()).values());
    for (int from = 0; from < bills.size(); from += RecordGroups.STATEMENTS) {
      int until = Math.min(bills.size(), from + RecordGroups.STATEMENTS);
      List<List<RecordGroup>> page = bills.subList(from, until);
      ObjectGroups objects = tally.objects(tx, page.stream().flatMap(List::stream).toList());
      for (List<RecordGroup> groups : page) {
        place++;
        StatementSums sums = RecordGroups.sums(groups, LineForm.NOW, objects);
        appender.append(statement(place, sums, appender, closing));
      }
    }
    tx.session().insert(row(head, state, appender));
    head.closedMonth = LedgerMapping.monthNumber(month);
    head.endClosing();
    appender.finish();
    trail.note(
        tx,
        state.by(),
        "billing.close",
        "",
        "%s closed, %d statements".formatted(month, bills.size()));
  }

  private SealMark seal(Tx tx, Appender appender, CloseTally tally) {
    if (tally.tree().size() == 0) {
      return tally.sealed().map(SealMark::of).orElse(new SealMark(0, ""));
    }
    LocalDate today = LocalDate.ofInstant(appender.now(), clock.getZone());
    Sealing.Day day = new Sealing.Day(today, appender.now(), StatementEnd.of(appender.head()));
    return SealMark.of(
        Sealing.insert(tx, tally.sealed(), tally.tree(), day, settings.keys().key()));
  }

  private InvoiceFacts invoice(StatementSums sums, Appender appender, Closing closing) {
    ContractBook book = closing.book();
    Issuer issuer = settings.issuer();
    ZoneId zone = book.zoneOf(sums.facility());
    LocalDate issued = LocalDate.ofInstant(appender.now(), zone);
    return new InvoiceFacts(
        issuer.party(),
        issuer.registrationNumber(),
        issuer.bank(),
        book.recipient(sums.facility(), month.atEndOfMonth()),
        issued,
        issued.plusDays(issuer.paymentDays()),
        closing.seal());
  }

  private Statement statement(int place, StatementSums sums, Appender appender, Closing closing) {
    return new Statement(
        "%06d-%04d".formatted(LedgerMapping.monthNumber(month), place),
        month,
        sums.facility(),
        sums.records(),
        sums.images(),
        sums.bytes(),
        sums.net(),
        sums.taxes(settings.rounding()),
        sums.lines(),
        Optional.of(invoice(sums, appender, closing)),
        closing.chargedUntil(sums.facility()),
        appender.now(),
        closing.state().by(),
        appender.head().statementHash,
        "");
  }

  private CloseRow row(HeadRow head, ClosingState state, Appender appender) {
    CloseRow row = new CloseRow();
    row.billingMonth = LedgerMapping.monthNumber(month);
    row.previousMonth = head.closedMonth;
    row.ledgerNumber = head.ledgerNumber;
    row.ledgerHash = head.ledgerHash;
    row.begunAt = state.since();
    row.closedAt = appender.now();
    row.closedBy = state.by();
    return row;
  }
}
