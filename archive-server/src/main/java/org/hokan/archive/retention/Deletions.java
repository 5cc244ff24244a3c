package org.hokan.archive.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists of what may be destroyed, and the destruction of what people approved. A list is proposed
 * for one facility, made by a job, approved by as many persons as the node asks for, and run: a job
 * destroys its studies one by one. At each study all is asked again, so that a hold, a contract or
 * images that came meanwhile keep it. Nothing is ever destroyed to make room. Thread-safe.
 */
public final class Deletions {
  private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
  private static final String PREPARE = "deletion.prepare";
  private static final String RUN = "deletion.run";
  private static final Duration PATIENCE = Duration.ofDays(30);
  private static final String NODE = "node";

  private final RetentionSettings settings;
  private final RetentionRooms rooms;
  private final Clock clock;
  private final RetentionFigures figures = new RetentionFigures();
  private final Execution execution;

  /** To be made before the jobs are started. */
  public Deletions(RetentionSettings settings, RetentionRooms rooms, Clock clock) {
    this.settings = settings;
    this.rooms = rooms;
    this.clock = clock;
    Due due = new Due(rooms);
    this.execution = new Execution(rooms, due, clock, figures);
    rooms.jobs().handle(PREPARE, new Preparation(rooms, due, figures)::run, 1);
    rooms.jobs().handle(RUN, execution::run, 1);
  }

  /** The classes that the database must know, those of {@link LegalHolds} included. */
  public static List<Class<?>> entities() {
    return List.of(
        LegalHoldEntity.class,
        DeletionListEntity.class,
        DeletionApprovalEntity.class,
        DeletionItemEntity.class);
  }

  /** Who is told of each study that is destroyed, in the transaction. */
  public void whenDestroyed(Destroyed listener) {
    execution.whenDestroyed(listener);
  }

  /** A person who says something, and who entered it. */
  public record Signature(String person, String actor) {
    public Signature {
      person = Words.person(person);
    }
  }

  /**
   * Begins a list of a facility's studies that nothing keeps any longer.
   *
   * @param note why now; may be empty
   */
  public DeletionList propose(String facility, String note, Signature signed) {
    DeletionListEntity row = row(facility, signed.person());
    row.note = note.isBlank() ? "" : Words.reason(note);
    return rooms
        .database()
        .writeForced(
            tx -> {
              ApplicationEntities.lockFacility(tx, facility);
              DeletionRows.open(tx, facility)
                  .ifPresent(
                      open -> {
                        throw Words.refused(
                            Reason.CONFLICT,
                            "deletion: list %d of the facility is %s (expected: none that is open; reject it, or let it run)",
                            open.id,
                            open.state);
                      });
              insert(tx, row, signed.actor());
              return DeletionRows.list(tx, row, settings.approvals());
            });
  }

  private DeletionListEntity row(String facility, String person) {
    DeletionListEntity row = new DeletionListEntity();
    row.facility = facility;
    row.proposedBy = person;
    row.proposedAt = now();
    return row;
  }

  private void insert(Tx tx, DeletionListEntity row, String actor) {
    tx.session().insert(row);
    rooms.jobs().ask(tx, PREPARE, Long.toString(row.id), PATIENCE);
    record(tx, row, "deletion.propose", actor, "signed by " + row.proposedBy);
  }

  /**
   * At the begin of a month proposes a list for each facility that has none open, where that is
   * configured. Nothing comes of it without approval. To be called by a scheduler.
   */
  public void review() {
    if (!settings.monthly()) {
      return;
    }
    for (Facility facility : rooms.entities().facilities()) {
      String occasion =
          "%s %s"
              .formatted(facility.code(), YearMonth.from(rooms.contracts().today(facility.code())));
      rooms.database().runForced(tx -> proposeMonthly(tx, facility.code(), occasion));
    }
  }

  private void proposeMonthly(Tx tx, String facility, String occasion) {
    if (DeletionRows.hasOccasion(tx, occasion)) {
      return;
    }
    ApplicationEntities.lockFacility(tx, facility); // a person may propose one just now
    if (DeletionRows.open(tx, facility).isPresent()) {
      return;
    }
    DeletionListEntity row = row(facility, NODE);
    row.occasion = occasion;
    insert(tx, row, NODE);
  }

  /** A person's word that a list may be run. */
  public DeletionList approve(long id, Signature signed) {
    return changing(
        id,
        Set.of(DeletionState.PROPOSED),
        (tx, list) -> {
          String key = Words.personKey(signed.person());
          List<DeletionApprovalEntity> before = DeletionRows.approvals(tx, id);
          if (before.stream().anyMatch(one -> Words.personKey(one.person).equals(key))) {
            throw Words.refused(
                Reason.CONFLICT,
                "deletion %d: the same person approved it before (expected: %d different ones)",
                id,
                settings.approvals());
          }
          DeletionApprovalEntity row = new DeletionApprovalEntity();
          row.key = new DeletionApprovalEntity.Key(id, key);
          row.person = signed.person();
          row.approvedAt = now();
          tx.session().insert(row);
          if (before.size() + 1 >= settings.approvals()) {
            decide(list, DeletionState.APPROVED, signed.person());
          }
          record(
              tx,
              list,
              "deletion.approve",
              signed.actor(),
              "%d of %d, signed by %s"
                  .formatted(before.size() + 1, settings.approvals(), signed.person()));
        });
  }

