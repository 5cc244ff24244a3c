package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.billing.Simulated.Refused;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.Selection;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules bill for each examination, in simulations and forecasts; and what is selected. */
@OnEachDatabase
class RuledServicesSimulationTest {
  private static final YearMonth MAY = YearMonth.of(2026, 5);
  private static final YearMonth JULY = YearMonth.of(2026, 7);
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  private static final String MR = "1.2.840.10008.5.1.4.1.1.4";

  @TempDir private Path folder;
  private final Database database;
  private Books books;

  RuledServicesSimulationTest(TestDatabase on) {
    database = on.shared(RuledServicesSimulationTest.class, UsageLedger.entities());
  }

  /** Two examinations in May, one in July; a rule billed the first and the last. */
  @BeforeEach
  void arrive() {
    books = new Books(database).at("2026-04-01T12:00:00");
    books.agree("demo-1", terms().build());
    billed("1.1", "2026-05-02T10:00:00");
    arrived("1.1", "2026-05-02T10:00:00");
    arrived("1.2", "2026-05-03T10:00:00");
    billed("1.3", "2026-07-04T10:00:00");
    arrived("1.3", "2026-07-04T10:00:00");
    books.at("2026-08-01T12:00:00").close("2026-07");
  }

  @Test
  void anExaminationThatTheCapacityRefusesIsBilledNoServiceOfARule() {
    Comparison found = run(0, terms().capacity(CapacityTerms.of(6_000)).build());
    Simulated would = found.would().orElseThrow();
    assertThat(would.refused()).isEqualTo(Map.of(Cause.CAPACITY, new Refused(1, 3, 3000)));
    assertThat(would.items()).extracting(Simulated.Item::quantity).containsExactly(1L);
    assertThat(found.was().items()).extracting(Simulated.Item::quantity).containsExactly(2L);
  }

  @Test
  void theSameTermsBillTheServicesOfRulesAsTheyWereBilled() {
    Comparison found = run(0, terms().build());
    assertThat(found.would().orElseThrow().items()).isEqualTo(found.was().items());
    assertThat(found.would().orElseThrow().months()).isEqualTo(found.was().months());
  }

  @Test
  void aForecastExpectsTheServicesOfRulesForAsManyExaminationsAsSoFar() {
    Comparison found = run(12, terms().build());
    long exams = exams(found.was());
    assertThat(exams).as("1 in each of 12 months").isEqualTo(12);
    assertThat(found.was().items())
        .extracting(Simulated.Item::quantity)
        .as("2 that were billed, and 2 of 3 that come")
        .containsExactly(2L + 8);
    assertThat(found.would().orElseThrow().items()).isEqualTo(found.was().items());
    assertThat(found.was().notes())
        .contains(
            "What rules bill for examinations is expected as in the known months: 0.667 x ISO image"
                + " for each.");
  }

  @Test
  void anExaminationWithoutImagesOfTheSelectedSopClassesIsRefused() {
    ContractTerms ct = terms().selection(new Selection(Set.of(), Set.of(CT), Set.of())).build();
    assertThat(run(0, ct).would().orElseThrow().refused())
        .isEqualTo(Map.of(Cause.NOT_SELECTED, new Refused(1, 3, 3000)));
  }

  private static long exams(Simulated side) {
    return side.months().stream()
        .filter(month -> month.month().isAfter(JULY))
        .mapToLong(SimulatedMonth::exams)
        .sum();
  }

  private static ContractTerms.Builder terms() {
    return TestTerms.of(
            "2026-04-01",
            "2027-03-31",
            PeriodCourse.MONTHLY,
            BackupUnit.FACILITY,
            Money.parse("JPY 100"))
        .services(
            List.of(new ServiceTerms("ISO image", ServiceKind.PROCESSING, Money.parse("JPY 50"))));
  }

  /** A rule bills when the first image is filed, before the examination has ended. */
  private void billed(String study, String at) {
    books.at(at);
    NamedUse use = new NamedUse("demo", "ISO image", study, books.clock.instant());
    database.run(tx -> books.ledger.recordNamed(tx, List.of(use)));
  }

  private void arrived(String study, String at) {
    books.at(at).arrived(study, 3, at, at);
  }

  private Comparison run(int ahead, ContractTerms terms) {
    SimulationOrder order = new SimulationOrder("demo", MAY, JULY, Optional.of(terms), ahead);
    return books.ledger.simulator(folder.resolve("scratch")).run(order, new Facts(), step -> {});
  }

  /** The second examination is of the other SOP class; of the third nothing is known any more. */
  private static final class Facts implements ExamFacts {
    @Override
    public Optional<Known> of(String facility, String study) {
      return Optional.of(new Known(Set.of(), false));
    }

    @Override
    public Set<String> sopClasses(String facility, String study) {
      return switch (study) {
        case "1.1" -> Set.of(CT, MR);
        case "1.2" -> Set.of(MR);
        default -> Set.of();
      };
    }
  }
}
