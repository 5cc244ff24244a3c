package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditSettings;
import org.hokan.archive.db.Database;

/** The rooms ae, audit and contract of one node, on a database. */
final class RulesNode implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

  final Audit audit;
  final ApplicationEntities entities;
  final Contracts contracts;
  final StorageRules rules;

  RulesNode(Database database) {
    this(database, NOON);
  }

  /** At another time. */
  RulesNode(Database database, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    audit = new Audit(database, AuditSettings.defaults());
    entities =
        new ApplicationEntities(
            database, audit, clock, List.of(Contracts.dependents(ZoneId.of("Asia/Tokyo"))));
    contracts =
        new Contracts(
            database,
            audit,
            entities,
            clock,
            TestTerms.settings(ZoneId.of("Asia/Tokyo")),
            List.of(
                (tx, id) ->
                    id.startsWith("used")
                        ? Optional.of("3 charges stand on it")
                        : Optional.empty()));
    rules = new StorageRules(database, audit, contracts, clock, List.of());
  }

  static List<Class<?>> tables() {
    return Stream.of(ApplicationEntities.entities(), Audit.entities(), Contracts.entities())
        .flatMap(List::stream)
        .toList();
  }

  void admit(String facility, String... titles) {
    entities.addFacility(Facility.of(facility, facility, facility), "op");
    for (String title : titles) {
      entities.add(ApplicationEntity.builder(title, facility).may(Permission.STORE).build(), "op");
    }
  }

  static ContractTerms terms(String from, String until) {
    return TestTerms.annual(from, until, "500GB");
  }

  static AbstractThrowableAssert<?, ? extends Throwable> refused(
      Reason reason, ThrowingCallable change) {
    return assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            ChangeRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Override
  public void close() {
    audit.close();
  }
}
