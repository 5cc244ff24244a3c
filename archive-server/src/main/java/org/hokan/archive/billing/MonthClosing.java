package org.hokan.archive.billing;

import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hokan.archive.billing.DueRecorder.Place;
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
  /** So many stages of contracts, or what is charged in some, in one step. */
  private static final int STAGES_PER_STEP = 20 * DueRecorder.STAGES;

  /** So many records are read in one transaction. */
  private static final long SLICE = 100_000;

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
    Optional<ClosingState> state = state();
    if (state.isPresent()) {
      YearMonth month = state.get().month();
      CloseTally tally = database.read(tx -> CloseTally.of(tx, month));
      readUp(tally, progress);
      charge(new CloseCut(month, state.get().since()), tally, progress);
      progress.accept("makes statements");
      readUp(tally, progress);
      new MonthBilling(month, books, trail, settings, clock).bill(database, tally);
    }
  }

  private Optional<ClosingState> state() {
    return database.read(tx -> tx.session().get(HeadRow.class, HeadRow.ID).closingState());
  }

  /** In slices, each with a transaction of its own. */
  private void readUp(CloseTally tally, Consumer<String> progress) {
    long end = database.read(tx -> tx.session().get(HeadRow.class, HeadRow.ID).ledgerNumber);
    while (tally.last() < end) {
      read(tally, Math.min(end, tally.last() + SLICE));
      progress.accept("%d of %d records read".formatted(tally.last(), end));
    }
  }

  private void read(CloseTally tally, long upTo) {
    database.read(
        tx -> {
          tally.read(tx, upTo);
          return upTo;
        });
  }

  private void charge(CloseCut cut, CloseTally tally, Consumer<String> progress) {
    List<String> contracts =
        database.read(tx -> books.apply(tx).agreed().stream().map(Contract::id).toList());
    Optional<Cursor> next = Optional.of(Cursor.START).filter(c -> !contracts.isEmpty());
    while (next.isPresent()) {
      Cursor from = next.get();
      Step step = database.write(tx -> step(tx, cut, contracts, from));
      if (!step.added().isEmpty()) {
        read(tally, step.added().get(0).number - 1); // what others recorded before it
        tally.add(step.added());
      }
      next = step.next();
      progress.accept(
          "%d of %d contracts charged"
              .formatted(next.map(Cursor::contract).orElse(contracts.size()), contracts.size()));
    }
  }

  /** Where the next step begins, if there is one, and what this one recorded. */
  private record Step(Optional<Cursor> next, List<LedgerRow> added) {}

  /**
   * Which stage of which contract is next.
   *
   * @param within where it goes on; empty: it has not begun
   */
  private record Cursor(int contract, int stage, Optional<Place> within) {
    static final Cursor START = new Cursor(0, 0, Optional.empty());

    Cursor next(DueRecorder.Step step) {
      if (step.next().isPresent()) {
        return new Cursor(contract, stage, step.next());
      }
      return stage + 1 == DueRecorder.STAGES
          ? new Cursor(contract + 1, 0, Optional.empty())
          : new Cursor(contract, stage + 1, Optional.empty());
    }
  }

  private Step step(Tx tx, CloseCut cut, List<String> contracts, Cursor from) {
    Appender appender = Appender.begin(tx, clock).closing();
    if (!appender.head().closing().equals(Optional.of(cut.month()))) {
      return new Step(Optional.empty(), List.of()); // somebody else has finished it
    }
    ContractBook book = books.apply(tx);
    DueRecorder recorder = new DueRecorder(tx, appender, book, cut);
    long first = appender.nextNumber();
    Cursor at = from;
    int stages = 0;
    do {
      at = charge(recorder, book.agreed(contracts.get(at.contract())), at);
      stages++;
    } while (at.contract() < contracts.size()
        && stages < STAGES_PER_STEP
        && at.within().isEmpty() // after a page that is not the last, a new step
        && appender.nextNumber() - first < Ledger.PAGE);
    appender.finish();
    return new Step(
        Optional.of(at).filter(cursor -> cursor.contract() < contracts.size()), appender.added());
  }

  private static Cursor charge(DueRecorder recorder, Optional<Contract> contract, Cursor at) {
    return at.next(
        contract
            .map(agreed -> recorder.record(agreed, at.stage(), at.within().orElse(Place.START)))
            .orElse(DueRecorder.Step.NOTHING));
  }
}
