package org.hokan.archive.ae;

import java.util.Optional;
import org.hokan.archive.db.Tx;

/**
 * Another room's word on what stands on a facility or an AE, so that neither is removed under it.
 * Each answer is empty, or says what stands on it: {@code 12 studies are kept for it}.
 */
public interface Dependents {
  default Optional<String> ofFacility(Tx tx, String facility) {
    return Optional.empty();
  }

  /** What stands against other days, where the change is one of the time zone. */
  default Optional<String> ofTimeZone(Tx tx, Facility before, Facility changed) {
    return Optional.empty();
  }

  default Optional<String> ofApplicationEntity(Tx tx, String title) {
    return Optional.empty();
  }
}
