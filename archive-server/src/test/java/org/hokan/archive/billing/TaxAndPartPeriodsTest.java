package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.stat.Statistics;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEachDatabase
class TaxAndPartPeriodsTest {
  private final TestDatabase on;
  private Books books;

  TaxAndPartPeriodsTest(TestDatabase on) {
    this.on = on;
  }

  @BeforeEach
  void openBooks() {
    books = new Books(on.shared(TaxAndPartPeriodsTest.class, UsageLedger.entities()));
  }

  @ParameterizedTest
  @CsvSource({
    "1989-03-31, ",
    "1989-04-01, 3",
    "1997-03-31, 3",
    "1997-04-01, 5",
    "2014-03-31, 5",
    "2014-04-01, 8",
    "2019-09-30, 8",
    "2019-10-01, 10",
    "2026-11-26, 10"
  })
  void japansRateIsTheOneOfTheDay(LocalDate day, BigDecimal percent) {
    assertThat(ConsumptionTax.rate(Tax.JP, day)).isEqualTo(Optional.ofNullable(percent));
    assertThat(ConsumptionTax.rate(Tax.NONE, day)).isEmpty();
  }

  @Test
  void aStatementHasOneTaxLineForEachRateRoundedOnceAndItsTotalIncludesIt() {
    BillingTerms billing = new BillingTerms(PartPeriods.DAYS, RoundingMode.DOWN, Tax.JP);
    books.at("2019-08-01T00:00:00");
    books.agree("demo-1", monthly("2019-08-01", "2019-11-30", "JPY 1008", billing));
    books.at("2019-12-05T00:00:00");
    books.close("2019-11");
    Statement statement = Books.statements(books.ledger, Optional.empty()).get(0);
    assertThat(statement.net()).isEqualTo(Money.parse("JPY 4032"));
    assertThat(statement.taxes())
        .containsExactly(
            new TaxLine(new BigDecimal("8"), Money.parse("JPY 2016"), Money.parse("JPY 161")),
            new TaxLine(new BigDecimal("10"), Money.parse("JPY 2016"), Money.parse("JPY 201")));
    assertThat(statement.total()).isEqualTo(Money.parse("JPY 4394"));
    assertThat(books.ledger.verify().problems()).isEmpty();
    books.tamper(
        "billing_statement_tax", "update billing_statement_tax set tax = 1 where rate = 10");
    assertThat(books.ledger.verify().problems())
        .contains("statement 1: was changed after it was written");
  }

  /** Another node's on the same books. */
  private UsageLedger ledger(ContractSource contracts, Tax tax) {
    return new UsageLedger(
        books.database,
        contracts,
        (tx, who, action, facility, text) -> {},
        new BillingSettings(
            RoundingMode.DOWN, tax, Issuer.named("Provider"), LedgerKeys.of(NodeKey.fresh())),
        books.clock);
  }

  @Test
  void aCorrectionWithoutContractIsTaxedAsTheTariffTaxesItsCurrency() {
    books.at("2026-05-02T00:00:00");
    UsageLedger taxing = ledger(tx -> List.of(), Tax.JP);
    for (String amount : List.of("EUR -100.00", "JPY -100")) {
      taxing.correct(
          new Correction("demo", ContractClause.NONE, Money.parse(amount), "Credit", "a call"),
          "admin");
    }

    assertThat(books.records("2026-05"))
        .extracting(BillingRecord::taxRate)
        .containsExactly(Optional.empty(), Optional.of(new BigDecimal("10")));
  }

  @Test
  void aCorrectionIsOfTheFacilitysOwnDay() {
    books.at("2026-05-01T09:00:00");
    UsageLedger west =
        ledger(
            new ContractSource() {
              @Override
              public List<Contract> all(Tx tx) {
                return List.of();
              }

              @Override
              public ZoneId zoneOf(String facility, ZoneId usual) {
                return ZoneId.of("America/New_York");
              }
            },
            Tax.NONE);

    west.correct(
        new Correction("demo", ContractClause.NONE, Money.parse("USD -1.00"), "Credit", "a call"),
        "op");

    assertThat(books.records("2026-04")).hasSize(1);
  }

