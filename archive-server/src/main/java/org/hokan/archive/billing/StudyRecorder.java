package org.hokan.archive.billing;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/** Records what arrived of a study and is not in the ledger yet. */
final class StudyRecorder {
  private final Tx tx;
  private final Appender appender;
  private final ContractBook contracts;

  StudyRecorder(Tx tx, Appender appender, ContractBook contracts) {
    this.tx = tx;
    this.appender = appender;
    this.contracts = contracts;
  }

  Optional<BillingRecord> record(StudyUsage usage) {
    Known known = known(usage);
    if (usage.images() <= known.images()) {
      return Optional.empty();
    }
    BillingEntry.Study entry =
        new BillingEntry.Study(
            usage.studyInstanceUid(),
            usage.patient(),
            usage.images() - known.images(),
            Math.max(0, usage.bytes() - known.bytes()),
            Ledger.toMillis(usage.first()),
            Ledger.toMillis(usage.last()),
            usage.ae(),
            usage.rule(),
            known.firstRecord());
    BillingRecord record =
        appender.append(
            YearMonth.from(usage.last().atZone(contracts.zoneOf(usage.facility()))),
            new Appender.Owner(usage.facility(), usage.clause()),
            new Appender.Charge(
                entry,
                Money.zero(contracts.currency(usage.facility(), usage.clause())),
                Optional.empty()),
            Appender.NODE);
    if (usage.secondCopy()) {
      new ServiceRecorder(tx, appender, contracts)
          .record(copy(usage.facility(), usage.studyInstanceUid(), usage.first()));
    }
    return Optional.of(record);
  }

  /**
   * Takes back what is recorded of a study that was destroyed, so that nothing of it is charged
   * from the next period on; nothing when nothing is recorded.
   */
  Optional<BillingRecord> recordDeletion(StudyUsage usage, Instant destroyed) {
    Known known = known(usage);
    if (known.images() == 0) {
      return Optional.empty();
    }
    Instant at = Ledger.toMillis(destroyed);
    BillingEntry.Study entry =
        new BillingEntry.Study(
            usage.studyInstanceUid(),
            usage.patient(),
            -known.images(),
            -known.bytes(),
            Ledger.toMillis(usage.first()),
            at,
            usage.ae(),
            usage.rule(),
            known.firstRecord());
    return Optional.of(
        appender.append(
            YearMonth.from(at.atZone(contracts.zoneOf(usage.facility()))),
            new Appender.Owner(usage.facility(), usage.clause()),
            new Appender.Charge(
                entry,
                Money.zero(contracts.currency(usage.facility(), usage.clause())),
                Optional.empty()),
            Appender.NODE));
  }

  /** A study's second copy is one fact, however many of its images come late. */
  static ServiceUse copy(String facility, String study, Instant first) {
    return ServiceUse.charged(facility, RecordType.COPY, study, "copy of study " + study, first);
  }

  private Known known(StudyUsage usage) {
    Object[] sums =
        tx.session()
            .createSelectionQuery(
                "select coalesce(sum(images), 0), coalesce(sum(bytes), 0), coalesce(min(number), 0)"
                    + " from LedgerRow where facility = :facility and study = :study",
                Object[].class)
            .setParameter("facility", usage.facility())
            .setParameter("study", usage.studyInstanceUid())
            .getSingleResult();
    return new Known(Ledger.whole(sums[0]), Ledger.whole(sums[1]), Ledger.whole(sums[2]));
  }

  private record Known(long images, long bytes, long firstRecord) {}
}
