package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.contract.BackupObjects.Key;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A renewal does not silently stop what was chosen: it is told of, and carried when asked for. */
@OnEachDatabase
class RenewalsTest {
  private static final LocalDate TODAY =
      LocalDate.ofInstant(RulesNode.NOON, ZoneId.of("Asia/Tokyo"));

  private final Database database;
  private final RulesNode node;
  private final BackupObjects objects;

  RenewalsTest(TestDatabase on) {
    database = on.shared(RenewalsTest.class, RulesNode.tables());
    node = new RulesNode(database);
    objects = node.contracts.objects();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static ContractTerms terms(String from, String until, BackupUnit... units) {
    Money rate = Money.parse("JPY 10");
    BackupPrice price = TestTerms.price(PeriodCourse.MONTHLY, rate);
    return TestTerms.of(from, until, PeriodCourse.MONTHLY, BackupUnit.PATIENT, rate)
        .backups(
            List.of(units).stream()
                .map(unit -> BackupTerms.of(unit, price).chosen(Set.of()).build())
                .toList())
        .build();
  }

  private Contract agreed(String facility, String from, String until, BackupUnit... units) {
    return node.contracts.add(facility, terms(from, until, units), "op");
  }

  private boolean isChosen(Key key, LocalDate day) {
    return Optional.ofNullable(
            database
                .read(tx -> objects.chosen(tx, key.contract(), key.unit(), List.of(key.object())))
                .get(key.object()))
        .filter(chosen -> chosen.days().has(day))
        .isPresent();
  }

  /** A contract that keeps patient P1 and an exam to its end, and patient P2 until today. */
  private Contract first(String facility) {
    node.admit(facility);
    Contract first =
        agreed(facility, "2026-01-01", "2026-12-31", BackupUnit.PATIENT, BackupUnit.STUDY);
    objects.choose(Key.patient(first.id(), "P1"), Optional.empty(), "op");
    objects.choose(Key.patient(first.id(), "P2"), Optional.empty(), "op");
    objects.choose(Key.study(first.id(), "1.2.3"), Optional.empty(), "op");
    objects.takeOut(Key.patient(first.id(), "P2"), Optional.of(TODAY.plusDays(1)), "op");
    return first;
  }

  @Test
  void whatIsChosenToTheEndOfTheContractBeforeIsToldOfWithItsCountUntilItIsCopied() {
    first("renewed");
    Contract next =
        agreed("renewed", "2027-01-01", "2027-12-31", BackupUnit.PATIENT, BackupUnit.STUDY);

    assertThat(node.contracts.renewals().notCarried(next).orElseThrow().text())
        .startsWith(
            "1 patient and 1 exam that renewed-1 keeps on 2026-12-31 are not chosen under"
                + " renewed-2");

    assertThat(node.contracts.renewals().copy(next.id(), Optional.empty(), "op"))
        .isEqualTo(Map.of(BackupUnit.PATIENT, 1L, BackupUnit.STUDY, 1L));
    assertThat(node.contracts.renewals().notCarried(next)).isEmpty();
    assertThat(isChosen(Key.patient(next.id(), "P1"), next.from())).isTrue();
    assertThat(isChosen(Key.study(next.id(), "1.2.3"), next.from())).isTrue();
    assertThat(isChosen(Key.patient(next.id(), "P2"), next.from())).isFalse();
    assertThat(node.audit.list(AuditFilter.builder().build()).stream())
        .filteredOn(event -> event.action().equals("backup.copy"))
        .filteredOn(event -> event.facility().equals("renewed"))
        .extracting(AuditEvent::subject)
        .containsExactlyInAnyOrder(
            "contract renewed-2, unit PATIENT", "contract renewed-2, unit STUDY");
  }

  @Test
  void whatWasChosenSinceIsCopiedLaterAndWhatAPersonTookOutOfTheNextOneStaysOut() {
    Contract first = first("later");
    Contract next =
        agreed("later", "2027-01-01", "2027-12-31", BackupUnit.PATIENT, BackupUnit.STUDY);
    node.contracts.renewals().copy(next.id(), Optional.empty(), "op");
    Key out = Key.patient(next.id(), "P1");
    objects.takeOut(out, Optional.empty(), "op");
    objects.choose(Key.patient(first.id(), "P3"), Optional.empty(), "op");

    assertThat(node.contracts.renewals().copy(next.id(), Optional.empty(), "op"))
        .isEqualTo(Map.of(BackupUnit.PATIENT, 1L));
    assertThat(isChosen(Key.patient(next.id(), "P3"), next.from())).isTrue();
    assertThat(isChosen(out, next.from())).isFalse();
  }

  @Test
  void aContractWithoutTheUnitIsWarnedOfUnlessAnotherUnitKeepsAll() {
    first("without");
    Contract next = agreed("without", "2027-01-01", "2027-12-31", BackupUnit.STUDY);
    assertThat(node.contracts.renewals().notCarried(next).orElseThrow().text())
        .contains("it has no unit PATIENT");

    first("all");
    Contract all = node.contracts.add("all", RulesNode.terms("2027-01-01", "2027-12-31"), "op");
    assertThat(node.contracts.renewals().notCarried(all)).isEmpty();
  }

  @Test
  void whatAUnitKeptThatEndedBeforeItsContractIsNeitherToldOfNorCopied() {
    Contract first = first("shrunk");
    objects.choose(Key.patient(first.id(), "P3"), Optional.empty(), "op");
    node.contracts.change(
        first.id(),
        2,
        terms("2026-01-01", "2026-12-31", BackupUnit.STUDY),
        Optional.of(TODAY.plusDays(1)),
        "op");
    Contract next =
        agreed("shrunk", "2027-01-01", "2027-12-31", BackupUnit.PATIENT, BackupUnit.STUDY);

    assertThat(node.contracts.renewals().notCarried(next).orElseThrow().text())
        .startsWith("1 exam that shrunk-1 keeps");
    assertThat(node.contracts.renewals().copy(next.id(), Optional.empty(), "op"))
        .isEqualTo(Map.of(BackupUnit.STUDY, 1L));
  }

  @Test
  void nothingIsCopiedFromADayOnThatHasPassed() {
    node.admit("past");
    Contract first =
        agreed("past", "2026-01-01", TODAY.minusDays(10).toString(), BackupUnit.PATIENT);
    Contract next = agreed("past", TODAY.minusDays(9).toString(), "2027-12-31", BackupUnit.PATIENT);
    assertThat(next.id()).isNotEqualTo(first.id());
    RulesNode.refused(
        Reason.CONFLICT,
        () -> node.contracts.renewals().copy(next.id(), Optional.of(TODAY.minusDays(1)), "op"));
  }

  @Test
  void theFirstContractOfAFacilityHasNothingToCarry() {
    Contract first = first("alone");
    assertThat(node.contracts.renewals().notCarried(first)).isEmpty();
    RulesNode.refused(
        Reason.CONFLICT, () -> node.contracts.renewals().copy(first.id(), Optional.empty(), "op"));
  }

  @Test
  void whatWasLeftBehindIsToldOnceMoreWhenTheNextContractBegins() {
    node.admit("begun");
    Contract first =
        node.contracts.add(
            "begun", terms("2026-01-01", TODAY.plusDays(10).toString(), BackupUnit.PATIENT), "op");
    objects.choose(Key.patient(first.id(), "P1"), Optional.empty(), "op");
    Contract ended =
        node.contracts.move(
            first.id(),
            2,
            ContractMove.of(ContractAction.TERMINATE, Side.PROVIDER, "op").on(TODAY),
            "op");
    Contract next =
        agreed("begun", ended.lastDay().plusDays(1).toString(), "2027-12-31", BackupUnit.PATIENT);

    node.contracts.review();
    assertThat(told(next)).as("not begun").isZero();
    try (RulesNode tomorrow = new RulesNode(database, RulesNode.NOON.plusSeconds(86_400))) {
      tomorrow.contracts.review();
      tomorrow.contracts.review();
    }
    assertThat(told(next)).isOne();
  }

  private long told(Contract next) {
    return node.audit.list(AuditFilter.builder().build()).stream()
        .filter(event -> event.action().equals("contract.choices"))
        .filter(event -> event.subject().equals("contract " + next.id()))
        .count();
  }
}
