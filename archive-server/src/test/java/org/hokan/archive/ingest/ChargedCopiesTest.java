package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.billing.RecordType;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.CopyTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.storage.CopySettings;
import org.joda.money.Money;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second copy costs where there is one. */
class ChargedCopiesTest {
  private static final Money RATE = Money.parse("JPY 1000");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anExaminationOfClassDeluxeIsChargedForItsCopyOnlyWhereCopiesAreMade(
      boolean copied, @TempDir Path folder) {
    CopySettings copies =
        new CopySettings(
            copied ? List.of(folder.resolve("copies")) : List.of(),
            Set.of("DELUXE"),
            CopySettings.Time.BEFORE_SUCCESS,
            CopySettings.Unavailable.REFUSE,
            true);
    try (Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder, storage -> storage.copies(copies))) {
      node.admit("demo");
      BackupTerms deluxe =
          BackupTerms.of(BackupUnit.FACILITY, TestTerms.price(PeriodCourse.ANNUAL, RATE))
              .storageClass(StorageClass.DELUXE)
              .copies(new CopyTerms(2, 1, "", ""))
              .build();
      node.contracts.add(
          "demo",
          TestTerms.of("2026-01-01", "2026-12-31", PeriodCourse.ANNUAL, BackupUnit.FACILITY, RATE)
              .backups(List.of(deluxe))
              .services(List.of(new ServiceTerms("Copy", ServiceKind.COPY, RATE)))
              .build(),
          "op");
      node.send("demo", new IngestNode.Picture("1", "1.2.1", "1.2.1.1", "x"));
      node.indexed();
      node.ingest.settle(IngestNode.NOON.plus(Duration.ofDays(1)));

      assertThat(
              node.ledger.records(
                  RecordFilter.of(
                      YearMonth.from(IngestNode.NOON.atZone(java.time.ZoneOffset.UTC)))))
          .extracting(billed -> billed.record().type())
          .containsExactlyElementsOf(
              Stream.of(RecordType.STUDY, RecordType.COPY).limit(copied ? 2 : 1).toList());
    }
  }
}
