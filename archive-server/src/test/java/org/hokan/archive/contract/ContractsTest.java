package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.hokan.archive.contract.RulesNode.NOON;
import static org.hokan.archive.contract.RulesNode.refused;
import static org.hokan.archive.contract.RulesNode.terms;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void aContractIsKeptWithAllThatItSays() {
    node.admit("kept");
    Contract annual = contracts.add("kept", terms("2026-01-01", "2026-12-31"), "alice");
    ContractTerms monthly =
        TestTerms.of(
                "2027-01-01",
                "2027-12-31",
                PeriodCourse.MONTHLY,
                BackupUnit.STUDY,
                Money.parse("EUR 12.34"))
            .build();
    Contract next = contracts.add("kept", monthly, "alice");

    assertThat(annual.terms()).isEqualTo(terms("2026-01-01", "2026-12-31"));
    assertThat(annual.steps())
        .extracting(ContractStep::action, ContractStep::side, ContractStep::at, ContractStep::by)
        .containsExactly(
            tuple(ContractAction.PROPOSE, Side.PROVIDER, NOON, "alice"),
            tuple(ContractAction.ACCEPT, Side.FACILITY, NOON, "alice"));
    assertThat(contracts.state(annual)).isEqualTo(ContractState.ACTIVE);
    assertThat(next.id()).isEqualTo("kept-2");
    try (RulesNode later = new RulesNode(database)) {
      assertThat(later.contracts.ofFacility("kept")).containsExactly(annual, next);
      assertThat(later.contracts.contract("kept-2")).contains(next);
    }
  }

  @Test
  void aContractOfTheFirstFormIsReadAsWhatItMeantAndGoesOn() {
    node.admit("old");
    firstForm(1, "2026-12-31", "AGREED", "2026-01-05T00:00:00Z");
    firstForm(2, "2027-03-31", "AGREED", "2026-02-10T00:00:00Z");
    contracts.refresh();
    Contract old = contracts.contract("old-1").orElseThrow();
    assertThat(contracts.state(old)).isEqualTo(ContractState.ACTIVE);
    assertThat(old.agreed())
        .extracting(AgreedTerms::version, a -> a.from().toString(), a -> a.until().toString())
        .containsExactly(
            tuple(1, "2026-01-01", "2026-02-09"), tuple(2, "2026-02-10", "2027-03-31"));
    BackupTerms backup = old.terms().backups().get(0);
    assertThat(backup.price())
        .isEqualTo(new BackupPrice(PeriodCourse.MONTHLY, 1, Money.parse("JPY 1000")));
    assertThat(old.terms().billing()).isEqualTo(BillingTerms.FIRST_FORM);
    Contract changed = contracts.change("old-1", 4, old.terms(), Optional.empty(), "op");
    assertThat(changed.version()).isEqualTo(3);
    assertThat(contracts.contract("old-1")).contains(changed);
    Contract withdrawn = firstForm(1, "2026-12-31", "WITHDRAWN", "2026-01-05T00:00:00Z", 2);
    assertThat(contracts.state(withdrawn)).isEqualTo(ContractState.TERMINATED);
    assertThat(withdrawn.agreed()).isEmpty();
  }

  private Contract firstForm(int version, String until, String state, String at, int number) {
    firstForm(number, version, until, "AGREED", at);
    firstForm(number, version + 1, until, state, at);
    contracts.refresh();
    return contracts.contract("old-" + number).orElseThrow();
  }

  private void firstForm(int version, String until, String state, String at) {
    firstForm(1, version, until, state, at);
  }

  /** As the version of the node before this wrote it. */
  private void firstForm(int number, int version, String until, String state, String at) {
    database.run(
        tx ->
            tx.session()
                .createNativeMutationQuery(
                    """
                    insert into contract_version (id, contract, version, facility, number, first_day,
                      last_day, course, currency, unit_rate, unit, capacity_bytes, points_per_period,
                      state, agreed_at, agreed_by)
                    values (%d, 'old-%d', %d, 'old', %d, date '2026-01-01', date '%s', 'MONTHLY', 'JPY',
                      1000, 'FACILITY', 500000000000, 1, '%s', timestamp with time zone '%s', 'alice')
                    """
                        .formatted(
                            -10 * number - version,
                            number,
                            version,
                            number,
                            until,
                            state,
                            at.replace('T', ' ').replace("Z", "+00")))
                .executeUpdate());
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
        () ->
            contracts.change(
                second.id(), 2, terms("2026-06-01", "2026-12-31"), Optional.empty(), "op"));
    assertThat(
            contracts
                .change(second.id(), 2, terms("2026-07-02", "2027-12-31"), Optional.empty(), "op")
                .version())
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
    contracts.add("zone", terms("2026-01-01", "2026-12-31"), "op");
    assertThat(contracts.inForce("zone", Instant.parse("2025-12-31T14:59:59Z"))).isEmpty();
    assertThat(contracts.inForce("zone", Instant.parse("2025-12-31T15:00:00Z")))
        .map(AgreedTerms::contract)
        .contains("zone-1");
    assertThat(contracts.inForce("zone", Instant.parse("2026-12-31T14:59:59Z")))
        .map(AgreedTerms::contract)
        .contains("zone-1");
    assertThat(contracts.inForce("zone", Instant.parse("2026-12-31T15:00:00Z"))).isEmpty();
    assertThat(contracts.inForce("nowhere", NOON)).isEmpty();

    Facility facility = node.entities.facility("zone").orElseThrow();
    Facility elsewhere =
        new Facility("zone", "Zone", "zone", Optional.of(ZoneId.of("UTC")), facility.version());
    assertThatThrownBy(() -> node.entities.changeFacility(elsewhere, "op"))
        .as("what was kept and charged would fall on other days")
        .hasMessageContaining("time zone UTC (expected: Asia/Tokyo as before")
        .hasMessageContaining("zone-1");
  }

  @Test
  void aChangeIsANewVersionAndTheOldOneIsKept() {
    node.admit("versions");
    Contract first = contracts.add("versions", terms("2026-01-01", "2026-12-31"), "alice");
    Contract second =
        contracts.change(first.id(), 2, terms("2026-01-01", "2027-06-30"), Optional.empty(), "bob");

    assertThat(second.version()).isEqualTo(2);
    assertThat(contracts.contract(first.id())).contains(second);
    assertThat(second.versions().get(0)).isEqualTo(first.versions().get(0));
    refused(
        Reason.CHANGED_MEANWHILE,
        () ->
            contracts.change(
                first.id(), 2, terms("2026-01-01", "2028-12-31"), Optional.empty(), "carol"));
    assertThat(events("versions"))
        .extracting(AuditEvent::actor, AuditEvent::action, AuditEvent::subject)
        .contains(tuple("bob", "contract.change", "contract versions-1 version 2"));
    assertThat(events("versions").get(0).detail())
        .startsWith("was: 2026-01-01 to 2026-12-31, FACILITY ANNUAL 10 x JPY 1000, capacity=500GB")
        .contains("is: 2026-01-01 to 2027-06-30")
        .endsWith("FACILITY signed by bob");
  }

  @Test
  void onceBegunItKeepsItsFirstDayCourseAndCurrencyAndCannotEndInThePast() {
    node.admit("begun");
    contracts.add("begun", terms("2026-01-01", "2026-12-31"), "op");
    refused(Reason.CONFLICT, () -> change("2026-02-01", "2026-12-31", PeriodCourse.ANNUAL, "JPY 1"))
        .hasMessageContaining("from: 2026-02-01 (expected: 2026-01-01")
        .hasMessageContaining("--valid-from");
    refused(
            Reason.CONFLICT,
            () -> change("2026-01-01", "2026-12-31", PeriodCourse.MONTHLY, "JPY 1"))
        .hasMessageContaining("another course (expected: ANNUAL");
    refused(Reason.CONFLICT, () -> change("2026-01-01", "2026-12-31", PeriodCourse.ANNUAL, "EUR 1"))
        .hasMessageContaining("currency: EUR (expected: JPY");
    refused(Reason.CONFLICT, () -> change("2026-01-01", "2026-06-14", PeriodCourse.ANNUAL, "JPY 1"))
        .hasMessageContaining("(expected: 2026-06-14 or earlier)");
    Contract shorter = change("2026-01-01", "2026-06-15", PeriodCourse.ANNUAL, "JPY 900");
    assertThat(rateOn(shorter, "2026-06-14")).isEqualTo(Money.parse("JPY 1000"));
    assertThat(rateOn(shorter, "2026-06-15")).isEqualTo(Money.parse("JPY 900"));
  }

  @Test
  void beforeItBeginsAllButCurrencyMayChange() {
    node.admit("early");
    contracts.add("early", terms("2027-01-01", "2027-12-31"), "op");
    Contract changed =
        contracts.change(
            "early-1",
            2,
            TestTerms.of(
                    "2026-07-01",
                    "2026-12-31",
                    PeriodCourse.MONTHLY,
                    BackupUnit.PATIENT,
                    Money.parse("JPY 5"))
                .build(),
            Optional.empty(),
            "op");
    assertThat(changed.agreed())
        .extracting(AgreedTerms::version, a -> a.from().toString())
        .containsExactly(tuple(2, "2026-07-01"));
  }

  @Test
  void aChangeMayHoldFromALaterDayOnButNeverFromAPastOne() {
    node.admit("later");
    contracts.add("later", terms("2026-01-01", "2026-12-31"), "op");
    ContractTerms cheaper =
        TestTerms.of(
                "2026-01-01",
                "2026-12-31",
                PeriodCourse.ANNUAL,
                BackupUnit.FACILITY,
                Money.parse("JPY 900"))
            .build();
    refused(
            Reason.CONFLICT,
            () ->
                contracts.change(
                    "later-1", 2, cheaper, Optional.of(LocalDate.parse("2026-06-14")), "op"))
        .hasMessageContaining("validFrom: 2026-06-14 is past (expected: 2026-06-15 or later)");
    Contract changed =
        contracts.change("later-1", 2, cheaper, Optional.of(LocalDate.parse("2026-10-01")), "op");
    assertThat(rateOn(changed, "2026-09-30")).isEqualTo(Money.parse("JPY 1000"));
    assertThat(rateOn(changed, "2026-10-01")).isEqualTo(Money.parse("JPY 900"));
  }

  @Test
  void aSuspendedContractTakesNothingNewUntilItGoesOn() {
    node.admit("paused");
    contracts.add("paused", terms("2026-01-01", "2026-12-31"), "op");
    move("paused-1", ContractAction.SUSPEND);
    assertThat(contracts.inForce("paused", NOON)).isEmpty();
    assertThat(contracts.inForce("paused", NOON.minusSeconds(1))).isPresent();
    refused(Reason.CONFLICT, () -> move("paused-1", ContractAction.SUSPEND))
        .hasMessageContaining(
            "suspend: the contract is SUSPENDED (expected: draft, propose, resume, terminate)");
    assertThat(decision("paused", ExamState.NEW)).isEqualTo("The storage contract is suspended");
    assertThat(decision("paused", ExamState.IN_PROGRESS))
        .isEqualTo("The storage contract is suspended");
    node.admit("without", "WITHOUT");
    assertThat(decision("without", ExamState.NEW)).isEqualTo("No storage contract in force");
    move("paused-1", ContractAction.RESUME);
    assertThat(contracts.inForce("paused", NOON)).isPresent();
  }

  @Test
  void ofTwoWhoAnswerAnOfferAtOnceTheSecondIsTold() {
    node.admit("talks");
    contracts.begin(
        "talks",
        ContractMove.of(
            ContractAction.PROPOSE, Side.PROVIDER, "Yamada", terms("2027-01-01", "2027-12-31")),
        "op");
    ContractMove counter =
        ContractMove.of(
            ContractAction.COUNTER, Side.FACILITY, "Sato", terms("2027-02-01", "2027-12-31"));
    contracts.move("talks-1", 1, counter, "op");
    refused(
            Reason.CHANGED_MEANWHILE,
            () ->
                contracts.move(
                    "talks-1",
                    1,
                    ContractMove.of(ContractAction.ACCEPT, Side.FACILITY, "Ito"),
                    "op"))
        .hasMessageContaining("step 1 (expected: 2, its last one; COUNTER by the FACILITY");
    Contract agreed =
        contracts.move(
            "talks-1", 2, ContractMove.of(ContractAction.ACCEPT, Side.PROVIDER, "Yamada"), "op");
    assertThat(contracts.state(agreed)).isEqualTo(ContractState.ACCEPTED);
    assertThat(agreed.versions()).hasSize(2);
    assertThat(events("talks").get(0))
        .extracting(AuditEvent::action, AuditEvent::detail)
        .containsExactly("contract.accept", "PROVIDER signed by Yamada, 2027-02-01");
  }

  @Test
  void whoDidNotSeeWhatWasDoneLastIsToldOfItAndChangesNothing() {
    node.admit("seen");
    contracts.begin(
        "seen",
        ContractMove.of(
            ContractAction.PROPOSE, Side.PROVIDER, "Yamada", terms("2026-06-15", "2027-06-14")),
        "op");
    contracts.move(
        "seen-1", 1, ContractMove.of(ContractAction.ACCEPT, Side.FACILITY, "Dr. Sato"), "alice");
    refused(Reason.CHANGED_MEANWHILE, () -> contracts.withdraw("seen-1", 1, "op"))
        .hasMessage(
            "contract seen-1: step 1 (expected: 2, its last one; ACCEPT by the FACILITY, signed by"
                + " Dr. Sato, entered by alice at 2026-06-15T12:00:00Z; read it again)");
    ContractMove end = ContractMove.of(ContractAction.TERMINATE, Side.PROVIDER, "Yamada");
    contracts.move("seen-1", 2, end.on(LocalDate.parse("2026-12-31")), "op");
    refused(
            Reason.CHANGED_MEANWHILE,
            () -> contracts.move("seen-1", 2, end.on(LocalDate.parse("2026-09-30")), "bob"))
        .hasMessageContaining("step 2 (expected: 3, its last one; TERMINATE by the PROVIDER");
    refused(
        Reason.CHANGED_MEANWHILE,
        () ->
            contracts.change(
                "seen-1", 2, terms("2026-06-15", "2026-12-31"), Optional.empty(), "bob"));
    refused(Reason.CHANGED_MEANWHILE, () -> contracts.withdraw("seen-1", 4, "op"))
        .hasMessage("contract seen-1: step 4 (expected: 3, its last one; read it again)");
    assertThat(contracts.contract("seen-1").orElseThrow().lastDay())
        .isEqualTo(LocalDate.parse("2026-12-31"));
  }

  @Test
  void anOfferThatWouldOverlapIsRefusedWhenItIsAccepted() {
    node.admit("two");
    contracts.add("two", terms("2026-01-01", "2026-12-31"), "op");
    Contract offered =
        contracts.begin(
            "two",
            ContractMove.of(
                ContractAction.PROPOSE, Side.FACILITY, "Sato", terms("2026-12-31", "2027-12-31")),
            "op");
    refused(
            Reason.CONFLICT,
            () ->
                contracts.move(
                    offered.id(),
                    1,
                    ContractMove.of(ContractAction.ACCEPT, Side.PROVIDER, "Yamada"),
                    "op"))
        .hasMessageContaining("overlaps two-1");
    assertThat(contracts.contract(offered.id())).contains(offered);
  }

  @Test
  void whatTheCalendarBringsIsToldOnceHoweverLongNobodyLooked() {
    node.admit("calendar");
    contracts.add("calendar", terms("2026-01-01", "2026-06-20"), "op");
    contracts.add("calendar", terms("2025-01-01", "2025-12-31"), "op");
    contracts.review();
    contracts.review();
    try (RulesNode other = new RulesNode(database)) {
      other.contracts.review();
    }
    assertThat(events("calendar").stream().filter(e -> e.actor().equals("node")))
        .extracting(AuditEvent::action, AuditEvent::subject, AuditEvent::detail)
        .containsExactlyInAnyOrder(
            tuple("contract.start", "contract calendar-1", "in force from 2026-01-01"),
            tuple("contract.remind", "contract calendar-1", "ends on 2026-06-20, in 5 days"),
            tuple("contract.start", "contract calendar-2", "in force from 2025-01-01"),
            tuple(
                "contract.expire",
                "contract calendar-2",
                "ended on 2025-12-31, its grace on 2025-12-31"));
    assertThat(contracts.ending()).isPositive();
  }

  @Test
  void onlyAnUnusedContractIsWithdrawnAndItsNumberIsNeverUsedAgain() {
    node.admit("unused");
    node.admit("used");
    contracts.add("unused", terms("2026-01-01", "2026-12-31"), "op");
    contracts.add("used", terms("2026-01-01", "2026-12-31"), "op");

    refused(Reason.CONFLICT, () -> contracts.withdraw("used-1", 2, "op"))
        .hasMessageContaining("3 charges stand on it");
    assertThat(contracts.state(contracts.withdraw("unused-1", 2, "op")))
        .isEqualTo(ContractState.TERMINATED);
    assertThat(contracts.inForce("unused", NOON)).isEmpty();
    refused(Reason.CONFLICT, () -> contracts.withdraw("unused-1", 3, "op"));
    assertThat(contracts.add("unused", terms("2026-01-01", "2026-12-31"), "op").id())
        .isEqualTo("unused-2");
  }

  /**
   * An offer on a contract that was agreed and used. Columns: the contract's state, the offer's,
   * and what comes of it when its writer / the other side withdraws it.
   */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "ACCEPTED, DRAFT, taken back, refused",
    "ACCEPTED, PROPOSED, taken back, taken back",
    "ACCEPTED, COUNTERED, taken back, taken back",
    "ACTIVE, DRAFT, taken back, refused",
    "ACTIVE, PROPOSED, taken back, taken back",
    "ACTIVE, COUNTERED, taken back, taken back",
    "SUSPENDED, DRAFT, taken back, refused",
    "SUSPENDED, PROPOSED, taken back, taken back",
    "SUSPENDED, COUNTERED, taken back, taken back",
    "TERMINATED, DRAFT, taken back, refused",
    "TERMINATED, PROPOSED, taken back, taken back",
    "TERMINATED, COUNTERED, taken back, taken back"
  })
  void withdrawingAnOfferLeavesAContractInUseAsItIs(
      ContractState state, ContractState offer, String byWriter, String byOther) {
    assertThat(withdrawn(state, offer, true)).isEqualTo(byWriter);
    assertThat(withdrawn(state, offer, false)).isEqualTo(byOther);
  }

  private String withdrawn(ContractState state, ContractState offer, boolean byWriter) {
    String facility = "used%s%s%s".formatted(state, offer, byWriter).toLowerCase(Locale.ROOT);
    node.admit(facility);
    String from = state == ContractState.ACCEPTED ? "2026-07-01" : "2026-01-01";
    Contract agreed = contracts.add(facility, terms(from, "2026-12-31"), "op");
    if (state == ContractState.SUSPENDED) {
      move(agreed.id(), ContractAction.SUSPEND);
    }
    Side writer = offered(agreed, offer);
    if (state == ContractState.TERMINATED) {
      end(agreed);
    }
    Contract before = contracts.contract(agreed.id()).orElseThrow();
    assertThat(before.offer()).contains(offer);
    Side side = byWriter ? writer : writer.other();
    try {
      Contract after =
          contracts.move(
              before.id(),
              before.lastStep().number(),
              ContractMove.of(ContractAction.WITHDRAW, side, "Sato"),
              "op");
      assertThat(after.offer()).isEmpty();
      assertThat(after.agreed()).isEqualTo(before.agreed());
      assertThat(contracts.state(after)).isEqualTo(contracts.state(before));
      return "taken back";
    } catch (ChangeRefusedException e) {
      assertThat(e).hasMessageContaining("withdraw by the " + side);
      assertThat(contracts.contract(before.id())).contains(before);
      return "refused";
    }
  }

  /** Brings an offer of the facility into a state; answers the side that wrote it. */
  private Side offered(Contract agreed, ContractState offer) {
    ContractTerms changed =
        terms(agreed.from().toString(), "2027-03-31"); // longer than what was agreed
    ContractAction first =
        offer == ContractState.DRAFT ? ContractAction.DRAFT : ContractAction.PROPOSE;
    contracts.move(
        agreed.id(),
        last(agreed.id()),
        ContractMove.of(first, Side.FACILITY, "Sato", changed),
        "op");
    if (offer != ContractState.COUNTERED) {
      return Side.FACILITY;
    }
    contracts.move(
        agreed.id(),
        last(agreed.id()),
        ContractMove.of(ContractAction.COUNTER, Side.PROVIDER, "Yamada", changed),
        "op");
    return Side.PROVIDER;
  }

  /** With today as its last day. */
  private void end(Contract agreed) {
    Contract now = contracts.contract(agreed.id()).orElseThrow();
    contracts.move(
        now.id(),
        now.lastStep().number(),
        ContractMove.of(ContractAction.TERMINATE, Side.PROVIDER, "Yamada"),
        "op");
  }

  @Test
  void aFacilityWithAContractStays() {
    node.admit("stays");
    contracts.add("stays", terms("2026-01-01", "2026-12-31"), "op");
    refused(Reason.CONFLICT, () -> node.entities.removeFacility("stays", "op"))
        .hasMessageContaining("has the contracts stays-1");
    contracts.withdraw("stays-1", 2, "op");
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

  private String decision(String facility, ExamState exam) {
    ArrivalFacts facts =
        ArrivalFacts.builder().callingAe("NOBODY").facility(facility).time(NOON).build();
    StorageDecision decision = node.rules.decide(facts, exam, 0);
    return decision instanceof StorageDecision.Refuse refuse
        ? refuse.text()
        : ((StorageDecision.Quarantine) decision).text();
  }

  private Contract move(String id, ContractAction action) {
    return contracts.move(id, last(id), ContractMove.of(action, Side.PROVIDER, "Yamada"), "op");
  }

  private int last(String id) {
    return contracts.contract(id).orElseThrow().lastStep().number();
  }

  private static Money rateOn(Contract contract, String day) {
    return contract
        .termsOn(LocalDate.parse(day))
        .orElseThrow()
        .terms()
        .backups()
        .get(0)
        .price()
        .unitRate();
  }

  private Contract change(String from, String until, PeriodCourse course, String rate) {
    return contracts.change(
        "begun-1",
        2,
        TestTerms.of(from, until, course, BackupUnit.FACILITY, Money.parse(rate)).build(),
        Optional.empty(),
        "op");
  }

  private List<AuditEvent> events(String facility) {
    return node.audit.list(AuditFilter.builder().facility(facility).build());
  }
}
