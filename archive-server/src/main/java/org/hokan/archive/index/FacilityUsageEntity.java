package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hokan.archive.db.Derived;

/** A row of {@code facility_usage}. */
@Entity
@Table(name = "facility_usage")
@Derived(from = "packs")
class FacilityUsageEntity {
  @Id String facility = "";
  long patients;
  long studies;
  long series;
  long instances;
  long bytes;
  long quarantined;
  long quarantinedBytes;
  long recompressed;
  long recompressedBytes;
  long savedBytes;

  Savings savings() {
    return new Savings(facility, recompressed, recompressedBytes, savedBytes);
  }

  FacilityCounts counts() {
    return new FacilityCounts(
        facility, patients, studies, series, instances, bytes, quarantined, quarantinedBytes);
  }
}
