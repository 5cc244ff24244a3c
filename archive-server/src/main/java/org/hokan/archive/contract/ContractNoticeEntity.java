package org.hokan.archive.contract;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code contract_notice}: what the calendar brought was told, and is not told again. */
@Entity(name = "ContractNoticeRow")
@Table(name = "contract_notice")
@Journaled
@NullUnmarked
class ContractNoticeEntity {
  /** The contract, what happened and the day of it: {@code demo-1 EXPIRE 2026-12-31}. */
  @Id String id;

  Instant toldAt;
}
