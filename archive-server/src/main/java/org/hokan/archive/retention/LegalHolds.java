package org.hokan.archive.retention;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.Predecessor;
import org.hokan.dicom.data.Uid;

/**
 * Legal holds: what is held is not destroyed, and bytes that wait for compaction stay. Placing,
 * releasing, destroying and taking an original's place hold the facility's lock, so that none of
 * them overtakes another; each is on disk, with its event in the audit trail, before it is
 * answered. Thread-safe.
 */
public final class LegalHolds {
  private static final int LONGEST_KEY = 200;

  private final Database database;
  private final Index index;
  private final Audit audit;
  private final Clock clock;

  public LegalHolds(Database database, Index index, Audit audit, Clock clock) {
    this.database = database;
    this.index = index;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Which holds.
   *
   * @param all also those that were released
   */
  public record Filter(Optional<String> facility, boolean all, int max) {}

  /**
   * Places a hold; what it is on need not be here yet.
   *
   * @param key the Study Instance UID, or the Patient ID
   */
  public LegalHold place(
      String facility, HoldKind kind, String key, String reason, String person, String actor) {
    LegalHoldEntity row = new LegalHoldEntity();
    row.facility = facility;
    row.kind = kind;
    row.objectKey = key(kind, key);
    row.reason = Words.reason(reason);
    row.placedBy = Words.person(person);
    row.placedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return database.writeForced(
        tx -> {
          ApplicationEntities.lockFacility(tx, facility);
          tx.session().insert(row);
          record(tx, row, "hold.add", actor, row.placedBy, row.reason);
          return row.hold();
        });
  }

  private static String key(HoldKind kind, String key) {
    String plain = Words.checked("hold", key, LONGEST_KEY);
    if (kind == HoldKind.STUDY && !Uid.isUid(plain)) {
      throw Words.refused(Reason.INVALID, "hold: no UID (expected: a Study Instance UID)");
    }
    return plain;
  }

  /** Ends a hold; what nothing else keeps may stand in the next list. */
  public LegalHold release(long id, String reason, String person, String actor) {
    String why = Words.reason(reason);
    String who = Words.person(person);
    return database.writeForced(
        tx -> {
          LegalHoldEntity row = locked(tx, id);
          if (row.releasedAt != null) {
            throw Words.refused(
                Reason.CONFLICT, "hold %d: was released before (expected: one that holds)", id);
          }
          row.releaseReason = why;
          row.releasedBy = who;
          row.releasedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
          tx.session().update(row);
          record(tx, row, "hold.release", actor, who, why);
          return row.hold();
        });
  }

  private static LegalHoldEntity locked(Tx tx, long id) {
    return Optional.ofNullable(
            tx.session().get(LegalHoldEntity.class, id, LockMode.PESSIMISTIC_WRITE))
        .orElseThrow(
            () ->
                Words.refused(
                    Reason.NOT_FOUND,
                    "hold %d: unknown (expected: a number that hold list shows)",
                    id));
  }

  private void record(
      Tx tx, LegalHoldEntity row, String action, String actor, String person, String reason) {
    AuditEvent.Builder event =
        AuditEvent.change(clock.instant(), actor, action)
            .facility(row.facility)
            .subject("hold " + row.id)
            .detail("%s; signed by %s".formatted(reason, person));
    audit.record(
        tx,
        (row.kind == HoldKind.STUDY ? event.study(row.objectKey) : event.patientId(row.objectKey))
            .build());
  }

  /** Holds, the latest first. */
  public List<LegalHold> list(Filter filter) {
    return database.read(
        tx ->
            tx
                .session()
                .createSelectionQuery(
                    "from LegalHoldEntity where (:facility = '' or facility = :facility)"
                        + (filter.all() ? "" : " and releasedAt is null")
                        + " order by id desc",
                    LegalHoldEntity.class)
                .setParameter("facility", filter.facility().orElse(""))
                .setMaxResults(filter.max())
                .getResultList()
                .stream()
                .map(LegalHoldEntity::hold)
                .toList());
  }

  /** How many hold. */
  public long count() {
    return database.read(
        tx ->
            tx.session()
                .createSelectionQuery(
                    "select count(*) from LegalHoldEntity where releasedAt is null", Long.class)
                .getSingleResult());
  }

  /** The hold that keeps a study, if any. */
  public Optional<LegalHold> on(Tx tx, String facility, String study, String patientId) {
    return holding(tx, facility, study, patientId).setMaxResults(1).getResultList().stream()
        .map(LegalHoldEntity::hold)
        .findFirst();
  }

  /** All that hold a study now, by itself or by its patient; the first one first. */
  public List<LegalHold> all(String facility, Uid study, String patientId) {
    return database.read(
        tx ->
            holding(tx, facility, study.value(), patientId).getResultList().stream()
                .map(LegalHoldEntity::hold)
                .toList());
  }

  private static SelectionQuery<LegalHoldEntity> holding(
      Tx tx, String facility, String study, String patientId) {
    return tx.session()
        .createSelectionQuery(
            "from LegalHoldEntity where facility = :facility and releasedAt is null and (kind ="
                + " :study and objectKey = :uid or kind = :patient and objectKey = :id) order by"
                + " id",
            LegalHoldEntity.class)
        .setParameter("facility", facility)
        .setParameter("study", HoldKind.STUDY)
        .setParameter("uid", study)
        .setParameter("patient", HoldKind.PATIENT)
        .setParameter("id", patientId);
  }

  /** Whether a study is held now, by itself or by its patient. */
  public boolean isHeld(String facility, Uid study, String patientId) {
    return database.read(tx -> on(tx, facility, study.value(), patientId).isPresent());
  }

  /**
   * Whether an original is held; no hold is placed on it then until the transaction ends. It may be
   * filed with another patient than what is to take its place names.
   *
   * @param study of what is to take its place
   * @param patientId of the same
   */
  public boolean isHeldUntilEnd(
      Tx tx, String facility, Uid original, String study, String patientId) {
    return ApplicationEntities.lockFacilityIfKnown(tx, facility)
        && (on(tx, facility, study, patientId).isPresent()
            || isStudyHeld(tx, facility, List.of(original)));
  }

  /**
   * Whether the bytes of something destroyed, of an original whose place was taken with a loss, or
   * of what was to take an original's place, must stay: a hold came before they were gone.
   */
  public boolean keepsBytes(DeadObject dead) {
    return switch (dead.reason()) {
      case DESTROYED ->
          database.read(tx -> isCertifiedAndHeld(tx, dead.facility(), dead.originalUid()));
      case SUPERSEDED, GIVEN_UP ->
          database.read(tx -> isHeld(tx, dead.facility(), new Uid(dead.originalUid())));
      case REMOVED, DUPLICATE, RECOMPRESSED -> false;
    };
  }

  /**
   * Runs the removal of these bytes unless one of them must stay; no hold is placed on anything of
   * their facilities meanwhile.
   *
   * @return whether it was run
   */
  public boolean unlessKeepsBytes(Collection<DeadObject> dead, Runnable removal) {
    return database.write(
        tx -> {
          dead.stream()
              .map(DeadObject::facility)
              .distinct()
              .sorted()
              .forEach(facility -> ApplicationEntities.lockFacilityIfKnown(tx, facility));
          boolean held = dead.stream().anyMatch(this::keepsBytes);
          if (!held) {
            removal.run();
          }
          return !held;
        });
  }

  private boolean isCertifiedAndHeld(Tx tx, String facility, String sopInstanceUid) {
    return index.certificatesOf(tx, facility, sopInstanceUid).stream()
        .anyMatch(
            one -> on(tx, facility, one.studyInstanceUid().value(), one.patientId()).isPresent());
  }

  /** Its study is also that of what took its place, which may be destroyed by now. */
  private boolean isHeld(Tx tx, String facility, Uid original) {
    List<Uid> names = List.of(original, Predecessor.successorUid(facility, original));
    return isStudyHeld(tx, facility, names)
        || names.stream().anyMatch(name -> isCertifiedAndHeld(tx, facility, name.value()));
  }

  private boolean isStudyHeld(Tx tx, String facility, List<Uid> instances) {
    return index.studiesOf(tx, facility, instances).stream()
        .anyMatch(
            study ->
                on(tx, facility, study.studyInstanceUid().value(), study.patientId()).isPresent());
  }

  /**
   * Lets nothing held be taken out of quarantine for good.
   *
   * @throws org.hokan.archive.ae.ChangeRefusedException when it is held
   */
  public void refuseRemoval(Tx tx, String facility, String study, String patientId) {
    ApplicationEntities.lockFacility(tx, facility);
    on(tx, facility, study, patientId)
        .ifPresent(
            hold -> {
              throw Words.refused(
                  Reason.CONFLICT,
                  "quarantine: on legal hold %d (expected: nothing that is held)",
                  hold.id());
            });
  }
}
