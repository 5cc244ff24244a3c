package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.contract.RulesNode.NOON;
import static org.hokan.archive.contract.RulesNode.refused;
import static org.hokan.archive.contract.RulesNode.terms;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class ContractsTest {
  private final Database database;
  private final RulesNode node;
  private final Contracts contracts;

  ContractsTest(TestDatabase on) {
    database = on.shared(ContractsTest.class, RulesNode.tables());
    node = new RulesNode(database);
    contracts = node.contracts;
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void aContractIsKeptWithTheTariffsPointsOfItsDay() {
    node.admit("kept");
    Contract annual = contracts.add("kept", terms("2026-01-01", "2026-12-31"), "alice");
    ContractTerms monthly =
        new ContractTerms(
            LocalDate.parse("2027-01-01"),
            LocalDate.parse("2027-12-31"),
            PeriodCourse.MONTHLY,
            Money.parse("EUR 12.34"),
            BackupUnit.STUDY,
            1);
    Contract next = contracts.add("kept", monthly, "alice");

    assertThat(annual)
        .isEqualTo(
            new Contract(
                "kept-1",
                1,
                "kept",
                terms("2026-01-01", "2026-12-31"),
                10,
                ContractState.AGREED,
                NOON,
                "alice"));
    assertThat(next.id()).isEqualTo("kept-2");
    assertThat(next.pointsPerPeriod()).isEqualTo(1);
    try (RulesNode later = new RulesNode(database)) {
      assertThat(later.contracts.ofFacility("kept")).containsExactly(annual, next);
      assertThat(later.contracts.contract("kept-2")).contains(next);
    }
  }

  @Test
  void termsOfOneFacilityNeverOverlap() {
    node.admit("terms");
    node.admit("other");
    contracts.add("terms", terms("2026-01-01", "2026-06-30"), "op");
    contracts.add("other", terms("2026-01-01", "2026-12-31"), "op");

    refused(Reason.CONFLICT, () -> contracts.add("terms", terms("2026-06-30", "2026-12-31"), "op"))
        .hasMessageContaining("overlaps terms-1, which holds 2026-01-01 to 2026-06-30");
    Contract second = contracts.add("terms", terms("2026-07-01", "2026-12-31"), "op");
    refused(
        Reason.CONFLICT,
        () -> contracts.change(second.id(), 1, terms("2026-06-01", "2026-12-31"), "op"));
    assertThat(contracts.change(second.id(), 1, terms("2026-07-02", "2027-12-31"), "op").version())
        .isEqualTo(2);
  }

  @Test
  void ofManyOverlappingContractsAtOnceOneIsMade() throws Exception {
    node.admit("race");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> made = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      made.add(
          threads.submit(
              () -> {
                try {
                  contracts.add("race", terms("2026-01-01", "2026-12-31"), "op");
                  return true;
                } catch (ChangeRefusedException e) {
                  assertThat(e.reason()).isEqualTo(Reason.CONFLICT);
                  return false;
                }
              }));
    }
    int all = 0;
    for (Future<Boolean> one : made) {
      all += one.get() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(all).isEqualTo(1);
    assertThat(contracts.ofFacility("race")).hasSize(1);
  }

  @Test
  void itHoldsFromItsFirstDayToItsLastInTheFacilitysZone() {
    node.admit("zone");
    Contract contract = contracts.add("zone", terms("2026-01-01", "2026-12-31"), "op");
    assertThat(contracts.inForce("zone", Instant.parse("2025-12-31T14:59:59Z"))).isEmpty();
    assertThat(contracts.inForce("zone", Instant.parse("2025-12-31T15:00:00Z"))).contains(contract);
    assertThat(contracts.inForce("zone", Instant.parse("2026-12-31T14:59:59Z"))).contains(contract);
    assertThat(contracts.inForce("zone", Instant.parse("2026-12-31T15:00:00Z"))).isEmpty();
    assertThat(contracts.inForce("nowhere", NOON)).isEmpty();

    Facility facility = node.entities.facility("zone").orElseThrow();
    node.entities.changeFacility(
        new Facility("zone", "Zone", "zone", Optional.of(ZoneId.of("UTC")), facility.version()),
        "op");
    assertThat(contracts.inForce("zone", Instant.parse("2025-12-31T15:00:00Z"))).isEmpty();
    assertThat(contracts.inForce("zone", Instant.parse("2026-12-31T15:00:00Z"))).contains(contract);
  }

  @Test
  void aChangeIsANewVersionAndTheOldOneIsKept() {
    node.admit("versions");
    Contract first = contracts.add("versions", terms("2026-01-01", "2026-12-31"), "alice");
    Contract second = contracts.change(first.id(), 1, terms("2026-01-01", "2027-06-30"), "bob");

    assertThat(second.version()).isEqualTo(2);
    assertThat(contracts.contract(first.id())).contains(second);
    assertThat(contracts.versions(first.id())).containsExactly(first, second);
    refused(
        Reason.CHANGED_MEANWHILE,
        () -> contracts.change(first.id(), 1, terms("2026-01-01", "2028-12-31"), "carol"));
    assertThat(events("versions"))
        .extracting(AuditEvent::actor, AuditEvent::action, AuditEvent::subject)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                "bob", "contract.change", "contract versions-1 version 2"));
    assertThat(events("versions").get(0).detail())
        .startsWith("was: 2026-01-01 to 2026-12-31, course=ANNUAL, points=10, unit-rate=JPY 1000")
        .contains("is: 2026-01-01 to 2027-06-30")
        .endsWith("capacity=500GB");
  }

  @Test
  void onceBegunItKeepsItsFirstDayCourseUnitAndCurrencyAndCannotEndInThePast() {
    node.admit("begun");
    ContractTerms old = terms("2026-01-01", "2026-12-31");
    contracts.add("begun", old, "op");
    refused(Reason.CONFLICT, () -> change(old, "2026-02-01", "2026-12-31", old.course(), "JPY 1"))
        .hasMessageContaining("has begun on 2026-01-01");
    refused(
        Reason.CONFLICT,
        () -> change(old, "2026-01-01", "2026-12-31", PeriodCourse.MONTHLY, "JPY 1"));
    refused(Reason.CONFLICT, () -> change(old, "2026-01-01", "2026-12-31", old.course(), "EUR 1"))
        .hasMessageContaining("another currency");
    refused(Reason.CONFLICT, () -> change(old, "2026-01-01", "2026-06-14", old.course(), "JPY 1"))
        .hasMessageContaining("until 2026-06-14 is past");
    Contract shorter = change(old, "2026-01-01", "2026-06-15", old.course(), "JPY 900");
    assertThat(shorter.unitRate()).isEqualTo(Money.parse("JPY 900"));
  }

  @Test
  void beforeItBeginsAllButCurrencyMayChangeAndAnotherCourseHasItsOwnPoints() {
    node.admit("early");
    contracts.add("early", terms("2027-01-01", "2027-12-31"), "op");
    Contract changed =
        contracts.change(
            "early-1",
            1,
            new ContractTerms(
                LocalDate.parse("2026-07-01"),
                LocalDate.parse("2026-12-31"),
                PeriodCourse.MONTHLY,
                Money.parse("JPY 5"),
                BackupUnit.PATIENT,
                7),
            "op");
    assertThat(changed.pointsPerPeriod()).isEqualTo(1);
    assertThat(changed.unit()).isEqualTo(BackupUnit.PATIENT);
  }

  @Test
  void onlyAnUnusedContractIsWithdrawnAndItsNumberIsNeverUsedAgain() {
    node.admit("unused");
    node.admit("used");
    contracts.add("unused", terms("2026-01-01", "2026-12-31"), "op");
    contracts.add("used", terms("2026-01-01", "2026-12-31"), "op");

    refused(Reason.CONFLICT, () -> contracts.withdraw("used-1", 1, "op"))
        .hasMessageContaining("3 charges stand on it");
    assertThat(contracts.withdraw("unused-1", 1, "op").state()).isEqualTo(ContractState.WITHDRAWN);
    assertThat(contracts.inForce("unused", NOON)).isEmpty();
    assertThat(contracts.contract("unused-1").orElseThrow().version()).isEqualTo(2);
    refused(Reason.CONFLICT, () -> contracts.withdraw("unused-1", 2, "op"));
    assertThat(contracts.add("unused", terms("2026-01-01", "2026-12-31"), "op").id())
        .isEqualTo("unused-2");
  }

  @Test
  void aFacilityWithAContractStays() {
    node.admit("stays");
    contracts.add("stays", terms("2026-01-01", "2026-12-31"), "op");
    refused(Reason.CONFLICT, () -> node.entities.removeFacility("stays", "op"))
        .hasMessageContaining("has the contracts stays-1");
    contracts.withdraw("stays-1", 1, "op");
    node.entities.removeFacility("stays", "op");
    refused(
        Reason.NOT_FOUND, () -> contracts.add("stays", terms("2026-01-01", "2026-12-31"), "op"));
    refused(Reason.NOT_FOUND, () -> contracts.withdraw("stays-99", 1, "op"));
  }

  @Test
  void aChangeByAnotherNodeIsSeenAfterTheNextRefresh() {
    node.admit("nodes");
    try (RulesNode other = new RulesNode(database)) {
      other.contracts.add("nodes", terms("2026-01-01", "2026-12-31"), "op");
      assertThat(contracts.ofFacility("nodes")).isEmpty();
      contracts.refresh();
      assertThat(contracts.ofFacility("nodes")).hasSize(1);
    }
  }

  private Contract change(
      ContractTerms old, String from, String until, PeriodCourse course, String rate) {
    return contracts.change(
        "begun-1",
        1,
        new ContractTerms(
            LocalDate.parse(from),
            LocalDate.parse(until),
            course,
            Money.parse(rate),
            old.unit(),
            old.capacityBytes()),
        "op");
  }

  private List<AuditEvent> events(String facility) {
    return node.audit.list(AuditFilter.builder().facility(facility).build());
  }
}
