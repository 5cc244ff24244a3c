package org.hokan.archive.retrieve;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hokan.archive.billing.RecordType;
import org.hokan.archive.billing.ServiceUse;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what was sent back, where the facility's contract prices it: each study once for each
 * retrieval, as soon as its first image has arrived, so that a node that is killed in the middle
 * has charged what it sent. Thread-safe.
 */
public record Charges(UsageLedger ledger, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(Charges.class);

  /** One retrieval. */
  Retrieval begin() {
    return new Retrieval();
  }

  /** The charges of one retrieval; one thread's. */
  final class Retrieval {
    private final UUID id = UUID.randomUUID();
    private final Set<Uid> studies = new HashSet<>();
    private final List<ServiceUse> owed = new ArrayList<>();
    private Optional<Boolean> priced = Optional.empty();

    /** An image has arrived. Never fails: images are sent, whatever becomes of the record. */
    void arrived(InstanceRow row) {
      if (studies.add(row.studyInstanceUid())) {
        owed.add(use(row));
        record();
      }
    }

    /** Tries once more what could not be recorded, and says what is lost. */
    void end() {
      if (!owed.isEmpty() && !record()) {
        LOG.error("retrieval {}: {} studies were sent and are not charged", id, owed.size());
      }
    }

    private boolean record() {
      try {
        if (isPriced()) {
          ledger.recordServices(owed);
        }
        owed.clear();
        return true;
      } catch (RuntimeException e) {
        LOG.warn("retrieval {}: not recorded yet; tried again with the next study", id, e);
        return false;
      }
    }

    /** Asked once: most facilities pay nothing for it, and some fetch thousands of studies. */
    private boolean isPriced() {
      if (priced.isEmpty()) {
        priced = Optional.of(ledger.prices(owed.get(0).facility(), RecordType.RETRIEVAL));
      }
      return priced.get();
    }

    private ServiceUse use(InstanceRow row) {
      String study = row.studyInstanceUid().value();
      return ServiceUse.charged(
          row.facility(),
          RecordType.RETRIEVAL,
          study,
          "retrieval %s of study %s".formatted(id, study),
          clock.instant());
    }
  }
}
