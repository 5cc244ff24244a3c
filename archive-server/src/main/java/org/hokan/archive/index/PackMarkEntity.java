package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hokan.archive.db.Derived;

/** A row of {@code pack_mark}. */
@Entity
@Table(name = "pack_mark")
@Derived(from = "packs")
class PackMarkEntity {
  @Id String pack = "";
  long endOffset;
}
