package org.hokan.archive.ae;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.ZoneId;
import java.util.Optional;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code facility}. */
@Entity(name = "FacilityRow")
@Table(name = "facility")
@Journaled
@NullUnmarked
class FacilityEntity {
  @Id String code;
  String name;
  String issuer;
  String timeZone;
  int version;

  static FacilityEntity of(Facility facility, int version) {
    FacilityEntity row = new FacilityEntity();
    row.code = facility.code();
    row.name = facility.name();
    row.issuer = facility.issuer();
    row.timeZone = facility.timeZone().map(ZoneId::getId).orElse(null);
    row.version = version;
    return row;
  }

  Facility facility() {
    return new Facility(code, name, issuer, Optional.ofNullable(timeZone).map(ZoneId::of), version);
  }
}
