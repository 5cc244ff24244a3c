package org.hokan.archive.retrieve;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hokan.archive.billing.RecordType;
import org.hokan.archive.billing.ServiceUse;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.index.InstanceRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what was sent back, where the facility's contract prices it: each study of which at least
 * one image arrived, once for each retrieval. The record is what is kept of the retrieval; so it is
 * written once, after the last image. Thread-safe.
 */
public record Charges(UsageLedger ledger, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(Charges.class);

  /** Never fails: the images are sent, whatever becomes of the record. */
  void sent(Collection<InstanceRow> studies) {
    if (studies.isEmpty()) {
      return;
    }
    try {
      String facility = studies.iterator().next().facility();
      if (ledger.prices(facility, RecordType.RETRIEVAL)) {
        ledger.recordServices(uses(studies));
      }
    } catch (RuntimeException e) {
      LOG.error("{} studies were sent and are not charged", studies.size(), e);
    }
  }

  private List<ServiceUse> uses(Collection<InstanceRow> studies) {
    UUID retrieval = UUID.randomUUID();
    Instant now = clock.instant();
    return studies.stream()
        .map(
            row ->
                ServiceUse.charged(
                    row.facility(),
                    RecordType.RETRIEVAL,
                    row.studyInstanceUid().value(),
                    "retrieval %s of study %s".formatted(retrieval, row.studyInstanceUid().value()),
                    now))
        .toList();
  }
}
