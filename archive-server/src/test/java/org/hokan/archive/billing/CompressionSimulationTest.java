package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.AllowedCompression;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a simulation says of images that nobody compressed. */
@OnEachDatabase
class CompressionSimulationTest {
  private static final AllowedCompression NONE =
      new AllowedCompression(AllowedCompression.Level.NONE, "", AllowedCompression.LOSSLESS.loss());
  private static final YearMonth MAY = YearMonth.of(2026, 5);

  @TempDir private Path folder;
  private final Database database;

  CompressionSimulationTest(TestDatabase on) {
    database = on.shared(CompressionSimulationTest.class, UsageLedger.entities());
  }

  @Test
  void whatTermsNewlyLetBeCompressedIsNamedAsNotEstimated() {
    assertThat(notes(NONE, AllowedCompression.LOSSLESS))
        .contains(
            "3000 bytes might newly be compressed under these terms: what that would save is in"
                + " neither SAVED nor the charges (see: bin/hokan compression estimate).");
  }

  @Test
  void ofWhatMightBeCompressedBeforeTooNothingIsSaid() {
    assertThat(notes(AllowedCompression.LOSSLESS, AllowedCompression.LOSSLESS))
        .noneMatch(note -> note.contains("newly"));
  }

  private List<String> notes(AllowedCompression agreed, AllowedCompression simulated) {
    Books books = new Books(database).at("2026-04-01T12:00:00");
    books.agree("demo-1", terms(agreed));
    String at = "2026-05-02T10:00:00";
    books.at(at).arrived("1.1", 3, at, at);
    books.at("2026-06-01T12:00:00").close("2026-05");
    SimulationOrder order = new SimulationOrder("demo", MAY, MAY, Optional.of(terms(simulated)), 0);
    return books
        .ledger
        .simulator(folder.resolve("scratch"))
        .run(order, (facility, study) -> Optional.empty(), step -> {})
        .would()
        .orElseThrow()
        .notes();
  }

  private static ContractTerms terms(AllowedCompression compression) {
    Money rate = Money.parse("JPY 100");
    return TestTerms.of("2026-04-01", "2027-03-31", PeriodCourse.MONTHLY, BackupUnit.FACILITY, rate)
        .backups(
            List.of(
                BackupTerms.of(BackupUnit.FACILITY, TestTerms.price(PeriodCourse.MONTHLY, rate))
                    .compression(compression)
                    .build()))
        .build();
  }
}
