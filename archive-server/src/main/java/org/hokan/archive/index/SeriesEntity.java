package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.hokan.archive.db.Derived;
import org.jspecify.annotations.Nullable;

/** A row of {@code series}. */
@Entity
@Table(name = "series")
@Derived(from = "packs")
class SeriesEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "series_seq")
  @SequenceGenerator(name = "series_seq", sequenceName = "series_seq", allocationSize = 50)
  long id;

  long studyId;
  String facility = "";
  String seriesInstanceUid = "";
  @Nullable String modality;
  byte[] attributes = {};
  long instanceCount;
  long bytes;
}
