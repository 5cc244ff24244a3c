package org.hokan.archive.compression;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hokan.archive.db.Derived;

/** A row of {@code compression_survey}. */
@Entity
@Table(name = "compression_survey")
@Derived(from = "rules, contracts and libraries")
class SurveyEntity {
  static final String ALL = "all";

  @Id String name = ALL;
  String fingerprint = "";
}
