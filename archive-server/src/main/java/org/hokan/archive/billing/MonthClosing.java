package org.hokan.archive.billing;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;

/**
 * Closes a month in steps, each a transaction of its own, so that images are filed meanwhile and
 * memory stays flat. {@link #begin} says in the ledger's head that the month is being closed: from
 * then on whatever is recorded belongs to the next one. Then charges are recorded, some thousand at
 * a time; each step finds what is recorded already. In the end one transaction makes all
 * statements, the seal, and the close. So it may be broken off anywhere and done again, by any
 * node.
 */
final class MonthClosing {
  /** So many units of contracts, or what is charged of some, in one step. */
  private static final int UNITS_PER_STEP = 300;

  private final Database database;
  private final Function<Tx, ContractBook> books;
  private final BillingTrail trail;
  private final BillingSettings settings;
  private final Clock clock;

  MonthClosing(
      Database database,
      Function<Tx, ContractBook> books,
      BillingTrail trail,
      BillingSettings settings,
      Clock clock) {
    this.database = database;
    this.books = books;
    this.trail = trail;
    this.settings = settings;
    this.clock = clock;
  }

  /** Begins it, or leaves it as it is when it was begun before. */
  void begin(Tx tx, YearMonth month, String who) {
    Appender appender = Appender.begin(tx, clock);
    HeadRow head = appender.head();
    YearMonth current = YearMonth.from(appender.now().atZone(clock.getZone()));
    if (month.isAfter(current)) {
      throw new BillingException(
          "month: %s has not begun (expected: %s or earlier)".formatted(month, current));
    }
    if (head.covers(month)) {
      throw Closes.of(tx, month).alreadyClosed();
    }
    Optional<ClosingState> other = head.closingState().filter(c -> !c.month().equals(month));
    if (other.isPresent()) {
      throw new BillingException("month: %s (wait for its end)".formatted(other.get()));
    }
    if (head.closing().isEmpty()) {
      head.closingMonth = LedgerMapping.monthNumber(month);
      head.closingAt = appender.now();
      head.closingBy = who;
      appender.finish();
    }
  }

  /**
   * Does what is left to do of the close under way, if one is.
   *
   * @param progress told after each step
   */
  void finish(Consumer<String> progress) {
    Optional<YearMonth> month =
        database.read(tx -> tx.session().get(HeadRow.class, HeadRow.ID).closing());
    if (month.isPresent()) {
      charge(month.get(), progress);
      progress.accept("makes statements");
      new Billing(month.get()).makeStatements();
    }
  }

  private void charge(YearMonth month, Consumer<String> progress) {
    List<String> contracts =
        database.read(tx -> books.apply(tx).agreed().stream().map(Contract::id).toList());
    Optional<Cursor> next = Optional.of(Cursor.START).filter(c -> !contracts.isEmpty());
    while (next.isPresent()) {
      Cursor from = next.get();
      next = database.write(tx -> step(tx, month, contracts, from));
      progress.accept(
          "%d of %d contracts charged"
              .formatted(next.map(Cursor::contract).orElse(contracts.size()), contracts.size()));
    }
  }

  /** Which object of which unit of which contract is next. */
  private record Cursor(int contract, int unit, String after) {
    static final Cursor START = new Cursor(0, 0, "");

    Cursor nextUnit() {
      return new Cursor(contract, unit + 1, "");
    }

    Cursor nextContract() {
      return new Cursor(contract + 1, 0, "");
    }
  }

  private Optional<Cursor> step(Tx tx, YearMonth month, List<String> contracts, Cursor from) {
    Appender appender = Appender.begin(tx, clock).closing();
    if (!appender.head().closing().equals(Optional.of(month))) {
      return Optional.empty(); // somebody else has finished it
    }
    ContractBook book = books.apply(tx);
    DueRecorder recorder = new DueRecorder(tx, appender, book);
    long first = appender.nextNumber();
    Cursor at = from;
    for (int units = 0;
        at.contract() < contracts.size()
            && units < UNITS_PER_STEP
            && at.after().equals(Cursor.START.after()) // a page is a step, whatever it charged
            && appender.nextNumber() - first < Ledger.PAGE;
        units++) {
      at = charge(recorder, book.agreed(contracts.get(at.contract())), month, at);
    }
    appender.finish();
    return Optional.of(at).filter(cursor -> cursor.contract() < contracts.size());
  }

