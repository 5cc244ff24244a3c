package org.hokan.archive.index;

import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/**
 * Lets rows of instances point to their recompressed forms. One that is recompressed already stays
 * as it is: two nodes did it at once.
 */
final class Replacing {
  private final StatelessSession session;
  private final UsageCounter usage;

  Replacing(StatelessSession session, UsageCounter usage) {
    this.session = session;
    this.usage = usage;
  }

  /** {@link Outcome.Kind#REPLACED}, or {@link Outcome.Kind#DUPLICATE} when nothing was. */
  Outcome replace(ArrivedInstance arrival) {
    Recompressed form = arrival.recompressed().orElseThrow();
    InstanceEntity row =
        session
            .createSelectionQuery(
                "from InstanceEntity where sopInstanceUid = :uid and facility = :facility",
                InstanceEntity.class)
            .setParameter("uid", arrival.sopInstanceUid().value())
            .setParameter("facility", arrival.facility())
            .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
            .getSingleResult();
    if (row.recompressed().isPresent()) {
      return Outcome.DUPLICATE;
    }
    StoredAt before = row.at();
    row.movedTo(arrival.at(), form);
    session.update(row);
    usage.recompressed(form, row.length);
    return Outcome.replaced(before);
  }
}
