package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.billing.BillingEntry;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.billing.RecordType;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of chosen patients: from the contract's list to what is kept and charged. */
@OnEachDatabase
class ChosenPatientsTest {
  private final TestDatabase on;
  @TempDir private Path folder;

  ChosenPatientsTest(TestDatabase on) {
    this.on = on;
  }

  @Test
  void onlyTheChosenPatientsAreChargedWhereAllAreKept() {
    ContractTerms like = TestTerms.annual("2026-06-01", "2026-12-31", "1GB");
    Money rate = Money.parse("JPY 100");
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder)) {
      node.admit("demo");
      node.contracts.add(
          "demo",
          ContractTerms.builder(like.parties(), like.from(), like.until())
              .capacity(like.capacity())
              .backups(
                  List.of(
                      BackupTerms.of(
                              BackupUnit.FACILITY, TestTerms.price(PeriodCourse.MONTHLY, rate))
                          .build(),
                      BackupTerms.of(
                              BackupUnit.PATIENT, TestTerms.price(PeriodCourse.MONTHLY, rate))
                          .chosen(Set.of("12345"))
                          .build()))
              .build(),
          "op");
      node.send("demo", new Picture("12345", "1.2.3", "1.2.3.1", "pixels"));
      node.send("demo", new Picture("67890", "1.2.4", "1.2.4.1", "pixels"));
      node.indexed().ingest.settle(node.now);

      database.run(tx -> node.ledger.recordPeriods(tx, YearMonth.of(2026, 6)));

      assertThat(
              node
                  .ledger
                  .records(
                      new RecordFilter(
                          Optional.empty(),
                          Optional.empty(),
                          Optional.of(RecordType.PERIOD),
                          0,
                          100))
                  .stream()
                  .map(billed -> (BillingEntry.PeriodCharge) billed.record().entry())
                  .filter(charge -> charge.unit() == BackupUnit.PATIENT)
                  .map(BillingEntry.PeriodCharge::object))
          .containsExactly("P12345");
    }
  }
}
