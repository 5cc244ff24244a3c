package org.hokan.archive.index;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hokan.archive.db.Journaled;
import org.hokan.dicom.data.Uid;

/** A row of {@code destroyed_instance}. */
@Entity
@Table(name = "destroyed_instance")
@Journaled(shapesIndex = true)
class DestroyedInstanceEntity {
  /** One instance of a certificate. */
  @Embeddable
  record Key(long certificate, String sopInstanceUid) {}

  @EmbeddedId Key key = new Key(0, "");
  String facility = "";
  String seriesInstanceUid = "";
  String sopClassUid = "";
  String digest = "";

  /** Of what it was before it lost something and kept its UID; empty: it was nothing else. */
  String originalDigest = "";

  long length;
  Instant untilArrival = Instant.EPOCH;

  DestroyedInstance destroyed() {
    return new DestroyedInstance(
        Uid.of(key.sopInstanceUid()),
        Uid.of(seriesInstanceUid),
        Uid.of(sopClassUid),
        digest,
        length);
  }
}
