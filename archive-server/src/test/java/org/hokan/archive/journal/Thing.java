package org.hokan.archive.journal;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

/** A journaled row with a column of each type that rooms use. */
@Entity
@Table(name = "thing")
@Journaled(sequence = "thing_seq")
class Thing {
  @Id long id;
  @Nullable String name;
  @Nullable LocalDate onDay;
  @Nullable Instant happened;
  @Nullable BigDecimal price;
  boolean good;
  byte @Nullable [] bytes;
  int number;

  Thing() {}

  Thing(long id, @Nullable String name) {
    this.id = id;
    this.name = name;
  }
}
