package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.contract.PeriodCourse.ANNUAL;
import static org.hokan.archive.contract.PeriodCourse.MONTHLY;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class UsageLedgerTest {
  private static final Money YEN_1000 = yen(1000);

  private final Database database;
  private Books books;

  UsageLedgerTest(TestDatabase on) {
    database = on.shared(UsageLedgerTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void openBooks() {
    books = new Books(database);
  }

  @Test
  void recordsAStudyOnceHoweverOftenItIsReported() {
    books.at("2026-11-10T12:00:00");
    assertThat(books.arrived("1.2.3", 5, "2026-11-10T10:00:00", "2026-11-10T10:20:00")).isPresent();
    assertThat(books.arrived("1.2.3", 5, "2026-11-10T10:00:00", "2026-11-10T10:20:00")).isEmpty();
    assertThat(books.records("2026-11")).hasSize(1);
    assertThat(books.records("2026-11").get(0).amount().isZero()).isTrue();
  }

  @Test
  void recordsLateImagesAsTheDifferenceReferringToTheFirstRecord() {
    books.at("2026-11-10T12:00:00");
    long first = number(books.arrived("1.2.3", 5, "2026-11-10T10:00:00", "2026-11-10T10:20:00"));
    long late = number(books.arrived("1.2.3", 7, "2026-11-10T10:00:00", "2026-11-12T09:00:00"));
    BillingEntry.Study entry = (BillingEntry.Study) books.records("2026-11").get(1).entry();
    assertThat(late).isEqualTo(first + 1);
    assertThat(entry.images()).isEqualTo(2);
    assertThat(entry.bytes()).isEqualTo(2000);
    assertThat(entry.refersTo()).isEqualTo(first);
  }

  @Test
  void neverRecordsLessThanItDidWhenTheIndexReportsFewer() {
    books.at("2026-11-10T12:00:00");
    books.arrived("1.2.3", 5, "2026-11-10T10:00:00", "2026-11-10T10:20:00");
    assertThat(books.arrived("1.2.3", 4, "2026-11-10T10:00:00", "2026-11-10T10:20:00")).isEmpty();
  }

  @Test
  void monthsBeginAndEndInTheConfiguredTimeZone() {
    books.at("2026-12-01T12:00:00");
    // 00:30 on 1 December in Tokyo is still November in UTC.
    books.arrived("1.2.3", 1, "2026-12-01T00:30:00", "2026-12-01T00:30:00");
    books.arrived("1.2.4", 1, "2026-11-30T23:30:00", "2026-11-30T23:30:00");
    assertThat(books.records("2026-12")).hasSize(1);
    assertThat(books.records("2026-11")).hasSize(1);
  }

  @Test
  void whatArrivesForAClosedMonthIsBilledInTheFirstOpenOne() {
    books.at("2026-11-21T12:00:00");
    books.arrived("1.2.3", 5, "2026-11-10T10:00:00", "2026-11-10T10:20:00");
    Books.Closed close = books.close("2026-11");
    assertThat(close.close().stillRunning()).isTrue();
    assertThat(close.close().nextOpen()).isEqualTo(YearMonth.of(2026, 12));
    List<BillingRecord> closed = books.records("2026-11");
    books.arrived("1.2.3", 6, "2026-11-10T10:00:00", "2026-11-22T10:20:00");
    assertThat(books.records("2026-11")).isEqualTo(closed);
    assertThat(books.records("2026-12")).hasSize(1);
  }

  @Test
  void chargesOneYearAtAThousandWithTenThousandOrTwelveThousand() {
    books.contract("annual-1", "2025-01-01", "2025-12-31", ANNUAL, BackupUnit.FACILITY, YEN_1000);
    books.contract("monthly-1", "2025-01-01", "2025-12-31", MONTHLY, BackupUnit.FACILITY, YEN_1000);
    books.at("2026-03-01T00:00:00");
    for (int month = 1; month <= 12; month++) {
      books.ledger.close(YearMonth.of(2025, month), "admin");
    }
    books.close("2026-02");
    assertThat(total("annual")).isEqualTo(yen(10_000));
    assertThat(total("monthly")).isEqualTo(yen(12_000));
    assertThat(statementsOf("annual")).hasSize(1);
    assertThat(statementsOf("monthly")).hasSize(12);
  }

  @Test
  void statementsArePagedTheNewestMonthFirst() {
    for (String facility : List.of("a", "b", "c")) {
      books.contract(
          facility + "-1", "2026-01-01", "2026-12-31", MONTHLY, BackupUnit.FACILITY, YEN_1000);
    }
    books.at("2026-12-21T12:00:00");
    books.close("2026-10");
    books.close("2026-11");

    List<Statement> all = Books.statements(books.ledger, Optional.empty());
    assertThat(all)
        .extracting(one -> one.month().getMonthValue() + one.facility())
        .containsExactly("11a", "11b", "11c", "10a", "10b", "10c");
    assertThat(page(Optional.empty(), "", 2)).isEqualTo(all.subList(0, 2));
    assertThat(page(Optional.empty(), all.get(1).number(), 2)).isEqualTo(all.subList(2, 4));
    assertThat(page(Optional.empty(), all.get(5).number(), 2)).isEmpty();
    assertThat(page(Optional.of("b"), all.get(1).number(), 9)).containsExactly(all.get(4));
    assertThatThrownBy(() -> page(Optional.empty(), "none", 2))
        .isInstanceOf(BillingException.class)
        .hasMessage("after: 'none' (expected: the number of a statement)");
  }

  private List<Statement> page(Optional<String> facility, String after, int most) {
    Optional<String> behind = Optional.of(after).filter(number -> !number.isEmpty());
    return books.ledger.statements(new StatementFilter(Optional.empty(), facility, behind, most));
  }

  @Test
  void theFirstCloseIncludesWhatFellDueBeforeEachLineNamingItsPeriod() {
    books.contract("demo-1", "2026-01-01", "2026-12-31", MONTHLY, BackupUnit.FACILITY, YEN_1000);
    books.at("2026-11-21T12:00:00");
    Statement statement = books.close("2026-11").statements().get(0);
    assertThat(statement.total()).isEqualTo(yen(11_000));
    assertThat(statement.records()).isEqualTo(11);
    assertThat(books.records("2026-11"))
        .extracting(record -> ((BillingEntry.PeriodCharge) record.entry()).period().from())
        .startsWith(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 2, 1))
        .endsWith(LocalDate.of(2026, 11, 1))
        .hasSize(11);
  }

  @Test
  void chargesEachStudyOrPatientFromThePeriodInWhichItFirstArrived() {
    books.contract("s-1", "2026-01-01", "2026-12-31", MONTHLY, BackupUnit.STUDY, yen(10));
    books.contract("p-1", "2026-01-01", "2026-12-31", MONTHLY, BackupUnit.PATIENT, yen(100));
    books.at("2027-02-01T00:00:00");
    books.arrived("s", "s-1", "1.1", "A", 1, "2026-03-15T10:00:00", "2026-03-15T10:00:00");
    books.arrived("s", "s-1", "1.2", "A", 1, "2026-12-31T23:00:00", "2026-12-31T23:00:00");
    books.arrived("p", "p-1", "1.1", "A", 1, "2026-11-15T10:00:00", "2026-11-15T10:00:00");
    books.arrived("p", "p-1", "1.2", "A", 1, "2026-12-15T10:00:00", "2026-12-15T10:00:00");
    books.close("2026-06");
    assertThat(total("s")).isEqualTo(yen(40));
    books.close("2027-01");
    assertThat(total("s")).isEqualTo(yen((10 + 1) * 10L));
    assertThat(total("p")).isEqualTo(yen(200));
  }

  @Test
  void chargesWhatWasKeptUnderAnEndedContractUnderTheOneThatFollowsOnly() {
    books.contract("s-1", "2025-01-01", "2025-12-31", ANNUAL, BackupUnit.STUDY, yen(10));
    books.contract("s-2", "2026-01-01", "2026-12-31", ANNUAL, BackupUnit.STUDY, yen(20));
    books.contract("s-3", "2026-06-01", "2027-05-31", ANNUAL, BackupUnit.STUDY, yen(40));
    books.at("2026-12-05T00:00:00");
    books.arrived("s", "s-1", "1.1", "A", 1, "2025-03-15T10:00:00", "2025-03-15T10:00:00");
    books.close("2026-11");
    assertThat(total("s")).isEqualTo(yen(10 * 10 + 10 * 20));
  }

  @Test
  void neverChargesADayTwiceWhenTheTermIsChanged() {
    books.contract("demo-1", "2026-01-01", "2026-06-30", ANNUAL, BackupUnit.FACILITY, YEN_1000);
    books.at("2026-03-10T00:00:00");
    books.close("2026-02");
    books.contract("demo-1", "2026-01-01", "2027-12-31", ANNUAL, BackupUnit.FACILITY, yen(900));
    books.at("2027-03-10T00:00:00");
    books.close("2027-02");
    assertThat(total("demo")).isEqualTo(yen(10_000 + 9_000));
    assertThat(books.records("2027-02").get(0).clause()).isEqualTo(new ContractClause("demo-1", 2));
  }

  @Test
  void refusesAMonthThatHasNotBegunAndOneThatIsClosed() {
    books.at("2026-11-21T12:00:00");
    assertThatThrownBy(() -> books.close("2026-12"))
        .isInstanceOf(BillingException.class)
        .hasMessage("month: 2026-12 has not begun (expected: 2026-11 or earlier)");
    books.close("2026-10");
    assertThatThrownBy(() -> books.close("2026-10"))
        .isInstanceOf(BillingException.class)
        .hasMessageContaining("2026-10 was closed at 2026-11-21T03:00:00Z by admin@127.0.0.1");
    assertThatThrownBy(() -> books.close("2026-08"))
        .isInstanceOf(BillingException.class)
        .hasMessageContaining("2026-08 was billed when 2026-10 was closed");
    assertThat(books.trail)
        .containsExactly("admin@127.0.0.1 billing.close 2026-10 closed, 0 statements");
  }

  @Test
  void aCloseThatFailsAtItsLastStepIsFinishedByTheNextOne() {
    books.contract("demo-1", "2026-01-01", "2026-12-31", MONTHLY, BackupUnit.FACILITY, YEN_1000);
    books.at("2026-11-21T12:00:00");
    UsageLedger failing =
        new UsageLedger(
            database,
            tx -> books.contracts,
            (tx, who, action, facility, text) -> {
              throw new IllegalStateException("power cut");
            },
            new BillingSettings(
                RoundingMode.DOWN,
                Tax.NONE,
                Issuer.named("Provider"),
                LedgerKeys.of(NodeKey.fresh())),
            books.clock);
    assertThatThrownBy(() -> failing.close(YearMonth.of(2026, 10), "admin"))
        .hasMessage("power cut");
    assertThat(Books.statements(books.ledger, Optional.empty())).isEmpty();
    assertThat(books.ledger.isClosed(YearMonth.of(2026, 10))).isFalse();
    assertThatThrownBy(() -> books.close("2026-09"))
        .isInstanceOf(BillingException.class)
        .hasMessageContaining("2026-10 is being closed, since 2026-11-21T03:00:00Z, by admin");
    assertThat(books.close("2026-10").statements()).hasSize(1);
    assertThat(total("demo")).isEqualTo(yen(10_000));
  }

  @Test
  void aCorrectionIsANewRecordInTheFirstOpenMonth() {
    books.contract("demo-1", "2026-01-01", "2026-12-31", ANNUAL, BackupUnit.FACILITY, YEN_1000);
    books.at("2026-11-21T12:00:00");
    books.close("2026-11");
    BillingRecord correction =
        books.ledger.correct(
            new Correction(
                "demo", new ContractClause("demo-1", 1), yen(-2500), "Two months free", "record 1"),
            "admin");
    assertThat(correction.month()).isEqualTo(YearMonth.of(2026, 12));
    books.at("2027-01-05T12:00:00");
    assertThat(books.close("2026-12").statements())
        .extracting(Statement::total)
        .containsExactly(yen(-2500));
    assertThat(total("demo")).isEqualTo(yen(7500));
    assertThat(books.trail).contains("admin billing.correct record 2: JPY -2500");
  }

  @Test
  void theSameCorrectionOfAMonthIsRefusedUnlessItIsMeantOnceMore() {
    books.contract("demo-1", "2026-01-01", "2026-12-31", ANNUAL, BackupUnit.FACILITY, YEN_1000);
    books.at("2026-11-21T12:00:00");
    Correction free = new Correction("demo", ContractClause.NONE, yen(-2500), "Free", "call 1");
    books.ledger.correct(free, "admin");
    assertThatThrownBy(() -> books.ledger.correct(free, "admin"))
        .isInstanceOf(BillingException.class)
        .hasMessageContaining("record 1 of 2026-11 gives demo the same JPY -2500");
    books.ledger.correct(free, true, "admin");
    books.ledger.correct(
        new Correction("demo", ContractClause.NONE, yen(-2500), "Free", "call 2"), "admin");
    books.at("2026-12-01T12:00:00");
    books.ledger.correct(free, "admin");
    assertThat(books.records()).hasSize(4);
  }

  @Test
  void refusesCorrectionsWithoutAnAmountOrAReason() {
    assertThatThrownBy(() -> new Correction("demo", ContractClause.NONE, yen(0), "why", "a call"))
        .hasMessageContaining("amount: zero");
    assertThatThrownBy(() -> new Correction("demo", ContractClause.NONE, yen(1), " ", "a call"))
        .hasMessageContaining("reason: 0 characters (expected: 1 to 1000");
  }

  @Test
  void keepsEachCurrencyExactOnAStatementOfItsOwn() {
    CurrencyUnit dinar = CurrencyUnit.of("KWD");
    books.contract(
        "demo-1",
        "2026-01-01",
        "2026-12-31",
        ANNUAL,
        BackupUnit.FACILITY,
        Money.of(dinar, new BigDecimal("0.333")));
    books.contract("demo-2", "2026-01-01", "2026-12-31", ANNUAL, BackupUnit.FACILITY, YEN_1000);
    books.at("2026-11-21T12:00:00");
    assertThat(books.close("2026-11").statements())
        .extracting(Statement::total)
        .containsExactly(yen(10_000), Money.of(dinar, new BigDecimal("3.330")));
  }

  @Test
  void aFacilityWithArrivalsOnlyGetsAStatementOfZero() {
    books.at("2026-11-21T12:00:00");
    books.arrived("1.2.3", 5, "2026-11-10T10:00:00", "2026-11-10T10:20:00");
    Statement statement = books.close("2026-11").statements().get(0);
    assertThat(statement.number()).isEqualTo("202611-0001");
    assertThat(statement.images()).isEqualTo(5);
    assertThat(statement.bytes()).isEqualTo(5000);
    assertThat(statement.total().isZero()).isTrue();
  }

  @Test
  void manyWritersAtOnceMakeOneChainWithoutGaps() throws Exception {
    books.at("2026-11-10T12:00:00");
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String study = "1.2." + i % 10;
      writers.add(
          pool.submit(() -> books.arrived(study, 3, "2026-11-10T10:00:00", "2026-11-10T10:20:00")));
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    pool.shutdown();
    assertThat(books.records("2026-11")).hasSize(10);
    assertThat(books.ledger.verify()).isEqualTo(new LedgerCheck(10, 0, List.of(), 0));
  }

  @Test
  void manyWhoCloseAMonthAtOnceMakeOneCloseOfIt() throws Exception {
    books.contract("demo-1", "2026-01-01", "2026-12-31", MONTHLY, BackupUnit.FACILITY, YEN_1000);
    books.at("2026-11-21T12:00:00");
    ExecutorService pool = Executors.newFixedThreadPool(6);
    List<Future<Books.Closed>> attempts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      attempts.add(pool.submit(() -> books.close("2026-10")));
    }
    for (Future<Books.Closed> attempt : attempts) {
      try {
        assertThat(attempt.get().statements()).hasSize(1);
      } catch (ExecutionException e) { // it came when all was done
        assertThat(e).hasCauseInstanceOf(BillingException.class);
      }
    }
    pool.shutdown();
    assertThat(Books.statements(books.ledger, Optional.empty())).hasSize(1);
    assertThat(total("demo")).isEqualTo(yen(10_000));
    assertThat(books.ledger.verify().intact()).isTrue();
  }

  @Test
  void saysThatAContractOrFacilityWasCharged() {
    books.contract("demo-1", "2026-01-01", "2026-12-31", ANNUAL, BackupUnit.FACILITY, YEN_1000);
    books.at("2026-11-21T12:00:00");
    assertThat(database.<Optional<String>>read(tx -> UsageLedger.useOfContract(tx, "demo-1")))
        .isEmpty();
    books.close("2026-10");
    assertThat(database.<Optional<String>>read(tx -> UsageLedger.useOfContract(tx, "demo-1")))
        .contains("1 billing records are kept for it");
    assertThat(database.<Optional<String>>read(tx -> UsageLedger.useOfFacility(tx, "demo")))
        .isPresent();
    assertThat(database.<Optional<String>>read(tx -> UsageLedger.useOfFacility(tx, "other")))
        .isEmpty();
  }

  @Test
  void aRecordNamesTheStatementThatBillsItOnceItsMonthIsClosed() {
    books.at("2026-11-21T12:00:00");
    books.arrived("1.2.3", 5, "2026-09-10T10:00:00", "2026-09-10T10:20:00");
    RecordFilter september = RecordFilter.of(YearMonth.of(2026, 9));
    assertThat(books.ledger.records(september).get(0).statement()).isEmpty();
    books.close("2026-10");
    assertThat(books.ledger.records(september).get(0).statement()).isEqualTo("202610-0001");
    assertThat(books.records("2026-10")).hasSize(1);
  }

  @Test
  void pagesAndFiltersRecords() {
    books.at("2026-11-21T12:00:00");
    for (int i = 0; i < 25; i++) {
      books.arrived("1.2." + i, 1, "2026-11-10T10:00:00", "2026-11-10T10:20:00");
    }
    books.arrived("other", "", "1.3", "P", 1, "2026-11-10T10:00:00", "2026-11-10T10:00:00");
    RecordFilter ten =
        new RecordFilter(
            Optional.empty(), Optional.of("demo"), Optional.of(RecordType.STUDY), 3, 10);
    assertThat(books.ledger.records(ten))
        .hasSize(10)
        .extracting(r -> r.record().number())
        .startsWith(4L);
    List<BilledRecord> all = new ArrayList<>();
    books.ledger.forEachRecord(ten, all::add);
    assertThat(all).hasSize(22);
    assertThatThrownBy(
            () -> new RecordFilter(Optional.empty(), Optional.empty(), Optional.empty(), 0, 0))
        .hasMessage("limit: 0 (expected: 1 to 10000)");
  }

  private Money total(String facility) {
    return statementsOf(facility).stream().map(Statement::total).reduce(yen(0), Money::plus);
  }

  private List<Statement> statementsOf(String facility) {
    return Books.statements(books.ledger, Optional.empty()).stream()
        .filter(statement -> statement.facility().equals(facility))
        .toList();
  }

  private static long number(Optional<BillingRecord> record) {
    return record.orElseThrow().number();
  }

  private static Money yen(long amount) {
    return Money.ofMajor(CurrencyUnit.JPY, amount);
  }
}
