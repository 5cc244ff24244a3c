package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of arrivals, reports to the ledger, destructions, second copies, services,
 * corrections, choices, other prices, early ends and closes, of facilities in several time zones,
 * under contracts of one unit and of two, one after another: in the end the statements must add up
 * to what a few loops over what happened say, however the closes fell; and the same history again
 * gives the same ledger, hash for hash.
 *
 * <p>More of them: {@code -Dhokan.history-seeds=FIRST-LAST}.
 */
@OnEachDatabase
class LedgerHistoryTest {
  private final Database database;

  LedgerHistoryTest(TestDatabase on) {
    database = on.shared(LedgerHistoryTest.class, UsageLedger.entities());
  }

  static LongStream seeds() {
    String[] seeds = System.getProperty("hokan.history-seeds", "1-12").split("-");
    return LongStream.rangeClosed(Long.parseLong(seeds[0]), Long.parseLong(seeds[1]));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void statementsAddUpToTheRecomputationFromFirstPrinciples(long seed) {
    LedgerHistory history = LedgerHistory.of(seed, new Books(database));
    Map<String, Money> billed = new HashMap<>();
    long images = 0;
    for (Statement statement : Books.statements(history.books.ledger, Optional.empty())) {
      billed.merge(statement.facility(), statement.net(), Money::plus);
      images += statement.images();
    }
    assertThat(images).as("seed %d", seed).isEqualTo(history.principles.images());
    for (Contract contract : history.books.contracts) {
      CurrencyUnit currency = contract.terms().currency();
      assertThat(billed.getOrDefault(contract.facility(), Money.zero(currency)))
          .as("seed %d %s", seed, contract)
          .isEqualTo(history.principles.net(contract.facility(), currency));
    }
    assertThat(history.books.ledger.verify().problems()).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eachRecordIsTaxedByItsLastDayAndEachStatementOnceForEachRate(long seed) {
    LedgerHistory history = LedgerHistory.of(seed, new Books(database));
    Map<String, List<BillingRecord>> byStatement = new HashMap<>();
    Map<String, BigDecimal> periods = new HashMap<>();
    for (BilledRecord billed : history.books.billed()) {
      BillingRecord record = billed.record();
      byStatement.computeIfAbsent(billed.statement(), key -> new ArrayList<>()).add(record);
      boolean ofNode = record.recorded().by().equals(Appender.NODE);
      boolean givesBack = record.type() == RecordType.ADJUSTMENT && ofNode;
      if (!givesBack && record.amount().isPositive()) {
        assertThat(record.taxRate())
            .as("seed %d %s", seed, record)
            .isEqualTo(history.principles.rate(record));
      }
      if (givesBack || record.type() == RecordType.PERIOD) {
        periods.merge(
            record.clause().contract() + record.taxRate(),
            record.amount().getAmount(),
            BigDecimal::add);
      }
    }
    assertThat(periods).as("seed %d: what is given back", seed).allSatisfy(this::isNotNegative);
    for (Statement statement : Books.statements(history.books.ledger, Optional.empty())) {
      List<BillingRecord> records = byStatement.get(statement.number());
      CurrencyUnit currency = statement.net().getCurrencyUnit();
      assertThat(statement.total())
          .as("seed %d %s", seed, statement.number())
          .isEqualTo(statement.net().plus(FirstPrinciples.tax(records, currency)));
    }
  }

  private void isNotNegative(String contract, BigDecimal sum) {
    assertThat(sum).as(contract).isGreaterThanOrEqualTo(BigDecimal.ZERO);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 8})
  void theSameHistoryGivesTheSameLedger(long seed) {
    assertThat(end(LedgerHistory.of(seed, new Books(database))))
        .as("seed %d", seed)
        .isEqualTo(end(LedgerHistory.of(seed, new Books(database))));
  }

  /** The hash of the last statement, which covers its seal's root, and so all records. */
  private static String end(LedgerHistory history) {
    YearMonth last = LedgerHistory.LAST;
    return Books.statements(history.books.ledger, Optional.of(last)).stream()
        .map(Statement::hash)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }
}
