package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class ServiceChargesTest {
  private static final long MB = 1_000_000;

  private final Database database;
  private Books books;

  ServiceChargesTest(TestDatabase on) {
    database = on.shared(ServiceChargesTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void agree() {
    books = new Books(database).at("2026-01-01T00:00:00");
    books.agree(
        "demo-1",
        TestTerms.of(
                "2026-01-01", "2026-12-31", PeriodCourse.ANNUAL, BackupUnit.FACILITY, yen(1000))
            .billing(new BillingTerms(PartPeriods.DAYS, RoundingMode.DOWN, Tax.JP))
            .capacity(
                new CapacityTerms(
                    1000 * MB, Optional.of(new CapacityTerms.Overage(100 * MB, yen(500)))))
            .services(
                List.of(
                    new ServiceTerms("Space", ServiceKind.STORAGE, yen(7)),
                    new ServiceTerms("Smaller", ServiceKind.COMPRESSION, yen(3)),
                    new ServiceTerms("Second copy", ServiceKind.COPY, yen(30)),
                    new ServiceTerms("Sent back", ServiceKind.RETRIEVAL, yen(50)),
                    new ServiceTerms("ISO image", ServiceKind.MEDIA, yen(3000))))
            .build());
    books.at("2026-03-10T12:00:00");
  }

  @Test
  void anOverageIsChargedByTheStepBegunForEachMonthAtWhoseEndMoreIsKept() {
    arrived("1.1", 900 * MB, "2026-01-20T00:00:00Z", false);
    arrived("1.2", 101 * MB, "2026-02-20T00:00:00Z", false);
    arrived("1.3", 249 * MB, "2026-03-02T00:00:00Z", false);
    books.at("2026-04-01T00:00:00");
    books.close("2026-03");
    assertThat(items(RecordType.OVERAGE))
        .extracting(BillingEntry.Item::quantity, BillingEntry.Item::fact)
        .containsExactly(tuple(1L, "demo-1 2026-02"), tuple(3L, "demo-1 2026-03"));
    assertThat(amounts(RecordType.OVERAGE)).containsExactly(yen(500), yen(1500));
  }

  @Test
  void whatHasNoPriceDoesNotWaitForTheLedger() {
    NamedUse free = new NamedUse("demo", "Unknown", "1.1", books.clock.instant());
    ServiceUse nothing =
        ServiceUse.charged("demo", RecordType.PRINT, "1.1", "print 1", books.clock.instant());
    database.run(
        holder -> {
          Appender.begin(holder, books.clock);
          List<NamedUse> unpriced =
              database.write(tx -> books.ledger.recordNamed(tx, List.of(free)));
          assertThat(unpriced).containsExactly(free);
          assertThat(books.ledger.recordServices(List.of(nothing))).isEmpty();
        });
  }

  @Test
  void spaceIsChargedByTheGigabyteBegun() {
    arrived("1.1", 1001 * MB, "2026-02-20T00:00:00Z", false);
    books.close("2026-02");
    assertThat(amounts(RecordType.STORAGE)).containsExactly(yen(14));
  }

  @Test
  void aStudysSecondCopyIsChargedOnceHoweverManyOfItsImagesComeLate() {
    arrived("1.1", 10 * MB, "2026-02-20T00:00:00Z", true);
    arrived("1.1", 20 * MB, "2026-03-01T00:00:00Z", true);
    arrived("1.2", 20 * MB, "2026-03-01T00:00:00Z", false);
    assertThat(items(RecordType.COPY)).extracting(BillingEntry.Item::object).containsExactly("1.1");
    assertThat(amounts(RecordType.COPY)).containsExactly(yen(30));
  }

  @Test
  void whatCompressionSavesIsRecordedByTheDifferenceAndTakenBackWhenItIsNoLongerSaved() {
    saved("1.1", 300 * MB);
    saved("1.1", 300 * MB);
    saved("1.1", 200 * MB);
    saved("1.2", 5 * MB);
    saved("1.1", 1100 * MB);
    database.run(tx -> books.ledger.correctSavings(tx, saving("1.2", 0)));
    assertThat(items(RecordType.SAVING))
        .extracting(BillingEntry.Item::object, BillingEntry.Item::quantity)
        .containsExactly(
            tuple("1.1", 300 * MB),
            tuple("1.2", 5 * MB),
            tuple("1.1", 800 * MB),
            tuple("1.2", -5 * MB));
    assertThat(amounts(RecordType.SAVING)).containsOnly(yen(0));
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void whatCompressionSavesIsChargedByTheGigabyteBegunWhereTheContractPricesIt() {
    saved("1.1", 1100 * MB);
    books.at("2026-04-01T00:00:00").close("2026-03");
    assertThat(items(RecordType.COMPRESSION))
        .extracting(BillingEntry.Item::quantity, BillingEntry.Item::fact)
        .containsExactly(tuple(2L, "demo-1 2026-03"));
    assertThat(amounts(RecordType.COMPRESSION)).containsExactly(yen(6));
    StatementLine line =
        Books.statements(books.ledger, Optional.empty()).get(0).lines().stream()
            .filter(one -> one.type() == RecordType.COMPRESSION)
            .findFirst()
            .orElseThrow();
    String statement = Books.statements(books.ledger, Optional.empty()).get(0).number();
    assertThat(books.ledger.explain(statement, line.line(), 0, 10).orElseThrow().parts())
        .flatExtracting(LineExplanation.Part::studies)
        .extracting(BillingRecord::entry)
        .extracting(entry -> ((BillingEntry.Item) entry).object())
        .containsExactly("1.1");
  }

  @Test
  void aStatementOfBeforeWithALineOfSavingsStillAddsUp() {
    saved("1.1", 1100 * MB);
    books.close("2026-03");
    Statement now = Books.statements(books.ledger, Optional.empty()).get(0);
    List<StatementLine> lines =
        database.read(
            tx -> {
              List<RecordGroup> bill = RecordGroups.read(tx, 0, YearMonth.of(2026, 3));
              ObjectGroups objects = ObjectGroups.read(tx, 0, 202603, bill);
              return RecordGroups.sums(bill, new LineForm(true, true), objects).lines();
            });
    assertThat(lines).hasSize(now.lines().size() + 1);
    replaceBehindTheLedgersBack(now, lines);
    assertThat(books.ledger.statement(now.number()).orElseThrow().lines()).isEqualTo(lines);
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  private void replaceBehindTheLedgersBack(Statement now, List<StatementLine> lines) {
    Statement before =
        new Statement(
                now.number(),
                now.month(),
                now.facility(),
                now.records(),
                now.images(),
                now.bytes(),
                now.net(),
                now.taxes(),
                lines,
                now.invoice(),
                now.chargedUntil(),
                now.closedAt(),
                now.closedBy(),
                now.previousHash(),
                "")
            .sealed();
    books.tamper("billing_statement_line", "delete from billing_statement_line");
    database.run(tx -> lines.forEach(line -> tx.session().insert(StatementLineRow.of(1, line))));
    String hash = before.hash();
    books.tamper("billing_statement", "update billing_statement set hash = '%s'".formatted(hash));
    books.tamper("billing_head", "update billing_head set statement_hash = '%s'".formatted(hash));
  }

  private void saved(String study, long bytes) {
    database.run(tx -> books.ledger.recordSavings(tx, List.of(saving(study, bytes))));
  }

  private StudySaving saving(String study, long bytes) {
    return new StudySaving("demo", study, bytes, books.clock.instant());
  }

  @Test
  void whatWasDoneIsChargedOnceHoweverOftenItIsTold() {
    ServiceUse use = use(RecordType.RETRIEVAL, "retrieval 1");
    assertThat(books.ledger.recordServices(List.of(use, use))).hasSize(1);
    assertThat(books.ledger.recordServices(List.of(use))).isEmpty();
    assertThat(books.ledger.prices("demo", RecordType.RETRIEVAL)).isTrue();
    BillingRecord record = records(RecordType.RETRIEVAL).get(0);
    assertThat(record.amount()).isEqualTo(yen(50));
    assertThat(record.taxRate()).hasValueSatisfying(rate -> assertThat(rate).isEqualTo("10"));
    assertThat(record.clause()).isEqualTo(new ContractClause("demo-1", 1));
  }

  @Test
  void whatNoContractPricesIsRecordedOnlyWhenItIsToBeCounted() {
    assertThat(books.ledger.prices("demo", RecordType.PROCESSING)).isFalse();
    assertThat(books.ledger.recordServices(List.of(use(RecordType.PROCESSING, "job 1")))).isEmpty();
    ServiceUse counted =
        new ServiceUse(
            "demo", RecordType.PROCESSING, "1.1", 4711, "job 1", books.clock.instant(), true);
    books.ledger.recordServices(List.of(counted));
    assertThat(items(RecordType.PROCESSING))
        .extracting(BillingEntry.Item::quantity)
        .containsExactly(4711L);
    assertThat(amounts(RecordType.PROCESSING)).containsExactly(yen(0));
  }

  @Test
  void aServiceIsBilledByHandAtTheContractsPriceAndAReferenceOnce() {
    ServiceOrder order = new ServiceOrder("demo", "ISO image", 2, "", "order 17");
    BillingRecord record = books.ledger.bill(order, "admin");
    assertThat(record.type()).isEqualTo(RecordType.MEDIA);
    assertThat(record.amount()).isEqualTo(yen(6000));
    assertThat(books.trail).containsExactly("admin billing.bill record 1: 2 x ISO image, JPY 6000");
    assertThatThrownBy(() -> books.ledger.bill(order, "admin"))
        .isInstanceOf(BillingException.class)
        .hasMessageContaining("reference: \"order 17\" was billed before, as record 1");
    assertThat(records(RecordType.MEDIA)).hasSize(1);
  }

  @Test
  void whatIsBilledByHandForAPatientLeadsToThePatientsStudies() {
    books.arrived(
        "demo", "demo-1", "1.77", "P12345", 3, "2026-03-02T10:00:00", "2026-03-02T10:00:00");
    books.arrived(
        "demo", "demo-1", "1.78", "PP12345", 4, "2026-03-02T10:00:00", "2026-03-02T10:00:00");
    BillingRecord charge =
        books.ledger.bill(new ServiceOrder("demo", "ISO image", 1, "12345", "order 8"), "admin");
    Statement statement = books.at("2026-04-02T09:00:00").close("2026-03").statements().get(0);
    StatementLine line =
        statement.lines().stream()
            .filter(each -> each.type() == RecordType.MEDIA)
            .findFirst()
            .orElseThrow();

    assertThat(books.ledger.explain(statement.number(), line.line(), 0, 9).orElseThrow().parts())
        .singleElement()
        .satisfies(part -> assertThat(part.images()).isEqualTo(3));
    assertThat(books.ledger.chargesOf("demo", "1.77", 99).first())
        .extracting(billed -> billed.record().number())
        .contains(charge.number());
    assertThat(books.ledger.chargesOf("demo", "1.78", 99).first())
        .extracting(billed -> billed.record().number())
        .doesNotContain(charge.number());
  }

  @Test
  void theSumOfWhatAStudyCostIsOfAllAlsoWhereNotAllIsAskedFor() {
    books.arrived(
        "demo", "demo-1", "1.79", "P777", 3, "2026-03-02T10:00:00", "2026-03-02T10:00:00");
    books.ledger.bill(new ServiceOrder("demo", "ISO image", 1, "777", "order 31"), "admin");
    books.ledger.bill(new ServiceOrder("demo", "ISO image", 2, "777", "order 32"), "admin");
    StudyCharges all = books.ledger.chargesOf("demo", "1.79", 99);
    StudyCharges one = books.ledger.chargesOf("demo", "1.79", 1);

    assertThat(all.first()).hasSize((int) all.count());
    assertThat(all.first()).extracting(each -> each.record().number()).doesNotHaveDuplicates();
    assertThat(all.sums())
        .containsExactly(
            all.first().stream()
                .map(each -> each.record().amount())
                .reduce(Money::plus)
                .orElseThrow());
    assertThat(one.first()).containsExactly(all.first().get(0));
    assertThat(one.count()).isEqualTo(all.count());
    assertThat(one.sums()).isEqualTo(all.sums());
  }

  @Test
  void anOrderWithoutAReferenceIsRefusedSoThatARepeatBillsNothingTwice() {
    assertThatThrownBy(() -> new ServiceOrder("demo", "ISO image", 1, "", " "))
        .hasMessageContaining("reference: 0 characters (expected: 1 to 180");
  }

  @Test
  void aServiceWithoutAPriceIsRefusedNamingThoseThatHaveOne() {
    assertThatThrownBy(
            () -> books.ledger.bill(new ServiceOrder("demo", "Print", 1, "", "order 1"), "admin"))
        .isInstanceOf(BillingException.class)
        .hasMessageContaining(
            "expected: one of: Space, Smaller, Second copy, Sent back, ISO image");
  }

  @Test
  void aChargeChangedBehindTheLedgersBackIsNamed() {
    books.ledger.bill(new ServiceOrder("demo", "ISO image", 2, "", "order 1"), "admin");
    books.tamper("billing_ledger", "update billing_ledger set quantity = 1 where number = 1");
    assertThat(books.ledger.verify().problems())
        .containsExactly("record 1: was changed after it was written");
  }

  private ServiceUse use(RecordType kind, String fact) {
    return ServiceUse.charged("demo", kind, "1.1", fact, books.clock.instant());
  }

  private void arrived(String study, long bytes, String at, boolean secondCopy) {
    StudyUsage usage =
        new StudyUsage(
            "demo",
            study,
            "P1",
            bytes / MB,
            bytes,
            Instant.parse(at),
            Instant.parse(at),
            "ENDO1",
            new ContractClause("demo-1", 1),
            "",
            secondCopy ? SecondCopy.MADE : SecondCopy.NONE);
    database.run(tx -> books.ledger.recordStudy(tx, usage));
  }

  private List<BillingRecord> records(RecordType type) {
    return books
        .ledger
        .records(new RecordFilter(Optional.empty(), Optional.empty(), Optional.of(type), 0, 100))
        .stream()
        .map(BilledRecord::record)
        .toList();
  }

  private List<BillingEntry.Item> items(RecordType type) {
    return records(type).stream().map(record -> (BillingEntry.Item) record.entry()).toList();
  }

  private List<Money> amounts(RecordType type) {
    return records(type).stream().map(BillingRecord::amount).toList();
  }

  private static Money yen(long amount) {
    return Money.ofMajor(CurrencyUnit.JPY, amount);
  }
}
