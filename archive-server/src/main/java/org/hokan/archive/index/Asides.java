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
 * What a batch keeps aside: a row for each object, and none for one that waits already or was
 * decided about, unless it was moved since.
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
    return decision(arrival.sopInstanceUid().value(), arrival.digest())
        .filter(QuarantineDecisionEntity.Decision.RELEASED::equals)
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
    rows.removeIf(row -> isWaiting(row) || isDecided(row));
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

  /**
   * What was released and then moved, or found damaged, has no other entry: it waits again rather
   * than be lost.
   */
  private boolean isDecided(QuarantineEntity row) {
    boolean again = !row.predecessorUid.isEmpty() || row.reason == QuarantineReason.DAMAGED;
    return decision(row.sopInstanceUid, row.digest)
        .filter(decision -> decision == QuarantineDecisionEntity.Decision.REMOVED || !again)
        .isPresent();
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

  private Optional<QuarantineDecisionEntity.Decision> decision(String uid, String digest) {
    return Optional.ofNullable(
            session.get(
                QuarantineDecisionEntity.class,
                new QuarantineDecisionEntity.Key(facility, uid, digest)))
        .map(row -> row.decision);
  }
}
