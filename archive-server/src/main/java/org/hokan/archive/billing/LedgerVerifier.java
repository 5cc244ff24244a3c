package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.db.Tx;

/**
 * Walks ledger and statements from their first line: numbers without gaps, each hash as the content
 * and the hash before it give, the end where the head says, each statement the sum of its records.
 */
final class LedgerVerifier {
  private static final int MOST_PROBLEMS = 20;

  private final Tx tx;
  private final LedgerKeys keys;
  private final List<String> problems = new ArrayList<>();
  private long found;
  private long wrong;
  private long firstWrong;
  private final Map<Long, String> closeHashes = new HashMap<>();
  private final Map<YearMonth, Long> closeEnds = new HashMap<>();

  LedgerVerifier(Tx tx, LedgerKeys keys) {
    this.tx = tx;
    this.keys = keys;
  }

  LedgerCheck verify() {
    HeadRow head = tx.session().get(HeadRow.class, HeadRow.ID);
    List<CloseRow> closes =
        tx.session()
            .createSelectionQuery("from CloseRow order by billingMonth", CloseRow.class)
            .getResultList();
    closes.forEach(close -> closeHashes.put(close.ledgerNumber, close.ledgerHash));
    closes.forEach(close -> closeEnds.put(close.yearMonth(), close.ledgerNumber));
    Chain records = walkRecords(head.ledgerNumber);
    expect(
        records.last == head.ledgerNumber && records.hash.equals(head.ledgerHash),
        "ledger: ends with record %d (expected: %d, as written last)",
        records.last,
        head.ledgerNumber);
    Chain statements = walkStatements(head.statementPlace);
    expect(
        statements.last == head.statementPlace && statements.hash.equals(head.statementHash),
        "statements: %d (expected: %d, as written last)",
        statements.last,
        head.statementPlace);
    closes.forEach(this::checkClose);
    checkSeals();
    checkNothingIsBehindTheEnd();
    if (wrong > 1) {
      problems.add(
          0,
          "records: %d are not as they were written, the first is record %d"
              .formatted(wrong, firstWrong));
    }
    return new LedgerCheck(records.read, statements.read, List.copyOf(problems), found);
  }

  /** What is written while it walks is not looked at. */
  private Chain walkRecords(long until) {
    Chain chain = new Chain();
    for (List<LedgerRow> page; !(page = recordsAfter(chain.last, until)).isEmpty(); ) {
      page.forEach(row -> check(chain, row));
    }
    return chain;
  }

  private void check(Chain chain, LedgerRow row) {
    long before = found;
    look(chain, row);
    if (found > before) {
      firstWrong = wrong == 0 ? row.number : firstWrong;
      wrong++;
    }
  }

  private void look(Chain chain, LedgerRow row) {
    try {
      BillingRecord record = LedgerMapping.record(row);
      Recorded recorded = record.recorded();
      chain.next(
          "record", row.number, recorded.previousHash(), recorded.hash(), record.expectedHash());
    } catch (RuntimeException e) { // a row that nobody could have written through the ledger
      report("record %d: cannot be read (%s)", row.number, e.getClass().getSimpleName());
      chain.skip(row.number, row.hash);
    }
    String atClose = closeHashes.get(row.number);
    expect(
        atClose == null || atClose.equals(row.hash),
        "record %d: its hash is not the one it had when a month was closed",
        row.number);
  }

  private Chain walkStatements(long until) {
    Chain chain = new Chain();
    for (List<StatementRow> page; !(page = statementsAfter(chain.last, until)).isEmpty(); ) {
      List<Statement> statements = Statements.of(tx, page);
      for (int i = 0; i < page.size(); i++) {
        Statement statement = statements.get(i);
        chain.next(
            "statement",
            page.get(i).place,
            statement.previousHash(),
            statement.hash(),
            statement.expectedHash());
        checkSealOf(statement);
        statement.taxes().forEach(line -> checkTax(statement, line));
      }
    }
    return chain;
  }

  /** However it was rounded, it is within the smallest unit of the rate's share. */
  private void checkTax(Statement statement, TaxLine line) {
    BigDecimal exact = line.net().getAmount().multiply(line.percent()).movePointLeft(2);
    BigDecimal unit = BigDecimal.ONE.movePointLeft(line.tax().getCurrencyUnit().getDecimalPlaces());
    expect(
        line.tax().getAmount().subtract(exact).abs().compareTo(unit) < 0,
        "statement %s: tax %s is not %s %% of %s",
        statement.number(),
        line.tax(),
        line.percent().toPlainString(),
        line.net());
  }

  /** A statement names the seal that ends with what it bills, and prints its root. */
  private void checkSealOf(Statement statement) {
    statement
        .invoice()
        .map(InvoiceFacts::seal)
        .ifPresent(
            named -> {
              Optional<Seal> seal = Sealing.find(tx, named.number());
              long end = closeEnds.getOrDefault(statement.month(), 0L);
              expect(
                  seal.filter(s -> s.last() == end && named.isOf(s)).isPresent(),
                  "statement %s: seal %d is not there, or not over what it bills",
                  statement.number(),
                  named.number());
            });
  }

