package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A close in its steps: broken off, with arrivals between them, and what it says in the end. */
@OnEachDatabase
class MonthCloseTest {
  private static final RecordFilter ALL =
      new RecordFilter(Optional.empty(), Optional.empty(), Optional.empty(), 0, 10_000);
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

  private final Database database;
  private Books books;

  MonthCloseTest(TestDatabase on) {
    database = on.shared(MonthCloseTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void moreContractsThanOneStepCharges() {
    books = new Books(database).at("2026-11-10T12:00:00");
    for (int facility = 0; facility < 101; facility++) {
      books.contract(
          "f%03d-1".formatted(facility),
          "2026-10-01",
          "2026-12-31",
          PeriodCourse.MONTHLY,
          facility == 0 ? BackupUnit.STUDY : BackupUnit.FACILITY,
          Money.parse("JPY 100"));
    }
    for (int study = 0; study < 7; study++) {
      arrived("1.%d".formatted(study), 2, "2026-10-05T10:00:00");
    }
  }

  private void arrived(String study, int images, String at) {
    books.arrived("f000", "f000-1", study, "P", images, at, at);
  }

  @Test
  void aCloseThatIsBrokenOffAfterAnyStepIsFinishedByTheNextAttempt() {
    books.ledger.beginClose(OCTOBER, "admin", tx -> {});
    int attempts = 0;
    while (!books.ledger.isClosed(OCTOBER)) {
      AtomicInteger steps = new AtomicInteger();
      int last = ++attempts;
      try {
        books.ledger.finishClose(
            step -> {
              if (steps.incrementAndGet() == last) {
                throw new IllegalStateException("killed");
              }
            });
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("killed");
      }
    }
    assertThat(attempts).isGreaterThan(2);
    assertThat(Books.statements(books.ledger, Optional.of(OCTOBER)))
        .extracting(Statement::total)
        .startsWith(Money.parse("JPY 700"), Money.parse("JPY 100"))
        .hasSize(101);
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void whatComesWhileAMonthIsClosedBelongsToTheNextOne() {
    books.ledger.beginClose(OCTOBER, "admin", tx -> {});
    books.ledger.finishClose(step -> arrived("1.9", 1, "2026-10-31T23:00:00"));
    assertThat(Books.statements(books.ledger, Optional.of(OCTOBER)).get(0).images()).isEqualTo(14);
    assertThat(books.close("2026-11").statements().get(0).images()).isEqualTo(1);
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void theCloseUnderWayIsToldAndAnotherMonthWaits() {
    books.ledger.beginClose(OCTOBER, "admin", tx -> {});
    assertThat(books.ledger.closing()).map(ClosingState::month).contains(OCTOBER);
    assertThatThrownBy(() -> books.close("2026-11"))
        .isInstanceOf(BillingException.class)
        .hasMessageContaining("2026-10 is being closed, since");
    books.ledger.finishClose(step -> {});
    assertThat(books.ledger.closing()).isEmpty();
  }

  @Test
  void aStatementsLinesAddUpToItAndEachLeadsToItsStudies() {
    books.close("2026-10");
    books.ledger.correct(
        new Correction(
            "f000", new ContractClause("f000-1", 1), Money.parse("JPY -100"), "Twice", "record 1"),
        "admin");
    Statement october = Books.statements(books.ledger, Optional.of(OCTOBER)).get(0);
    assertThat(october.lines())
        .hasSize(7)
        .allSatisfy(line -> assertThat(line.records()).isEqualTo(1));
    for (StatementLine line : october.lines()) {
      List<LineExplanation.Part> parts =
          books.ledger.explain(october.number(), line.line(), 0, 5).orElseThrow().parts();
      assertThat(parts).hasSize(1);
      assertThat(parts.get(0).images()).isEqualTo(2);
      assertThat(parts.get(0).studies())
          .extracting(study -> ((BillingEntry.Study) study.entry()).studyInstanceUid())
          .containsExactly(line.object());
      long only = parts.get(0).record().number();
      assertThat(books.ledger.explain(october.number(), line.line(), only, 5).orElseThrow().parts())
          .isEmpty();
    }
    Statement november = books.close("2026-11").statements().get(0);
    assertThat(november.lines()).extracting(StatementLine::type).contains(RecordType.ADJUSTMENT);
    assertThat(november.lines().stream().map(StatementLine::amount).reduce(Money::plus))
        .contains(november.net());
    assertThat(books.ledger.explain(october.number(), 8, 0, 5)).isEmpty();
  }

  @Test
  @Timeout(120)
  void aFacilityOfMoreRecordsThanAPageIsChargedForEachOfItsStudiesOnce() {
    Money yen = Money.parse("JPY 10");
    books.contract(
        "large-1", "2026-01-01", "2026-12-31", PeriodCourse.MONTHLY, BackupUnit.STUDY, yen);
    books.at("2026-11-02T00:00:00");
    int studies = 2 * Ledger.PAGE + 5;
    Instant at = Instant.parse("2026-10-10T10:00:00Z");
    List<StudyUsage> usages =
        IntStream.range(0, studies)
            .mapToObj(
                i ->
                    new StudyUsage(
                        "large",
                        "1." + i,
                        "P" + i,
                        1,
                        1,
                        at,
                        at,
                        "AE",
                        new ContractClause("large-1", 1),
                        "",
                        SecondCopy.NONE))
            .toList();
    books.database.write(tx -> books.ledger.recordStudies(tx, usages));

    assertThat(books.close("2026-10").statements())
        .filteredOn(statement -> statement.facility().equals("large"))
        .singleElement()
        .satisfies(statement -> assertThat(statement.net()).isEqualTo(yen.multipliedBy(studies)));
  }

  @Test
  void aRecordLeadsToAllItsStudiesPageByPage() {
    books.contract(
        "all-1",
        "2026-01-01",
        "2026-12-31",
        PeriodCourse.MONTHLY,
        BackupUnit.FACILITY,
        Money.parse("JPY 1000"));
    books.at("2026-11-02T00:00:00");
    for (int i = 1; i <= 120; i++) {
      String at = "2026-10-10T10:00:00";
      books.arrived("all", "all-1", "1." + i, "P" + i, 1, at, at);
    }
    Statement october =
        books.close("2026-10").statements().stream()
            .filter(one -> one.facility().equals("all"))
            .findFirst()
            .orElseThrow();
    StatementLine line =
        october.lines().stream()
            .filter(one -> one.type() == RecordType.PERIOD)
            .findFirst()
            .orElseThrow();

    List<LineExplanation.Part> parts =
        books.ledger.explain(october.number(), line.line(), 0, 100).orElseThrow().parts();
    LineExplanation.Part last = parts.get(parts.size() - 1);
    assertThat(last.studies()).hasSize(100);
    assertThat(last.studyRecords()).isEqualTo(120);
    long after = last.studies().get(99).number();
    assertThat(
            books
                .ledger
                .explainRecord(october.number(), line.line(), last.record().number(), after, 100)
                .orElseThrow()
                .parts())
        .singleElement()
        .satisfies(part -> assertThat(part.studies()).hasSize(20));
    assertThat(books.ledger.explainRecord(october.number(), line.line(), 1_000_000, 0, 100))
        .isEmpty();
  }

  @Test
  void aStatementNamesTheSealOverWhatItBillsAndWhoBillsWhom() {
    books.close("2026-10");
    InvoiceFacts facts =
        Books.statements(books.ledger, Optional.of(OCTOBER)).get(0).invoice().orElseThrow();
    Seal seal = books.ledger.seal(facts.seal().number()).orElseThrow();
    assertThat(facts.seal().root()).isEqualTo(seal.root());
    assertThat(seal.first()).isEqualTo(1);
    assertThat(seal.last()).isEqualTo(114);
    assertThat(seal.publicKey()).isEqualTo(books.ledger.publicKey());
    assertThat(facts.provider().name()).isEqualTo("Provider");
    assertThat(facts.recipient().name()).isEqualTo("Hospital");
    assertThat(facts.due()).isEqualTo("2026-12-10");
  }

  @Test
  void whatOthersRecordBetweenTheStepsIsInTheSealAndWhatAnotherNodeChargesInTheSums() {
    books.ledger.beginClose(OCTOBER, "admin", tx -> {});
    AtomicInteger steps = new AtomicInteger();
    books.ledger.finishClose(
        step -> {
          if (steps.incrementAndGet() == 2) {
            anotherNodeDoesSomeOfIt();
          }
          arrived("2.%d".formatted(steps.get()), 1, "2026-11-10T09:00:00");
        });
    assertThat(steps.get()).isGreaterThan(2);
    assertThat(Books.statements(books.ledger, Optional.of(OCTOBER)))
        .extracting(Statement::total)
        .startsWith(Money.parse("JPY 700"), Money.parse("JPY 100"))
        .hasSize(101);
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  private void anotherNodeDoesSomeOfIt() {
    assertThatThrownBy(
            () ->
                books.ledger.finishClose(
                    step -> {
                      if (step.endsWith("charged")) {
                        throw new IllegalStateException("killed");
                      }
                    }))
        .hasMessage("killed");
  }

  @Test
  void aReceiptOfManyRecordsLeadsFromEachToItsSealsRoot() {
    for (int images = 2; images < 40; images++) {
      books.arrived(
          "f000", "f000-1", "1.3", "P1", images, "2026-10-10T09:00:00", "2026-10-10T09:00:00");
    }
    books.close("2026-10");
    books.arrived("f000", "f000-1", "1.3", "P1", 99, "2026-10-10T09:00:00", "2026-10-10T09:00:00");
    Receipt receipt = books.ledger.receipt("f000", "1.3").orElseThrow();
    assertThat(receipt.entries()).hasSizeGreaterThan(30);
    int last = receipt.entries().size() - 1;
    assertThat(receipt.entries().get(last).seal()).isEmpty();
    assertThat(receipt.entries().subList(0, last))
        .allSatisfy(e -> assertThat(climbed(e)).isEqualTo(e.seal().orElseThrow().root()));
  }

  private static String climbed(Receipt.Entry entry) {
    byte[] at = sha256((byte) 0, HexFormat.of().parseHex(entry.hash()), new byte[0]);
    for (String step : entry.path()) {
      byte[] sibling = HexFormat.of().parseHex(step.substring(1));
      at = step.startsWith("L") ? sha256((byte) 1, sibling, at) : sha256((byte) 1, at, sibling);
    }
    return HexFormat.of().formatHex(at);
  }

  private static byte[] sha256(byte kind, byte[] one, byte[] other) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(kind);
      digest.update(one);
      return digest.digest(other);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDayIsSealedWhenItHasEndedAndOnce() {
    assertThat(books.ledger.sealDays()).isEmpty();
    books.at("2026-11-11T00:00:01");
    assertThat(books.ledger.sealDays())
        .hasValueSatisfying(
            seal -> {
              assertThat(seal.day()).isEqualTo("2026-11-10");
              assertThat(seal.last()).isEqualTo(7);
            });
    assertThat(books.ledger.sealDays()).isEmpty();
    Receipt receipt = books.ledger.receipt("f000", "1.3").orElseThrow();
    assertThat(receipt.entries()).hasSize(1);
    assertThat(receipt.entries().get(0).path()).hasSizeBetween(1, 3);
    assertThat(books.ledger.receipt("f001", "1.3")).isEmpty();
    assertThat(books.ledger.verify().problems()).isEmpty();
  }
}
