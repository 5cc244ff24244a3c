package org.hokan.archive.billing;

import java.util.List;
import java.util.stream.Stream;
import org.hokan.archive.contract.ServiceKind;

/** What a billing record is about. */
public enum RecordType {
  /** Images of one study that arrived; counted, not charged by itself. */
  STUDY,
  /** A study that was destroyed: takes back what was counted of it; not charged. */
  DELETION,
  /** A contract's charge for one period of one backed-up object. */
  PERIOD,
  /** What was kept at the end of a month, by the GB. */
  STORAGE,
  /** What was kept beyond the capacity at the end of a month, by the step. */
  OVERAGE,
  /** By how many bytes compression made a study smaller; counted, not charged by itself. */
  SAVING,
  /** What compression saves at the end of a month, by the GB. */
  COMPRESSION,
  /** An examination kept a second time. */
  COPY,
  /** An examination of which images were sent back. */
  RETRIEVAL,
  /** A medium written. */
  MEDIA,
  /** Anything done to images on request. */
  PROCESSING,
  /** A hard copy. */
  PRINT,
  /** Fifty further cases of the album. */
  ALBUM_BLOCK,
  /** A correction made by hand. */
  ADJUSTMENT;

  /** Whether it is counted and not charged by itself: no line of a statement. */
  boolean isCounted() {
    return this == STUDY || this == DELETION || this == SAVING;
  }

  /** Whether it is charged by what is kept at a month's end, which its fact names. */
  boolean isByMonth() {
    return this == STORAGE || this == OVERAGE || this == COMPRESSION;
  }

  static RecordType of(ServiceKind kind) {
    return valueOf(kind.name());
  }

  /** Those of services that a storage rule may charge. */
  static List<RecordType> forRules() {
    return Stream.of(ServiceKind.values())
        .filter(ServiceKind::isForRules)
        .map(RecordType::of)
        .toList();
  }

  /**
   * The kind of service that prices it.
   *
   * @throws IllegalArgumentException when none does
   */
  ServiceKind service() {
    return ServiceKind.valueOf(name());
  }
}