  private static Cursor charge(
      DueRecorder recorder, Optional<Contract> contract, YearMonth month, Cursor at) {
    BackupUnit[] units = BackupUnit.values();
    if (contract.isEmpty()) {
      return at.nextContract();
    }
    if (at.unit() == units.length) {
      recorder.recordKept(contract.get(), month);
      return at.nextContract();
    }
    return recorder
        .record(contract.get(), units[at.unit()], month, at.after())
        .after()
        .map(after -> new Cursor(at.contract(), at.unit(), after))
        .orElseGet(at::nextUnit);
  }

  /**
   * The last step. All that it bills is in the ledger and does not change while it is summed up.
   */
  private final class Billing {
    private final YearMonth month;
    private final Merkle tree = new Merkle(List.of());
    private Optional<Seal> sealed = Optional.empty();
    private long inTree;
    private boolean sealing;

    Billing(YearMonth month) {
      this.month = month;
    }

    void makeStatements() {
      Sums sums = database.read(this::read);
      database.runForced(tx -> bill(tx, sums));
    }

    /** Sums of all records up to one. */
    private record Sums(List<StatementSums> all, long until) {}

    private Sums read(Tx tx) {
      HeadRow head = tx.session().get(HeadRow.class, HeadRow.ID);
      sealed = Sealing.latest(tx);
      inTree = Sealing.addAll(tx, tree, sealed.map(Seal::last).orElse(0L), head.ledgerNumber);
      return new Sums(RecordGroups.sums(tx, head.closedMonth, month), head.ledgerNumber);
    }

    /** Sums up again when charges came after the sums, from a node that did the same close. */
    private void bill(Tx tx, Sums read) {
      Appender appender = Appender.begin(tx, clock);
      HeadRow head = appender.head();
      Optional<ClosingState> state = head.closingState().filter(c -> c.month().equals(month));
      if (state.isEmpty()) {
        return;
      }
      List<StatementSums> sums =
          RecordGroups.areComplete(tx, read.until(), head.closedMonth, month)
              ? read.all()
              : RecordGroups.sums(tx, head.closedMonth, month);
      String who = state.get().by();
      SealMark seal = seal(tx, appender);
      ContractBook book = books.apply(tx);
      int place = 0;
      for (StatementSums sum : sums) {
        place++;
        appender.append(statement(place, sum, who, appender, invoice(book, sum, appender, seal)));
      }
      tx.session().insert(row(head, who, appender));
      head.closedMonth = LedgerMapping.monthNumber(month);
      head.endClosing();
      appender.finish();
      trail.note(
          tx, who, "billing.close", "", "%s closed, %d statements".formatted(month, sums.size()));
    }

    private SealMark seal(Tx tx, Appender appender) {
      Optional<Seal> latest = Sealing.latest(tx);
      Merkle all = tree;
      if (sealing || !latest.equals(sealed)) { // tried again, or a day ended meanwhile
        all = new Merkle(List.of());
        inTree = latest.map(Seal::last).orElse(0L);
      }
      sealing = true;
      Sealing.addAll(tx, all, inTree, appender.head().ledgerNumber);
      if (all.size() == 0) {
        return latest.map(SealMark::of).orElse(new SealMark(0, ""));
      }
      LocalDate today = LocalDate.ofInstant(appender.now(), clock.getZone());
      Sealing.Day day = new Sealing.Day(today, appender.now(), StatementEnd.of(appender.head()));
      return SealMark.of(Sealing.insert(tx, latest, all, day, settings.keys().key()));
    }

    private InvoiceFacts invoice(
        ContractBook book, StatementSums sums, Appender appender, SealMark seal) {
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
          seal);
    }

    private Statement statement(
        int place, StatementSums sums, String who, Appender appender, InvoiceFacts invoice) {
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
          Optional.of(invoice),
          appender.now(),
          who,
          appender.head().statementHash,
          "");
    }

    private CloseRow row(HeadRow head, String who, Appender appender) {
      CloseRow row = new CloseRow();
      row.billingMonth = LedgerMapping.monthNumber(month);
      row.previousMonth = head.closedMonth;
      row.ledgerNumber = head.ledgerNumber;
      row.ledgerHash = head.ledgerHash;
      row.closedAt = appender.now();
      row.closedBy = who;
      return row;
    }
  }
}
