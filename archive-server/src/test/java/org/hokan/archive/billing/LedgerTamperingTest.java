package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEachDatabase
class LedgerTamperingTest {
  private final Database database;
  private Books books;

  LedgerTamperingTest(TestDatabase on) {
    database = on.shared(LedgerTamperingTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void closeTwoMonths() {
    books = new Books(database).at("2026-11-21T12:00:00");
    books.contract(
        "demo-1",
        "2026-09-01",
        "2027-08-31",
        PeriodCourse.MONTHLY,
        BackupUnit.FACILITY,
        Money.ofMajor(CurrencyUnit.JPY, 1000));
    books.arrived("1.2.3", 5, "2026-09-10T10:00:00", "2026-09-10T10:20:00");
    books.close("2026-09");
    books.arrived("1.2.4", 2, "2026-10-10T10:00:00", "2026-10-10T10:20:00");
    books.close("2026-10");
  }

  @Test
  void anUntouchedLedgerIsIntact() {
    assertThat(books.ledger.verify()).isEqualTo(new LedgerCheck(4, 2, List.of(), 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "billing_ledger    | update billing_ledger set amount = 1 where number = 2"
            + " | record 2: was changed after it was written",
        "billing_ledger    | update billing_ledger set images = 6 where number = 1"
            + " | record 1: was changed after it was written",
        "billing_ledger    | update billing_ledger set currency = '???' where number = 1"
            + " | record 1: cannot be read (IllegalCurrencyException)",
        "billing_ledger    | delete from billing_ledger where number = 2"
            + " | record 3: follows 1 (expected: no gap)",
        "billing_ledger    | delete from billing_ledger where number = 4"
            + " | ledger: ends with record 3 (expected: 4, as written last)",
        "billing_ledger    | update billing_ledger set hash = repeat('a', 64) where number = 4"
            + " | record 4: its hash is not the one it had when a month was closed",
        "billing_statement | update billing_statement set total = 0 where place = 1"
            + " | statement 1: was changed after it was written",
        "billing_statement_line | update billing_statement_line set quantity = 9 where place = 2"
            + " | statement 2: was changed after it was written",
        "billing_statement_tax | insert into billing_statement_tax (place, rate, net, tax)"
            + " values (2, 10, 1000, 101)"
            + " | statement 202610-0001: tax JPY 101 is not 10 % of JPY 1000",
        "billing_seal      | update billing_seal set root = repeat('a', 64) where number = 1"
            + " | seal 1: its signature is not of its key",
        "billing_seal      | delete from billing_seal where number = 1"
            + " | seal 2: does not follow the one before it",
        "billing_seal      | delete from billing_seal where number = 2"
            + " | statement 202610-0001: seal 2 is not there, or not over what it bills",
        "billing_statement | delete from billing_statement where place = 2"
            + " | month 2026-10: its records do not add up to its statements",
      })
  void verifyNamesWhatWasChangedBehindTheLedgersBack(String table, String sql, String problem) {
    books.tamper(table, sql);
    assertThat(books.ledger.verify().problems()).contains(problem);
  }

  @Test
  void verifySaysHowManyRecordsWereChangedAndWhichIsTheFirst() {
    books.tamper("billing_ledger", "update billing_ledger set amount = 1 where number in (2, 4)");
    LedgerCheck check = books.ledger.verify();
    assertThat(check.problems().get(0))
        .isEqualTo("records: 2 are not as they were written, the first is record 2");
    assertThat(check.found()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void verifyNamesASealThatIsWellSignedWithSomebodyElsesKey() {
    Seal seal = books.ledger.seal(2).orElseThrow();
    Seal forged = seal.signed(NodeKey.fresh());
    books.tamper(
        "billing_seal",
        "update billing_seal set public_key = '%s', signature = '%s' where number = 2"
            .formatted(forged.publicKey(), forged.signature()));
    assertThat(books.ledger.verify().problems())
        .containsExactly(
            "seal 2: signed with a key that is not the node's (expected: ledger-key's, or one that ledger-keys-earlier names)");
    assertThat(books.ledger.unknownKeys()).containsExactly(forged.publicKey());
  }

  @Test
  void sealsOfALostKeyAreUnknownUntilAnOperatorVouchesForIt() {
    NodeKey after = NodeKey.fresh();
    UsageLedger lost = books.ledger(LedgerKeys.of(after));
    assertThat(lost.unknownKeys()).containsExactly(books.ledger.publicKey());
    assertThat(lost.verify().problems()).hasSize(2);
    UsageLedger told = books.ledger(new LedgerKeys(after, Set.of(books.ledger.publicKey())));
    assertThat(told.unknownKeys()).isEmpty();
    assertThat(told.verify().problems()).isEmpty();
  }

  @Test
  void verifyNamesStatementsThatWereMadeAnewWithTheirChain() {
    books.at("2026-11-22T12:00:00");
    books.arrived("1.2.5", 1, "2026-11-22T10:00:00", "2026-11-22T10:20:00");
    books.at("2026-11-23T12:00:00");
    assertThat(books.ledger.sealDays().flatMap(Seal::statements).map(StatementEnd::place))
        .contains(2L);
    Statement last = books.ledger.statement("202610-0001").orElseThrow();
    Statement forged =
        new Statement(
                last.number(),
                last.month(),
                last.facility(),
                last.records(),
                last.images(),
                last.bytes(),
                last.net(),
                last.taxes(),
                last.lines(),
                last.invoice(),
                last.chargedUntil(),
                last.closedAt(),
                "somebody",
                last.previousHash(),
                "")
            .sealed();
    books.tamper(
        "billing_statement",
        "update billing_statement set closed_by = 'somebody', hash = '%s' where place = 2"
            .formatted(forged.hash()));
    books.tamper(
        "billing_head", "update billing_head set statement_hash = '%s'".formatted(forged.hash()));

    assertThat(books.ledger.verify().problems())
        .containsExactly("seal 3: statements 2 to 2 are not those that were sealed");
  }

  @Test
  void aSealOfATimeWhenNoneNamedStatementsIsAsGoodAsBefore() {
    Seal seal = books.ledger.seal(1).orElseThrow();
    assertThat(seal.statements()).isEmpty();
    assertThat(seal.form()).doesNotContain("statement");
    assertThat(books.ledger.seal(2).orElseThrow().form())
        .contains("statements=1:1\nstatementHash=64:");
  }

  @ParameterizedTest
  @CsvSource({
    "billing_ledger, number",
    "billing_statement, number",
    "billing_statement_line, contract_id",
    "billing_statement_tax, tax",
    "billing_seal, root",
    "billing_close, closed_by"
  })
  void theDatabaseRefusesToChangeOrDeleteWhatIsRecorded(String table, String column) {
    books.tamper(
        "billing_statement_tax",
        "insert into billing_statement_tax (place, rate, net, tax) values (2, 10, 1000, 100)");
    LedgerCheck before = books.ledger.verify();
    for (String sql :
        List.of(
            "delete from " + table,
            "update %s set %s = '1'".formatted(table, column),
            "truncate table " + table)) {
      assertThatThrownBy(() -> run(sql))
          .as(sql)
          .hasMessageMatching(".*SQL state (45000|90044|90106),.*");
    }
    assertThat(books.ledger.verify()).isEqualTo(before);
  }

  /** On H2 it is a table that refers to the six; PostgreSQL's triggers need none. */
  @Test
  void whatKeepsTablesFromBeingTruncatedIsEmptyAndStaysWhenItIsEmptied() {
    if (!isH2()) {
      return;
    }
    run("truncate table billing_guard");
    run("delete from billing_guard");
    assertThatThrownBy(() -> run("truncate table billing_ledger")).hasMessageContaining("90106");
    assertThatThrownBy(() -> run("drop table billing_ledger")).hasMessageContaining("90107");
  }

  private boolean isH2() {
    return database.read(tx -> tx.kind() == DatabaseKind.H2);
  }

  private int run(String sql) {
    return database.write(tx -> tx.session().createNativeMutationQuery(sql).executeUpdate());
  }

  @Test
  void noCodeOfTheRoomUpdatesOrDeletesAnythingButTheHeadAndWhatWaitsForACopy() throws IOException {
    Path room =
        Path.of(
            System.getProperty("hokan.root"),
            "archive-server/src/main/java/org/hokan/archive/billing");
    try (Stream<Path> files = Files.list(room)) {
      for (Path file : files.toList()) {
        String code = Files.readString(file);
        assertThat(
                code.replace("Files.delete(", "") // a scratch database's files
                    .replaceAll("createMutationQuery\\(\\s*\"delete from CopyOwedRow ", ""))
            .as(file.toString())
            .doesNotContain(".delete(", "upsert(", "MutationQuery", "createNativeQuery");
        assertThat(
                code.replace("session.update(head)", "")
                    .replaceAll("(digest|signature).update", ""))
            .as(file.toString())
            .doesNotContain(".update(");
      }
    }
  }
}
