package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

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

  /**
   * Records what came of studies, each named once.
   *
   * @return the records of those of which something did
   */
  List<BillingRecord> record(List<StudyUsage> usages) {
    List<BillingRecord> added = new ArrayList<>();
    unrecorded(tx, usages).forEach((usage, entry) -> added.add(record(usage, entry)));
    return added;
  }

  /** What of these studies no record tells of yet; nothing of those that are recorded whole. */
  static Map<StudyUsage, BillingEntry.Study> unrecorded(Tx tx, List<StudyUsage> usages) {
    Map<String, List<StudyUsage>> byFacility =
        usages.stream().collect(Collectors.groupingBy(StudyUsage::facility));
    Map<String, Map<String, Known>> known = new HashMap<>();
    byFacility.forEach((facility, studies) -> known.put(facility, known(tx, facility, studies)));
    Map<StudyUsage, BillingEntry.Study> found = new LinkedHashMap<>();
    for (StudyUsage usage : usages) {
      Known before =
          known
              .getOrDefault(usage.facility(), Map.of())
              .getOrDefault(usage.studyInstanceUid(), Known.NOTHING);
      if (usage.images() > before.images()) {
        found.put(usage, entry(usage, before));
      }
    }
    return found;
  }

  private static BillingEntry.Study entry(StudyUsage usage, Known known) {
    return new BillingEntry.Study(
        usage.studyInstanceUid(),
        usage.patient(),
        usage.images() - known.images(),
        Math.max(0, usage.bytes() - known.bytes()),
        Ledger.toMillis(usage.first()),
        Ledger.toMillis(usage.last()),
        usage.ae(),
        usage.rule(),
        known.firstRecord());
  }

  private BillingRecord record(StudyUsage usage, BillingEntry.Study entry) {
    BillingRecord record = append(usage, usage.last(), entry);
    CopyCharges.settle(tx, new ServiceRecorder(tx, appender, contracts), usage, record.number());
    return record;
  }

  /**
   * Takes back what is recorded of a study that was destroyed, so that nothing of it is charged
   * from the next period on; nothing when nothing is recorded.
   */
  Optional<BillingRecord> recordDeletion(StudyUsage usage, Instant destroyed) {
    Known known =
        known(tx, usage.facility(), List.of(usage))
            .getOrDefault(usage.studyInstanceUid(), Known.NOTHING);
    CopyCharges.forget(tx, usage.facility(), usage.studyInstanceUid());
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
    return Optional.of(append(usage, at, entry));
  }

  private BillingRecord append(StudyUsage usage, Instant at, BillingEntry.Study entry) {
    return appender.append(
        YearMonth.from(at.atZone(contracts.zoneOf(usage.facility()))),
        new Appender.Owner(usage.facility(), usage.clause()),
        new Appender.Charge(
            entry,
            Money.zero(contracts.currency(usage.facility(), usage.clause())),
            Optional.empty()),
        Appender.NODE);
  }

  /** What is recorded of studies of a facility, by their UIDs. */
  private static Map<String, Known> known(Tx tx, String facility, List<StudyUsage> usages) {
    return tx
        .session()
        .createSelectionQuery(
            "select study, coalesce(sum(images), 0), coalesce(sum(bytes), 0), min(number)"
                + " from LedgerRow where facility = :facility and study in (:studies)"
                + " group by study",
            Object[].class)
        .setParameter("facility", facility)
        .setParameterList("studies", usages.stream().map(StudyUsage::studyInstanceUid).toList())
        .getResultList()
        .stream()
        .collect(Collectors.toMap(row -> (String) row[0], Known::of));
  }

  private record Known(long images, long bytes, long firstRecord) {
    static final Known NOTHING = new Known(0, 0, 0);

    static Known of(@Nullable Object[] row) {
      return new Known(
          Ledger.whole(requireNonNull(row[1])),
          Ledger.whole(requireNonNull(row[2])),
          Ledger.whole(requireNonNull(row[3])));
    }
  }
}
