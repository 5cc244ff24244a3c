package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code pack_mark}. */
@Entity
@Table(name = "pack_mark")
class PackMarkEntity {
  @Id String pack = "";
  long endOffset;
}
