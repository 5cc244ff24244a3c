package org.hokan.archive.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code audit_event}. */
@Entity(name = "AuditEventRow")
@Table(name = "audit_event")
@Journaled(sequence = "audit_event_seq")
@Immutable
@NullUnmarked
class AuditEventEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_event_seq")
  @SequenceGenerator(
      name = "audit_event_seq",
      sequenceName = "audit_event_seq",
      allocationSize = 100)
  Long id;

  Instant happenedAt;

  @Enumerated(EnumType.STRING)
  AuditEvent.Kind kind;

  String actor;
  String peer;

  @Column(name = "what")
  String action;

  @Enumerated(EnumType.STRING)
  AuditEvent.Outcome outcome;

  String facility;
  String subject;
  String patientId;
  String study;
  long objects;
  String detail;

  static AuditEventEntity of(AuditEvent event) {
    AuditEventEntity row = new AuditEventEntity();
    row.happenedAt = event.time();
    row.kind = event.kind();
    row.actor = event.actor();
    row.peer = event.peer();
    row.action = event.action();
    row.outcome = event.outcome();
    row.facility = event.facility();
    row.subject = event.subject();
    row.patientId = event.patientId();
    row.study = event.study();
    row.objects = event.objects();
    row.detail = event.detail();
    return row;
  }

  AuditEvent event() {
    return new AuditEvent(
        id,
        happenedAt,
        kind,
        actor,
        peer,
        action,
        outcome,
        facility,
        subject,
        patientId,
        study,
        objects,
        detail);
  }
}
