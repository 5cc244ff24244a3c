package org.hokan.archive.ae;

import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The facilities of the node and their application entities.
 *
 * <p>What is read comes from a snapshot in memory, as new as this node's own last change and, for
 * changes by other nodes, as the last {@link #refresh}. A change is on disk, with its event in the
 * audit trail, before its method returns; one that cannot be made throws {@link
 * ChangeRefusedException}. A change carries the version that its author read: when somebody else
 * was faster, it is refused. Thread-safe.
 */
public final class ApplicationEntities {
  private static final Logger LOG = LoggerFactory.getLogger(ApplicationEntities.class);

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final List<Dependents> dependents;
  private volatile AeSnapshot snapshot = new AeSnapshot(-1, Map.of(), Map.of());

  /**
   * Reads all there is.
   *
   * @param dependents those who are asked before something is removed
   */
  public ApplicationEntities(
      Database database, Audit audit, Clock clock, List<Dependents> dependents) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.dependents = List.copyOf(dependents);
    refresh();
  }

  /** The classes that {@link Database#open} must know. */
  public static List<Class<?>> entities() {
    return List.of(FacilityEntity.class, ApplicationEntityEntity.class);
  }

  public AeSnapshot snapshot() {
    return snapshot;
  }

  public Optional<Facility> facility(String code) {
    return Optional.ofNullable(snapshot.facilities().get(code));
  }

  /** All facilities by code. */
  public List<Facility> facilities() {
    return List.copyOf(snapshot.facilities().values());
  }

  /** The entity of this AE title; titles are unique on the node and case-sensitive. */
  public Optional<ApplicationEntity> find(String title) {
    return Optional.ofNullable(snapshot.entities().get(title));
  }

  /** All entities by AE title. */
  public List<ApplicationEntity> list() {
    return List.copyOf(snapshot.entities().values());
  }

  /** The entities of one facility by AE title. */
  public List<ApplicationEntity> ofFacility(String code) {
    return list().stream().filter(entity -> entity.facility().equals(code)).toList();
  }

  /** Reads again what another node may have changed. Cheap when nobody did. */
  public synchronized void refresh() {
    snapshot = database.read(tx -> newest(tx, snapshot));
  }

  public Facility addFacility(Facility facility, String actor) {
    return changing(
        tx -> {
          if (AeRows.facility(tx, facility.code()).isPresent()) {
            throw refused(Reason.EXISTS, "facility %s: exists already", facility.code());
          }
          checkIssuer(tx, facility);
          FacilityEntity row = FacilityEntity.of(facility, 1);
          tx.session().insert(row);
          record(tx, actor, "facility.add", facility.code(), "", AeRows.describe(facility));
          return row.facility();
        });
  }

  /** Changes all but the code; {@code facility} carries the version that was read. */
  public Facility changeFacility(Facility facility, String actor) {
    return changeFacility(facility, false, actor);
  }

  /**
   * The same.
   *
   * @param moveDays whether its time zone may change although something stands against that
   */
  public Facility changeFacility(Facility facility, boolean moveDays, String actor) {
    return changing(
        tx -> {
          Facility old = AeRows.lockedFacility(tx, facility.code());
          checkVersion("facility " + facility.code(), facility.version(), old.version());
          checkIssuer(tx, facility);
          if (!moveDays) {
            checkTimeZone(tx, old, facility);
          }
          FacilityEntity row = FacilityEntity.of(facility, old.version() + 1);
          tx.session().update(row);
          String detail =
              "was: %s; is: %s".formatted(AeRows.describe(old), AeRows.describe(facility));
          record(tx, actor, "facility.change", facility.code(), "", detail);
          return row.facility();
        });
  }

  private void checkTimeZone(Tx tx, Facility old, Facility changed) {
    for (Dependents room : dependents) {
      room.ofTimeZone(tx, old, changed)
          .ifPresent(
              why -> {
                throw refused(Reason.CONFLICT, "facility %s: %s", old.code(), why);
              });
    }
  }

  /** Removes a facility that has no AEs and on which nothing else stands. */
  public void removeFacility(String code, String actor) {
    changing(
        tx -> {
          Facility old = AeRows.lockedFacility(tx, code);
          List<String> titles = AeRows.titlesOf(tx, code);
          if (!titles.isEmpty()) {
            throw refused(
                Reason.CONFLICT,
                "facility %s: has the AEs %s (expected: none; remove them first)",
                code,
                String.join(", ", titles));
          }
          for (Dependents room : dependents) {
            room.ofFacility(tx, code)
                .ifPresent(
                    why -> {
                      throw refused(Reason.CONFLICT, "facility %s: %s", code, why);
                    });
          }
          tx.session().delete(FacilityEntity.of(old, old.version()));
          record(tx, actor, "facility.remove", code, "", AeRows.describe(old));
          return old;
        });
  }

  public ApplicationEntity add(ApplicationEntity entity, String actor) {
    return changing(
        tx -> {
          AeRows.lockedFacility(tx, entity.facility());
          Optional<ApplicationEntity> other = AeRows.entity(tx, entity.title());
          if (other.isPresent()) {
            throw refused(
                Reason.EXISTS,
                "AE %s: exists already, of facility %s (expected: a title that is new on this"
                    + " node)",
                entity.title(),
                other.get().facility());
          }
          ApplicationEntityEntity row = ApplicationEntityEntity.of(entity, 1);
          tx.session().insert(row);
          record(tx, actor, "ae.add", entity.facility(), entity.title(), AeRows.describe(entity));
          return row.entity();
        });
  }

  /** Changes all but title and facility; {@code entity} carries the version that was read. */
  public ApplicationEntity change(ApplicationEntity entity, String actor) {
    return changing(
        tx -> {
          ApplicationEntity old = AeRows.lockedEntity(tx, entity.title());
          checkVersion("AE " + entity.title(), entity.version(), old.version());
          if (!old.facility().equals(entity.facility())) {
            throw refused(
                Reason.CONFLICT,
                "AE %s: facility %s (expected: %s; an AE never changes its facility)",
                entity.title(),
                entity.facility(),
                old.facility());
          }
          ApplicationEntityEntity row = ApplicationEntityEntity.of(entity, old.version() + 1);
          tx.session().update(row);
          String detail =
              "was: %s; is: %s".formatted(AeRows.describe(old), AeRows.describe(entity));
          record(tx, actor, "ae.change", entity.facility(), entity.title(), detail);
          return row.entity();
        });
  }

  /** Removes an AE on which nothing stands. What it sent is kept. */
  public void remove(String title, String actor) {
    changing(
        tx -> {
          ApplicationEntity old = AeRows.lockedEntity(tx, title);
          for (Dependents room : dependents) {
            room.ofApplicationEntity(tx, title)
                .ifPresent(
                    why -> {
                      throw refused(Reason.CONFLICT, "AE %s: %s", title, why);
                    });
          }
          tx.session().delete(ApplicationEntityEntity.of(old, old.version()));
          record(tx, actor, "ae.remove", old.facility(), title, AeRows.describe(old));
          return old;
        });
  }

  /**
   * Holds the facility until the transaction ends: nobody else changes or removes it, or holds it.
   *
   * @throws ChangeRefusedException when there is none
   */
  public static Facility lockFacility(Tx tx, String code) {
    return AeRows.lockedFacility(tx, code);
  }

  /** The same; false when there is none, as in a database that was made anew of packs alone. */
  public static boolean lockFacilityIfKnown(Tx tx, String code) {
    return AeRows.facilityIfKnown(tx, code).isPresent();
  }

  /**
   * Holds the AE until the transaction ends: nobody else changes or removes it, or holds it.
   *
   * @throws ChangeRefusedException when there is none
   */
  public static ApplicationEntity lockApplicationEntity(Tx tx, String title) {
    return AeRows.lockedEntity(tx, title);
  }

  private <T> T changing(Function<Tx, T> change) {
    return database.writeForced(
        tx -> {
          T answer = change.apply(tx);
          AeRows.countChange(tx);
          tx.afterCommit(this::refreshQuietly);
          return answer;
        });
  }

  private void refreshQuietly() {
    try {
      refresh();
    } catch (RuntimeException e) {
      // The change itself is made; the next refresh shows it.
      LOG.warn("facilities and AEs: not read again after a change: {}", e.toString());
    }
  }

  private static AeSnapshot newest(Tx tx, AeSnapshot known) {
    long revision = AeRows.revision(tx);
    if (revision == known.revision()) {
      return known;
    }
    Map<String, Facility> facilities = new TreeMap<>();
    Map<String, ApplicationEntity> entities = new TreeMap<>();
    AeRows.facilities(tx).forEach(facility -> facilities.put(facility.code(), facility));
    AeRows.entities(tx).forEach(entity -> entities.put(entity.title(), entity));
    return new AeSnapshot(
        revision, Collections.unmodifiableMap(facilities), Collections.unmodifiableMap(entities));
  }

  private void record(
      Tx tx, String actor, String action, String facility, String title, String detail) {
    AuditEvent.Builder event = AuditEvent.change(clock.instant(), actor, action);
    String subject = title.isEmpty() ? "facility " + facility : "AE " + title;
    audit.record(tx, event.facility(facility).subject(subject).detail(detail).build());
  }

  private static void checkIssuer(Tx tx, Facility facility) {
    AeRows.facilityOfIssuer(tx, facility.issuer())
        .filter(owner -> !owner.equals(facility.code()))
        .ifPresent(
            owner -> {
              throw refused(
                  Reason.CONFLICT,
                  "facility %s: issuer of patient ID %s is that of facility %s (expected: its own)",
                  facility.code(),
                  facility.issuer(),
                  owner);
            });
  }

  private static void checkVersion(String subject, int given, int kept) {
    if (given != kept) {
      throw refused(
          Reason.CHANGED_MEANWHILE,
          "%s: version %s (expected: %s; somebody else changed it, read it again)",
          subject,
          given,
          kept);
    }
  }

  private static ChangeRefusedException refused(Reason reason, String message, Object... values) {
    return new ChangeRefusedException(reason, message.formatted(values));
  }
}
