package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;

/**
 * What a batch keeps aside: a row for each object, and none for one that waits already, or that was
 * removed and came before that. What is sent again after its removal waits again: its sender was
 * told that it is kept.
 */
final class Asides {
  private final StatelessSession session;
  private final String facility;
  private final Map<String, QuarantineEntity> pending = new LinkedHashMap<>();
  private long count;
  private long bytes;

  Asides(StatelessSession session, String facility) {
    this.session = session;
    this.facility = facility;
  }

  /** Whether an operator released it before: then the index was rebuilt since. */
  boolean wasReleased(ArrivedInstance arrival) {
    return decision(arrival)
        .filter(row -> row.decision == QuarantineDecisionEntity.Decision.RELEASED)
        .isPresent();
  }

  /**
   * Whether an operator removed it after it had come. Of what was made of an object, or is damaged,
   * only its own entry is dead: the object may have been filed beside the one that was removed.
   */
  boolean wasRemoved(ArrivedInstance arrival) {
    boolean asItCame = arrival.recompressed().isEmpty() && arrival.predecessor().isEmpty();
    return asItCame
        && !arrival.isDamaged()
        && decision(arrival)
            .filter(row -> row.decision == QuarantineDecisionEntity.Decision.REMOVED)
            .filter(row -> !Cut.toMicros(arrival.arrived()).isAfter(row.untilArrival))
            .isPresent();
  }

  void put(ArrivedInstance arrival, QuarantineReason reason) {
    QuarantineEntity row = new QuarantineEntity();
    row.take(arrival);
    row.attributes = AttributeBytes.write(LevelAttributes.ofAll(arrival.head()));
    row.studyInstanceUid = arrival.head().uid(Tag.StudyInstanceUID).map(Uid::value).orElse("");
    row.patientId = PatientKey.of(arrival.head(), row.studyInstanceUid).id();
    row.reason = reason;
    row.reasonText = Cut.to(400, arrival.quarantine().orElse(reason.text()));
    if (arrival.isMoved()) {
      row.isMoved();
    }
    pending.putIfAbsent(row.sopInstanceUid + "|" + row.digest, row);
  }

  void write() {
    if (pending.isEmpty()) {
      return;
    }
    List<QuarantineEntity> rows = new ArrayList<>(pending.values());
    rows.removeIf(this::isWaiting);
    session.insertMultiple(rows);
    count = rows.size();
    bytes = rows.stream().mapToLong(row -> row.length).sum();
  }

  /** Objects that this batch put aside; after {@link #write}. */
  long count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  private boolean isWaiting(QuarantineEntity row) {
    return !session
        .createSelectionQuery(
            "select id from QuarantineEntity where facility = :facility and sopInstanceUid = :uid and digest = :digest",
            Long.class)
        .setParameter("facility", facility)
        .setParameter("uid", row.sopInstanceUid)
        .setParameter("digest", row.digest)
        .getResultList()
        .isEmpty();
  }

  private Optional<QuarantineDecisionEntity> decision(ArrivedInstance arrival) {
    return Optional.ofNullable(
        session.get(
            QuarantineDecisionEntity.class,
            new QuarantineDecisionEntity.Key(
                facility, arrival.sopInstanceUid().value(), arrival.digest())));
  }
}