  /** Ends a list of which nothing was destroyed; also while it is made, or after approval. */
  public DeletionList reject(long id, String reason, Signature signed) {
    String why = Words.reason(reason);
    return changing(
        id,
        Set.of(DeletionState.PREPARING, DeletionState.PROPOSED, DeletionState.APPROVED),
        (tx, list) -> {
          decide(list, DeletionState.REJECTED, signed.person());
          list.note = why;
          record(
              tx,
              list,
              "deletion.reject",
              signed.actor(),
              "%s; signed by %s".formatted(why, signed.person()));
        });
  }

  /**
   * Lets an approved list run, or once more one of which something failed, or whose job was given
   * up.
   */
  public DeletionList run(long id, Signature signed) {
    DeletionList list =
        changing(
            id,
            Set.of(DeletionState.APPROVED, DeletionState.RUNNING, DeletionState.DONE),
            (tx, row) -> {
              if (row.state == DeletionState.RUNNING && isBeingRun(tx, id)) {
                throw Words.refused(
                    Reason.CONFLICT,
                    "deletion %d: is being run (expected: APPROVED, or one of which something failed)",
                    id);
              }
              if (row.state == DeletionState.DONE
                  && DeletionRows.list(tx, row, 0).outcome().failed() == 0) {
                throw Words.refused(
                    Reason.CONFLICT,
                    "deletion %d: is done (expected: APPROVED, or one of which something failed)",
                    id);
              }
              DeletionRows.again(tx, id);
              row.state = DeletionState.RUNNING;
              row.runBy = signed.person();
              row.endedAt = null;
              rooms.jobs().ask(tx, RUN, Long.toString(id), PATIENCE);
              record(tx, row, "deletion.run", signed.actor(), "signed by " + signed.person());
            });
    LOG.info("deletion {} of {} begins", id, list.facility());
    return list;
  }

  private boolean isBeingRun(Tx tx, long id) {
    return rooms.jobs().find(tx, RUN, Long.toString(id)).filter(job -> !job.dead()).isPresent();
  }

  private void decide(DeletionListEntity list, DeletionState state, String person) {
    list.state = state;
    list.decidedBy = person;
    list.decidedAt = now();
  }

  private interface Step {
    void on(Tx tx, DeletionListEntity list);
  }

  private DeletionList changing(long id, Set<DeletionState> states, Step step) {
    return rooms
        .database()
        .writeForced(
            tx -> {
              DeletionListEntity list = DeletionRows.locked(tx, id);
              if (!states.contains(list.state)) {
                throw Words.refused(
                    Reason.CONFLICT,
                    "deletion %d: is %s (expected: %s)",
                    id,
                    list.state,
                    states.stream()
                        .sorted()
                        .map(Enum::name)
                        .reduce((a, b) -> a + " or " + b)
                        .get());
              }
              step.on(tx, list);
              tx.session().update(list);
              return DeletionRows.list(tx, list, settings.approvals());
            });
  }

  private void record(Tx tx, DeletionListEntity list, String action, String actor, String detail) {
    rooms
        .audit()
        .record(
            tx,
            AuditEvent.change(clock.instant(), actor, action)
                .facility(list.facility)
                .subject("deletion " + list.id)
                .objects(list.studies)
                .detail(detail)
                .build());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Lists, the latest first. */
  public List<DeletionList> lists(Optional<String> facility, long before, int max) {
    return rooms
        .database()
        .read(
            tx ->
                DeletionRows.page(tx, facility, before, max).stream()
                    .map(row -> DeletionRows.list(tx, row, settings.approvals()))
                    .toList());
  }

  /** One list. */
  public Optional<DeletionList> list(long id) {
    return rooms
        .database()
        .read(
            tx ->
                DeletionRows.find(tx, id)
                    .map(row -> DeletionRows.list(tx, row, settings.approvals())));
  }

  /** Its studies, in their places. */
  public List<DeletionItem> items(long id, long after, int max) {
    return rooms
        .database()
        .read(
            tx ->
                DeletionRows.items(tx, id, after, max).stream()
                    .map(DeletionItemEntity::item)
                    .toList());
  }

  /** Lists that wait for somebody's word. */
  public long waiting() {
    return rooms.database().read(tx -> DeletionRows.count(tx, DeletionState.PROPOSED));
  }

  public RetentionFigures figures() {
    return figures;
  }
}
