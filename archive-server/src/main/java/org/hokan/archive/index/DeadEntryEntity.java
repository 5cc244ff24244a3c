package org.hokan.archive.index;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.hokan.archive.db.Journaled;

/** A row of {@code dead_entry}. */
@Entity
@Table(name = "dead_entry")
@Journaled(shapesIndex = true)
class DeadEntryEntity {
  /** One entry of a pack. */
  @Embeddable
  record Key(String pack, long packOffset) {}

  @EmbeddedId Key key = new Key("", 0);
  String volume = "";
  String facility = "";
  String sopInstanceUid = "";
  String digest = "";
  String originalUid = "";
  String originalDigest = "";
  long length;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  DeadReason reason = DeadReason.REMOVED;

  Instant since = Instant.EPOCH;

  static DeadEntryEntity of(DeadObject dead) {
    DeadEntryEntity row = new DeadEntryEntity();
    row.key = new Key(dead.at().pack(), dead.at().offset());
    row.volume = dead.at().volume();
    row.facility = dead.facility();
    row.sopInstanceUid = dead.sopInstanceUid();
    row.digest = dead.digest();
    row.originalUid = dead.originalUid().equals(dead.sopInstanceUid()) ? "" : dead.originalUid();
    row.originalDigest = dead.original().equals(dead.digest()) ? "" : dead.original();
    row.length = dead.at().length();
    row.reason = dead.reason();
    row.since = Cut.toMicros(dead.since());
    return row;
  }

  DeadObject dead() {
    return new DeadObject(
        facility,
        sopInstanceUid,
        digest,
        originalUid.isEmpty() ? sopInstanceUid : originalUid,
        originalDigest.isEmpty() ? digest : originalDigest,
        new StoredAt(volume, key.pack(), key.packOffset(), length),
        reason,
        since);
  }
}