  /** Each seal begins where the one before ends, is signed, and its root is that of its records. */
  private void checkSeals() {
    Optional<Seal> before = Optional.empty();
    for (Optional<Seal> next; (next = after(before)).isPresent(); before = next) {
      Seal seal = next.get();
      expect(
          seal.number() == before.map(Seal::number).orElse(0L) + 1
              && seal.first() == before.map(Seal::last).orElse(0L) + 1,
          "seal %d: does not follow the one before it",
          seal.number());
      expect(seal.isSigned(), "seal %d: its signature is not of its key", seal.number());
      expect(
          keys.know(seal.publicKey()),
          "seal %d: signed with a key that is not the node's (expected: ledger-key's, or one that ledger-keys-earlier names)",
          seal.number());
      Merkle tree = new Merkle(List.of());
      Sealing.addAll(tx, tree, seal.first() - 1, seal.last());
      expect(
          tree.size() > 0 && tree.root().equals(seal.root()),
          "seal %d: records %d to %d are not those that were sealed",
          seal.number(),
          seal.first(),
          seal.last());
      checkStatements(seal, before);
    }
  }

  /** The chain of hashes shows no change to whoever made it anew; a seal does. */
  private void checkStatements(Seal seal, Optional<Seal> before) {
    seal.statements()
        .ifPresent(
            end -> {
              StatementRow row = tx.session().get(StatementRow.class, end.place());
              expect(
                  row != null && row.hash.equals(end.hash()),
                  "seal %d: statements %d to %d are not those that were sealed",
                  seal.number(),
                  before.flatMap(Seal::statements).map(StatementEnd::place).orElse(0L) + 1,
                  end.place());
            });
  }

  private Optional<Seal> after(Optional<Seal> before) {
    return tx
        .session()
        .createSelectionQuery("from SealRow where number > :number order by number", SealRow.class)
        .setParameter("number", before.map(Seal::number).orElse(0L))
        .setMaxResults(1)
        .getResultList()
        .stream()
        .map(SealRow::seal)
        .findFirst();
  }

  /** In pages: the lines of all statements together can be very many. */
  private void checkClose(CloseRow close) {
    Map<String, List<RecordGroup>> bills =
        RecordGroups.bills(RecordGroups.read(tx, close.previousMonth, close.yearMonth()));
    boolean addUp = true;
    long after = 0;
    for (List<StatementRow> page; !(page = statementsOf(close, after)).isEmpty(); ) {
      List<Statement> statements = Statements.of(tx, page);
      ObjectGroups objects = objects(close, statements, bills);
      for (Statement then : statements) {
        List<RecordGroup> bill = bills.remove(bill(then));
        addUp &= bill != null && StatementSums.of(then).equals(expected(then, bill, objects));
      }
      after = page.get(page.size() - 1).place;
    }
    expect(
        addUp && bills.isEmpty(),
        "month %s: its records do not add up to its statements",
        close.yearMonth());
  }

  private static String bill(Statement then) {
    return RecordGroup.Key.bill(then.facility(), then.net().getCurrencyUnit().getCode());
  }

  private ObjectGroups objects(
      CloseRow close, List<Statement> statements, Map<String, List<RecordGroup>> bills) {
    List<RecordGroup> some =
        statements.stream()
            .filter(then -> LineForm.of(then).divided())
            .flatMap(then -> bills.getOrDefault(bill(then), List.of()).stream())
            .toList();
    return ObjectGroups.read(tx, close.previousMonth, close.billingMonth, some);
  }

  /** Statements of before have no lines, or others. */
  private static StatementSums expected(
      Statement then, List<RecordGroup> bill, ObjectGroups objects) {
    StatementSums sums = RecordGroups.sums(bill, LineForm.of(then), objects);
    return then.lines().isEmpty() ? sums.withoutLines() : sums;
  }

  private List<StatementRow> statementsOf(CloseRow close, long after) {
    return tx.session()
        .createSelectionQuery(
            "from StatementRow where billingMonth = :month and place > :after order by place",
            StatementRow.class)
        .setParameter("month", close.billingMonth)
        .setParameter("after", after)
        .setMaxResults(RecordGroups.STATEMENTS)
        .getResultList();
  }

  /** The records are read first: what comes meanwhile is in both, or in the head alone. */
  private void checkNothingIsBehindTheEnd() {
    long last = number("select coalesce(max(number), 0L) from LedgerRow");
    long end = number("select ledgerNumber from HeadRow");
    expect(last <= end, "record %d: stands behind the end of the ledger, record %d", last, end);
  }

  private long number(String query) {
    return tx.session().createSelectionQuery(query, Long.class).getSingleResult();
  }

  private List<LedgerRow> recordsAfter(long number, long until) {
    return tx.session()
        .createSelectionQuery(
            "from LedgerRow where number > :number and number <= :until order by number",
            LedgerRow.class)
        .setParameter("number", number)
        .setParameter("until", until)
        .setMaxResults(Ledger.PAGE)
        .getResultList();
  }

  private List<StatementRow> statementsAfter(long place, long until) {
    return tx.session()
        .createSelectionQuery(
            "from StatementRow where place > :place and place <= :until order by place",
            StatementRow.class)
        .setParameter("place", place)
        .setParameter("until", until)
        .setMaxResults(RecordGroups.STATEMENTS)
        .getResultList();
  }

  private void expect(boolean holds, String problem, Object... values) {
    if (!holds) {
      report(problem, values);
    }
  }

  private void report(String problem, Object... values) {
    found++;
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(problem.formatted(values));
    }
  }

  /** Where a walk stands. */
  private final class Chain {
    private long read;
    private long last;
    private String hash = CanonicalForm.GENESIS;

    void next(String what, long number, String previous, String stored, String expected) {
      expect(number == last + 1, "%s %d: follows %d (expected: no gap)", what, number, last);
      expect(previous.equals(hash), "%s %d: the one before it was changed", what, number);
      expect(stored.equals(expected), "%s %d: was changed after it was written", what, number);
      skip(number, stored);
    }

    void skip(long number, String stored) {
      read++;
      last = number;
      hash = stored;
    }
  }
}
