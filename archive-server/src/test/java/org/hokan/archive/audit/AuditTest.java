package org.hokan.archive.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class AuditTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");

  private final Database database;
  private final Audit audit;

  AuditTest(TestDatabase on) {
    database = on.shared(AuditTest.class, Audit.entities());
    audit = new Audit(database, AuditSettings.defaults());
  }

  @AfterEach
  void close() {
    audit.close();
  }

  @Test
  void anEventComesBackAsItWasRecorded() {
    AuditEvent event =
        AuditEvent.access(NOON, "VIEWER1", "query")
            .failed()
            .peer("192.0.2.7")
            .facility("whole")
            .subject("study")
            .patientId("SECRET77")
            .study("1.2.3")
            .objects(7)
            .detail("内視鏡")
            .build();
    audit.accessed(event);
    audit.flush();
    AuditEvent kept = only("whole");
    assertThat(kept.id()).isPositive();
    assertThat(kept.toString()).contains("query").doesNotContain("SECRET77");
    assertThat(kept).usingRecursiveComparison().ignoringFields("id").isEqualTo(event);
  }

  @Test
  void anEventIsKeptExactlyWhenItsChangeIs() {
    AuditEvent event = AuditEvent.change(NOON, "operator", "rule.add").facility("same").build();
    assertThatThrownBy(
            () ->
                database.run(
                    tx -> {
                      audit.record(tx, event);
                      throw new IllegalStateException("the change fails");
                    }))
        .hasMessage("the change fails");
    assertThat(list("same")).isEmpty();

    database.run(tx -> audit.record(tx, event));
    assertThat(list("same")).hasSize(1);
  }

  @Test
  void listsTheLatestFirstPageByPage() {
    for (int i = 0; i < 25; i++) {
      AuditEvent event =
          AuditEvent.change(NOON.plusSeconds(i), "operator", "rule.add").facility("page").build();
      database.run(tx -> audit.record(tx, event));
    }
    AuditFilter.Builder page = AuditFilter.builder().facility("page").limit(10);
    List<AuditEvent> first = audit.list(page.build());
    List<AuditEvent> second = audit.list(page.before(first.get(9).id()).build());
    assertThat(first).extracting(AuditEvent::time).startsWith(NOON.plusSeconds(24)).hasSize(10);
    assertThat(second).extracting(AuditEvent::time).startsWith(NOON.plusSeconds(14)).hasSize(10);
  }

  @Test
  void eachFilterRestricts() {
    database.run(
        tx -> {
          audit.record(tx, AuditEvent.change(NOON, "a", "rule.add").facility("filter").build());
          audit.record(
              tx,
              AuditEvent.access(NOON.plusSeconds(1), "b", "store")
                  .facility("filter")
                  .patientId("P")
                  .study("1.2")
                  .build());
          audit.record(
              tx, AuditEvent.security(NOON.plusSeconds(2), "c", "r").facility("filter").build());
        });
    assertThat(actors(filter().kind(AuditEvent.Kind.CHANGE))).containsExactly("a");
    assertThat(actors(filter().actor("b"))).containsExactly("b");
    assertThat(actors(filter().actionPrefix("rule."))).containsExactly("a");
    assertThat(actors(filter().patientId("P"))).containsExactly("b");
    assertThat(actors(filter().study("1.2"))).containsExactly("b");
    assertThat(actors(filter().from(NOON.plusSeconds(1)))).containsExactly("c", "b");
    assertThat(actors(filter().until(NOON.plusSeconds(1)))).containsExactly("a");
    assertThat(actors(filter().patientId("P' or 1=1 --"))).isEmpty();
  }

  @Test
  void overlongAndHostileValuesAreCutNotRefused() {
    audit.accessed(
        AuditEvent.access(NOON, "X".repeat(500), "store")
            .facility("long")
            .patientId("\0".repeat(1000))
            .detail("d".repeat(100_000))
            .build());
    audit.flush();
    AuditEvent kept = only("long");
    assertThat(kept.actor()).hasSize(128);
    assertThat(kept.patientId()).hasSize(256).doesNotContain("\0");
    assertThat(kept.detail()).hasSize(2000);
    assertThat(audit.status().lost()).isZero();
  }

  @Test
  void postgresqlItselfRefusesToChangeOrDeleteAnEvent() {
    if (database.kind() != DatabaseKind.POSTGRESQL) {
      return;
    }
    database.run(tx -> audit.record(tx, AuditEvent.change(NOON, "a", "x").build()));
    for (String statement :
        List.of("delete from audit_event", "update audit_event set actor = 'b'")) {
      assertThatThrownBy(
              () ->
                  database.run(
                      tx -> tx.session().createNativeMutationQuery(statement).executeUpdate()))
          .isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void theCodeHasNoWayToChangeOrDeleteAnEvent() throws IOException {
    Path sources =
        Path.of(System.getProperty("hokan.root"))
            .resolve("archive-server/src/main/java/org/hokan/archive/audit");
    try (Stream<Path> files = Files.list(sources)) {
      assertThat(files.toList())
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file))
                      .doesNotContainPattern("(?i)\\.(update|delete|upsert)\\w*\\(")
                      .doesNotContainPattern("(?i)MutationQuery"));
    }
  }

  private static AuditFilter.Builder filter() {
    return AuditFilter.builder().facility("filter");
  }

  private List<String> actors(AuditFilter.Builder filter) {
    return audit.list(filter.build()).stream().map(AuditEvent::actor).toList();
  }

  private List<AuditEvent> list(String facility) {
    return audit.list(AuditFilter.builder().facility(facility).build());
  }

  private AuditEvent only(String facility) {
    assertThat(list(facility)).hasSize(1);
    return list(facility).get(0);
  }

  @Test
  void whatIsTooLongIsCutBeforeItWaitsToBeWritten() {
    String hostile = "x".repeat(100_000);
    AuditEvent event =
        AuditEvent.access(Instant.EPOCH, hostile, "query")
            .patientId(hostile)
            .study(hostile)
            .detail(hostile)
            .build();
    assertThat(event.actor()).hasSize(128);
    assertThat(event.patientId()).hasSize(256);
    assertThat(event.study()).hasSize(64);
    assertThat(event.detail()).hasSize(2000);
  }
}
