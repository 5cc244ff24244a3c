package org.hokan.archive.audit;

import java.time.Instant;

/**
 * One line of the audit trail. Immutable; texts that are too long are cut. The trail is the one
 * place beside the index that may hold patient IDs; an event is never written to a log.
 *
 * @param id its number; 0: not kept yet
 * @param time when it happened
 * @param kind what it is about
 * @param actor who did it: an AE title, a user, or {@code node}
 * @param peer the address it came from; may be empty
 * @param action what was done, {@code facility.add} or {@code store}
 * @param outcome how it ended
 * @param facility whose data it is; empty: nobody's
 * @param subject what it was done to, {@code facility demo}; may be empty
 * @param patientId may be empty
 * @param study Study Instance UID; may be empty
 * @param objects how many objects; equal accesses are kept as one event with their sum
 * @param detail what changed, or why it failed
 */
public record AuditEvent(
    long id,
    Instant time,
    Kind kind,
    String actor,
    String peer,
    String action,
    Outcome outcome,
    String facility,
    String subject,
    String patientId,
    String study,
    long objects,
    String detail) {

  public AuditEvent {
    actor = cut(actor, 128);
    peer = cut(peer, 64);
    action = cut(action, 64);
    facility = cut(facility, 32);
    subject = cut(subject, 256);
    patientId = cut(patientId, 256);
    study = cut(study, 64);
    detail = cut(detail, 2000);
  }

  /**
   * As much as the trail's column takes, before anybody keeps it; PostgreSQL refuses NUL. So a
   * hostile value is no way out, and takes no memory.
   */
  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length())).replace('\0', '?');
  }

  /** What an event is about. */
  public enum Kind {
    /** Somebody changed how the node works, or decided something by hand. */
    CHANGE,
    /** Somebody stored, looked for or fetched a patient's data. */
    ACCESS,
    /** Somebody was turned away, or something is wrong with the trail itself. */
    SECURITY
  }

  /** How it ended. */
  public enum Outcome {
    SUCCESS,
    FAILURE
  }

  /** Without the patient and what was said, so that it may stand in a log. */
  @Override
  public String toString() {
    return "AuditEvent[%d, %s, %s, %s, %s]".formatted(id, time, kind, action, outcome);
  }

  /** A change that {@code actor} made by hand. */
  public static Builder change(Instant time, String actor, String action) {
    return new Builder(time, Kind.CHANGE, actor, action);
  }

  /** An access of {@code actor} to a patient's data. */
  public static Builder access(Instant time, String actor, String action) {
    return new Builder(time, Kind.ACCESS, actor, action);
  }

  /** Something that concerns security. */
  public static Builder security(Instant time, String actor, String action) {
    return new Builder(time, Kind.SECURITY, actor, action);
  }

  /** Builds an event; what is not given is empty, a success, of one object. */
  public static final class Builder {
    private final Instant time;
    private final Kind kind;
    private final String actor;
    private final String action;
    private Outcome outcome = Outcome.SUCCESS;
    private String peer = "";
    private String facility = "";
    private String subject = "";
    private String patientId = "";
    private String study = "";
    private long objects = 1;
    private String detail = "";

    private Builder(Instant time, Kind kind, String actor, String action) {
      this.time = time;
      this.kind = kind;
      this.actor = actor;
      this.action = action;
    }

    public Builder failed() {
      outcome = Outcome.FAILURE;
      return this;
    }

    public Builder peer(String value) {
      peer = value;
      return this;
    }

    public Builder facility(String value) {
      facility = value;
      return this;
    }

    public Builder subject(String value) {
      subject = value;
      return this;
    }

    public Builder patientId(String value) {
      patientId = value;
      return this;
    }

    public Builder study(String value) {
      study = value;
      return this;
    }

    public Builder objects(long value) {
      objects = value;
      return this;
    }

    public Builder detail(String value) {
      detail = value;
      return this;
    }

    public AuditEvent build() {
      return new AuditEvent(
          0, time, kind, actor, peer, action, outcome, facility, subject, patientId, study, objects,
          detail);
    }
  }
}
