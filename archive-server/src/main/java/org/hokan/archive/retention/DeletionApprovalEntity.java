package org.hokan.archive.retention;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hokan.archive.db.Journaled;

/** A row of {@code deletion_approval}: one for each person. */
@Entity
@Table(name = "deletion_approval")
@Journaled
class DeletionApprovalEntity {
  /** A person's word on a list. */
  @Embeddable
  record Key(long list, String personKey) {}

  @EmbeddedId Key key = new Key(0, "");
  String person = "";
  Instant approvedAt = Instant.EPOCH;
}
