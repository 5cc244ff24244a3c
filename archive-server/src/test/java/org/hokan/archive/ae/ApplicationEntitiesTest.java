package org.hokan.archive.ae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.audit.AuditSettings;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.db.Tx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class ApplicationEntitiesTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

  private final Database database;
  private final Audit audit;
  private final ApplicationEntities node;

  ApplicationEntitiesTest(TestDatabase on) {
    List<Class<?>> entities =
        Stream.of(ApplicationEntities.entities(), Audit.entities()).flatMap(List::stream).toList();
    database = on.shared(ApplicationEntitiesTest.class, entities);
    audit = new Audit(database, AuditSettings.defaults());
    node = new ApplicationEntities(database, audit, CLOCK, List.of(new Studies()));
  }

  @AfterEach
  void close() {
    audit.close();
  }

  @Test
  void whatWasAddedIsFoundAndOutlivesTheNode() {
    Facility facility =
        new Facility("kept", "Kept Hospital", "KEPT", Optional.of(ZoneId.of("Asia/Tokyo")), 0);
    assertThat(node.addFacility(facility, "op").version()).isEqualTo(1);
    ApplicationEntity endo =
        ApplicationEntity.builder("KEPT1", "kept")
            .may(Permission.STORE, Permission.RETRIEVE)
            .address("127.0.0.1", 11113)
            .allowedFrom(List.of("127.0.0.1", "10.0.0.0/8"))
            .build();
    ApplicationEntity added = node.add(endo, "op");

    assertThat(added).isEqualTo(endo.toBuilder().version(1).build());
    assertThat(node.find("KEPT1")).contains(added);
    assertThat(node.find("kept1")).isEmpty();
    assertThat(node.ofFacility("kept")).containsExactly(added);
    ApplicationEntities later = new ApplicationEntities(database, audit, CLOCK, List.of());
    assertThat(later.find("KEPT1")).contains(added);
    assertThat(later.facility("kept").flatMap(Facility::timeZone))
        .contains(ZoneId.of("Asia/Tokyo"));
  }

  @Test
  void titlesCodesAndIssuersAreUnique() {
    node.addFacility(Facility.of("one", "One", "ONE"), "op");
    node.addFacility(Facility.of("two", "Two", "TWO"), "op");
    node.add(ApplicationEntity.builder("UNIQUE", "one").build(), "op");

    refused(Reason.EXISTS, () -> node.addFacility(Facility.of("one", "x", "X"), "op"));
    refused(Reason.CONFLICT, () -> node.addFacility(Facility.of("three", "x", "ONE"), "op"))
        .hasMessageContaining("that of facility one");
    refused(Reason.EXISTS, () -> node.add(ApplicationEntity.builder("UNIQUE", "two").build(), "op"))
        .hasMessageContaining("of facility one");
    refused(
            Reason.NOT_FOUND,
            () -> node.add(ApplicationEntity.builder("NEW", "nowhere").build(), "op"))
        .hasMessageContaining("'nowhere'");
  }

  @Test
  void theSecondOfTwoWritersIsTold() {
    Facility read = node.addFacility(Facility.of("race", "Race", "RACE"), "op");
    Facility first = new Facility("race", "First", "RACE", Optional.empty(), read.version());
    Facility second = new Facility("race", "Second", "RACE", Optional.empty(), read.version());
    assertThat(node.changeFacility(first, "a").version()).isEqualTo(2);
    refused(Reason.CHANGED_MEANWHILE, () -> node.changeFacility(second, "b"))
        .hasMessageContaining("read it again");
    assertThat(node.facility("race").map(Facility::name)).contains("First");

    ApplicationEntity entity = node.add(ApplicationEntity.builder("RACE1", "race").build(), "op");
    node.change(entity.toBuilder().may(Permission.STORE).build(), "a");
    refused(
        Reason.CHANGED_MEANWHILE,
        () -> node.change(entity.toBuilder().may(Permission.QUERY).build(), "b"));
    assertThat(node.find("RACE1").orElseThrow().may()).containsExactly(Permission.STORE);
  }

  @Test
  void ofManyWritersAtOnceExactlyOneWinsEachVersion() throws Exception {
    Facility read = node.addFacility(Facility.of("many", "Many", "MANY"), "op");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> won = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Facility mine = new Facility("many", "Writer " + i, "MANY", Optional.empty(), 1);
      won.add(
          threads.submit(
              () -> {
                try {
                  node.changeFacility(mine, "op");
                  return true;
                } catch (ChangeRefusedException e) {
                  assertThat(e.reason()).isEqualTo(Reason.CHANGED_MEANWHILE);
                  return false;
                }
              }));
    }
    int winners = 0;
    for (Future<Boolean> one : won) {
      winners += one.get() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(winners).isEqualTo(1);
    assertThat(node.facility("many").orElseThrow().version()).isEqualTo(read.version() + 1);
  }

  @Test
  void anAeNeverChangesItsFacility() {
    node.addFacility(Facility.of("from", "From", "FROM"), "op");
    node.addFacility(Facility.of("to", "To", "TO"), "op");
    node.add(ApplicationEntity.builder("MOVER", "from").build(), "op");
    refused(
        Reason.CONFLICT,
        () -> node.change(ApplicationEntity.builder("MOVER", "to").version(1).build(), "op"));
  }

  @Test
  void aFacilityWithAesOrDataStays() {
    node.addFacility(Facility.of("leaver", "Leaver", "LEAVER"), "op");
    node.add(ApplicationEntity.builder("LEAVER1", "leaver").build(), "op");
    refused(Reason.CONFLICT, () -> node.removeFacility("leaver", "op"))
        .hasMessageContaining("has the AEs LEAVER1");
    node.remove("LEAVER1", "op");
    assertThat(node.find("LEAVER1")).isEmpty();
    node.removeFacility("leaver", "op");
    assertThat(node.facility("leaver")).isEmpty();
    refused(Reason.NOT_FOUND, () -> node.removeFacility("leaver", "op"));

    node.addFacility(Facility.of("full", "Full", "FULL"), "op");
    node.add(ApplicationEntity.builder("FULL1", "full").build(), "op");
    refused(Reason.CONFLICT, () -> node.remove("FULL1", "op"))
        .hasMessage("AE FULL1: 2 rules stand on it");
    assertThat(node.find("FULL1")).isPresent();
  }

  @Test
  void eachChangeIsInTheAuditTrailWithWhatWasAndWhatIs() {
    Facility added = node.addFacility(Facility.of("trail", "Trail", "TRAIL"), "alice");
    node.changeFacility(
        new Facility("trail", "New Name", "TRAIL", Optional.empty(), added.version()), "bob");
    refused(Reason.EXISTS, () -> node.addFacility(added, "carol"));

    List<AuditEvent> events = audit.list(AuditFilter.builder().facility("trail").build());
    assertThat(events)
        .extracting(AuditEvent::actor, AuditEvent::action, AuditEvent::time)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("bob", "facility.change", NOON),
            org.assertj.core.groups.Tuple.tuple("alice", "facility.add", NOON));
    assertThat(events.get(0).detail())
        .isEqualTo(
            "was: name=Trail, issuer=TRAIL, time-zone=node's;"
                + " is: name=New Name, issuer=TRAIL, time-zone=node's");
  }

  @Test
  void aChangeByAnotherNodeIsSeenAfterTheNextRefresh() {
    ApplicationEntities other = new ApplicationEntities(database, audit, CLOCK, List.of());
    AeSnapshot before = node.snapshot();
    node.refresh();
    assertThat(node.snapshot()).isSameAs(before);
    other.addFacility(Facility.of("elsewhere", "Elsewhere", "ELSE"), "op");
    assertThat(node.facility("elsewhere")).isEmpty();
    node.refresh();
    assertThat(node.facility("elsewhere")).isPresent();
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable change) {
    return assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            ChangeRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static final class Studies implements Dependents {
    @Override
    public Optional<String> ofFacility(Tx tx, String facility) {
      return facility.equals("full") ? Optional.of("has 12 studies") : Optional.empty();
    }

    @Override
    public Optional<String> ofApplicationEntity(Tx tx, String title) {
      return title.equals("FULL1") ? Optional.of("2 rules stand on it") : Optional.empty();
    }
  }
}
