package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A year is paid for more patients than one step looks at, who are taken out. */
@OnEachDatabase
class EndsInPagesTest {
  private static final int PATIENTS = 3 * EndRecorder.OBJECTS + 10;
  private static final YearMonth JUNE = YearMonth.of(2026, 6);

  private final Database database;
  private Books books;

  EndsInPagesTest(TestDatabase on) {
    database = on.shared(EndsInPagesTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void aYearIsPaidForEach() {
    books = new Books(database).at("2026-01-01T09:00:00");
    Set<String> all =
        IntStream.range(0, PATIENTS).mapToObj(Integer::toString).collect(Collectors.toSet());
    books.agree("demo-1", terms(ofPatients(all)));
    database.run(tx -> books.ledger.recordStudies(tx, all.stream().map(this::arrived).toList()));
    books.at("2026-03-10T09:00:00").close("2026-02");
  }

  private StudyUsage arrived(String patient) {
    var at = LocalDateTime.parse("2026-01-01T10:00:00").atZone(Books.TOKYO).toInstant();
    return new StudyUsage(
        "demo",
        "1.2." + patient,
        "P" + patient,
        3,
        3000,
        at,
        at,
        "ENDO1",
        new ContractClause("demo-1", 1),
        "",
        SecondCopy.NONE);
  }

  private static BackupTerms ofPatients(Collection<String> patients) {
    return BackupTerms.of(
            BackupUnit.PATIENT, TestTerms.price(PeriodCourse.ANNUAL, Money.parse("JPY 100")))
        .chosen(Set.copyOf(patients))
        .build();
  }

  private static ContractTerms terms(BackupTerms... more) {
    List<BackupTerms> units = new ArrayList<>(List.of(more));
    units.add(
        BackupTerms.of(
                BackupUnit.FACILITY, TestTerms.price(PeriodCourse.MONTHLY, Money.parse("JPY 1")))
            .build());
    return TestTerms.of(
            "2026-01-01",
            "2026-12-31",
            PeriodCourse.ANNUAL,
            BackupUnit.FACILITY,
            Money.parse("JPY 1"))
        .backups(units)
        .billing(new BillingTerms(PartPeriods.DAYS, RoundingMode.DOWN, Tax.JP))
        .build();
  }

  private long corrections() {
    return database.read(
        tx ->
            tx.session()
                .createSelectionQuery(
                    "select count(*) from LedgerRow where type = :type", Long.class)
                .setParameter("type", RecordType.ADJUSTMENT)
                .getSingleResult());
  }

  @Test
  void eachStepGivesBackForAPageOfPatientsAndAKillLosesNoMore() {
    books.at("2026-07-01T09:00:00").agree("demo-1", terms(ofPatients(List.of())));
    books.ledger.beginClose(JUNE, "admin", tx -> {});
    List<Long> after = new ArrayList<>(List.of(0L));
    assertThatThrownBy(
            () ->
                books.ledger.finishClose(
                    step -> {
                      after.add(corrections());
                      if (corrections() > EndRecorder.OBJECTS) {
                        throw new IllegalStateException("killed");
                      }
                    }))
        .hasMessage("killed");
    assertThat(corrections()).isBetween(1L, PATIENTS - 1L);

    books.ledger.finishClose(step -> after.add(corrections()));
    for (int step = 1; step < after.size(); step++) {
      assertThat(after.get(step) - after.get(step - 1)).isBetween(0L, (long) EndRecorder.OBJECTS);
    }
    assertThat(books.records("2026-06"))
        .filteredOn(record -> record.type() == RecordType.ADJUSTMENT)
        .hasSize(PATIENTS)
        .allSatisfy(record -> assertThat(record.amount()).isEqualTo(Money.parse("JPY -505")))
        .extracting(record -> ((BillingEntry.Adjustment) record.entry()).reference())
        .doesNotHaveDuplicates();
    assertThat(books.ledger.verify().problems()).isEmpty();
  }

  @Test
  void whatTheUnitsEndGaveBackIsSetOffAgainstAllWhoAreTakenOutLater() {
    books.at("2026-07-01T09:00:00").agree("demo-1", terms());
    books.close("2026-06");
    books.at("2026-08-10T09:00:00").agree("demo-1", terms(ofPatients(List.of("7"))));
    books.at("2026-09-02T09:00:00").close("2026-08");
    assertThat(books.records("2026-08"))
        .filteredOn(record -> record.type() == RecordType.ADJUSTMENT)
        .singleElement()
        .satisfies(record -> assertThat(record.amount()).isEqualTo(Money.parse("JPY 395")))
        .extracting(record -> ((BillingEntry.Adjustment) record.entry()).reason())
        .asString()
        .contains("unit PATIENT is kept longer");
    books.at("2026-10-02T09:00:00").close("2026-09");
    assertThat(corrections()).as("of June and August").isEqualTo(2);
    assertThat(books.ledger.verify().problems()).isEmpty();
  }
}
