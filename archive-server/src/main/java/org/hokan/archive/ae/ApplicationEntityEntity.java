package org.hokan.archive.ae;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code application_entity}. */
@Entity(name = "ApplicationEntityRow")
@Table(name = "application_entity")
@Journaled
@NullUnmarked
class ApplicationEntityEntity {
  @Id String title;
  String facility;
  String may;
  String host;
  Integer port;
  String allowedFrom;
  int version;

  static ApplicationEntityEntity of(ApplicationEntity entity, int version) {
    ApplicationEntityEntity row = new ApplicationEntityEntity();
    row.title = entity.title();
    row.facility = entity.facility();
    row.may = Permission.format(entity.may());
    row.host = entity.host().orElse(null);
    row.port = entity.port().isPresent() ? entity.port().getAsInt() : null;
    row.allowedFrom = String.join(",", entity.allowedFrom());
    row.version = version;
    return row;
  }

  ApplicationEntity entity() {
    return new ApplicationEntity(
        title,
        facility,
        Permission.parse(may),
        Optional.ofNullable(host),
        port == null ? OptionalInt.empty() : OptionalInt.of(port),
        allowedFrom.isEmpty() ? List.of() : List.of(allowedFrom.split(",")),
        version);
  }
}
