package org.hokan.archive.index;

import org.hibernate.StatelessSession;
import org.hokan.archive.db.Tx;

/**
 * Keeps a facility's counts by increments; the last statement of a transaction, for all of a
 * facility's batches wait for it.
 */
final class UsageCounter {
  private final KeptBytes kept;
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

  UsageCounter(KeptBytes kept) {
    this.kept = kept;
  }

  void smaller(InstanceEntity row) {
    recompressed++;
    recompressedBytes += row.originalLength;
    savedBytes += row.originalLength - row.length;
  }

  void write(Tx tx, String facility) {
    if (isNothing()) {
      return;
    }
    StatelessSession session = tx.session();
    if (update(session, facility) == 0) {
      FacilityUsageEntity row = new FacilityUsageEntity();
      row.facility = facility;
      session.insert(row);
      update(session, facility);
    }
    kept.add(tx, facility, bytes);
  }

  private boolean isNothing() {
    return patients == 0
        && studies == 0
        && series == 0
        && instances == 0
        && bytes == 0
        && quarantined == 0
        && quarantinedBytes == 0
        && recompressed == 0;
  }

  private int update(StatelessSession session, String facility) {
    return session
        .createMutationQuery(
            "update FacilityUsageEntity set patients = patients + :patients, studies = studies +"
                + " :studies, series = series + :series, instances = instances + :instances, bytes"
                + " = bytes + :bytes, quarantined = quarantined + :quarantined, quarantinedBytes ="
                + " quarantinedBytes + :quarantinedBytes, recompressed = recompressed +"
                + " :recompressed, recompressedBytes = recompressedBytes + :recompressedBytes,"
                + " savedBytes = savedBytes + :savedBytes where facility = :facility")
        .setParameter("patients", patients)
        .setParameter("studies", studies)
        .setParameter("series", series)
        .setParameter("instances", instances)
        .setParameter("bytes", bytes)
        .setParameter("quarantined", quarantined)
        .setParameter("quarantinedBytes", quarantinedBytes)
        .setParameter("recompressed", recompressed)
        .setParameter("recompressedBytes", recompressedBytes)
        .setParameter("savedBytes", savedBytes)
        .setParameter("facility", facility)
        .executeUpdate();
  }
}