  @Test
  void aPatientUnitThatIsAddedInMidMonthCostsItsDays() {
    BillingTerms billing = new BillingTerms(PartPeriods.DAYS, RoundingMode.HALF_UP, Tax.NONE);
    ContractTerms alone = monthly("2026-01-01", "2026-12-31", "JPY 1000", billing);
    BackupTerms patients =
        BackupTerms.of(
                BackupUnit.PATIENT, TestTerms.price(PeriodCourse.MONTHLY, Money.parse("JPY 100")))
            .chosen(Set.of("1", "3"))
            .build();
    books.at("2026-01-01T00:00:00");
    books.agree("demo-1", alone);
    books.at("2026-04-16T12:00:00");
    books.agree(
        "demo-1",
        TestTerms.of(
                "2026-01-01",
                "2026-12-31",
                PeriodCourse.MONTHLY,
                BackupUnit.FACILITY,
                Money.parse("JPY 1000"))
            .billing(billing)
            .backups(List.of(alone.backups().get(0), patients))
            .build());
    books.arrived("demo", "demo-1", "1.1", "P1", 1, "2026-02-10T10:00:00", "2026-02-10T10:00:00");
    books.arrived("demo", "demo-1", "1.2", "P2", 1, "2026-02-10T10:00:00", "2026-02-10T10:00:00");
    books.arrived("demo", "demo-1", "1.3", "P3", 1, "2026-05-22T10:00:00", "2026-05-22T10:00:00");
    books.at("2026-06-02T12:00:00");
    books.close("2026-05");
    List<BillingRecord> patient =
        books.records("2026-05").stream()
            .filter(
                record ->
                    record.entry() instanceof BillingEntry.PeriodCharge charge
                        && charge.unit() == BackupUnit.PATIENT)
            .toList();
    assertThat(patient)
        .extracting(BillingRecord::amount)
        .containsExactly(Money.parse("JPY 50"), Money.parse("JPY 100"), Money.parse("JPY 32"));
    assertThat(patient)
        .extracting(record -> ((BillingEntry.PeriodCharge) record.entry()).part())
        .containsExactly(
            Optional.of(new BillingEntry.Part(15, 30)),
            Optional.empty(),
            Optional.of(new BillingEntry.Part(10, 31)));
    assertThat(patient.get(0).clause()).isEqualTo(new ContractClause("demo-1", 2));
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void aCloseDoesNotLookAtPatientsWhoHavePaidUnlessAnEarlierExamWasReported() {
    BillingTerms billing = new BillingTerms(PartPeriods.DAYS, RoundingMode.HALF_UP, Tax.NONE);
    books.at("2026-01-01T00:00:00");
    books.agree(
        "demo-1",
        TestTerms.of(
                "2026-01-01",
                "2026-12-31",
                PeriodCourse.ANNUAL,
                BackupUnit.PATIENT,
                Money.parse("JPY 365"))
            .billing(billing)
            .build());
    for (int i = 1; i <= 3; i++) {
      String at = "2026-02-0%dT00:00:02".formatted(i);
      books.arrived("demo", "demo-1", "1." + i, "P" + i, 1, at, at);
    }
    books.at("2026-06-02T12:00:00");
    assertThat(lookedAt("2026-02")).isEqualTo(3);
    assertThat(lookedAt("2026-03")).isZero();
    String before = "2026-01-31T23:59:59";
    books.arrived("demo", "demo-1", "1.4", "P1", 1, before, before);
    assertThat(lookedAt("2026-04")).isEqualTo(1);
    assertThat(books.records("2026-04"))
        .extracting(BillingRecord::amount)
        .contains(Money.parse("JPY 10"));
    assertThat(lookedAt("2026-05")).isZero();
  }

  /** How many patients the queries of this close gave. */
  private long lookedAt(String month) {
    Statistics statistics = books.database.read(tx -> tx.session().getFactory().getStatistics());
    statistics.setStatisticsEnabled(true);
    statistics.clear();
    books.close(month);
    long rows =
        Stream.of(statistics.getQueries())
            .filter(query -> query.contains("min(p.periodFrom)"))
            .mapToLong(query -> statistics.getQueryStatistics(query).getExecutionRowCount())
            .sum();
    statistics.setStatisticsEnabled(false);
    return rows;
  }

  @Test
  void aChangeOfPriceIsSeenWithTheNextPeriodAndNothingBeforeItChanges() {
    BillingTerms billing = new BillingTerms(PartPeriods.DAYS, RoundingMode.HALF_UP, Tax.NONE);
    books.at("2026-01-01T00:00:00");
    books.agree("demo-1", monthly("2026-01-01", "2026-04-10", "JPY 1000", billing));
    books.at("2026-02-15T00:00:00");
    books.agree("demo-1", monthly("2026-01-01", "2026-04-10", "JPY 900", billing));
    books.at("2026-05-02T00:00:00");
    books.close("2026-04");
    assertThat(books.records("2026-04"))
        .extracting(BillingRecord::amount, record -> record.clause().version())
        .containsExactly(
            tuple(Money.parse("JPY 1000"), 1),
            tuple(Money.parse("JPY 1000"), 1),
            tuple(Money.parse("JPY 900"), 2),
            tuple(Money.parse("JPY 300"), 2));
  }

  private static ContractTerms monthly(
      String from, String until, String rate, BillingTerms billing) {
    return TestTerms.of(from, until, PeriodCourse.MONTHLY, BackupUnit.FACILITY, Money.parse(rate))
        .billing(billing)
        .build();
  }
}
