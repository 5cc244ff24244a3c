package org.hokan.archive.billing;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/** Records what arrived of a study and is not in the ledger yet. */
final class StudyRecorder {
  private static final String NODE = "node";

  private final Appender appender;
  private final ZoneId zone;

  StudyRecorder(Appender appender, ZoneId zone) {
    this.appender = appender;
    this.zone = zone;
  }

  Optional<BillingRecord> record(Tx tx, StudyUsage usage, ContractBook contracts) {
    Known known = known(tx, usage);
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
    return Optional.of(
        appender.append(
            month(usage.last()),
            new Appender.Owner(usage.facility(), usage.clause()),
            new Appender.Charge(
                entry,
                Money.zero(contracts.currency(usage.facility(), usage.clause())),
                Optional.empty()),
            NODE));
  }

  private YearMonth month(Instant instant) {
    return YearMonth.from(instant.atZone(zone));
  }

  private static Known known(Tx tx, StudyUsage usage) {
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
