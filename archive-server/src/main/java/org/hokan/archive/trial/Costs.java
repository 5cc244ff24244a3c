package org.hokan.archive.trial;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.StorageClass;
import org.joda.money.Money;

/** Sums up what studies would have cost more or less, at the prices of their contracts. */
final class Costs {
  /** Patients that rules choose; of further ones no period is counted. */
  static final int MOST_PATIENTS = 100_000;

  private static final long GB = 1_000_000_000L;

  private final Map<Key, Long> times = new LinkedHashMap<>();
  private final Set<String> patients = new HashSet<>();
  private Optional<ServiceTerms> storage = Optional.empty();

  /** A charge and its price. */
  private record Key(String what, Money each) {}

  /**
   * What a study was and would be charged for.
   *
   * @param unitsWas the units of the contract that it was one of
   * @param unitsWould those, and the ones that the rules choose it in
   * @param patient Patient ID (0010,0020); empty: it has none
   */
  record Study(
      StorageClass was,
      StorageClass would,
      boolean keptBefore,
      boolean keptAtAll,
      Set<String> billWas,
      Set<String> billWould,
      Set<BackupUnit> unitsWas,
      Set<BackupUnit> unitsWould,
      String patient) {}

  void add(AgreedTerms agreed, Study study) {
    ContractTerms terms = agreed.terms();
    storage = storage.or(() -> terms.service(ServiceKind.STORAGE));
    int copies = copy(study.would(), study.keptAtAll()) - copy(study.was(), study.keptBefore());
    terms.service(ServiceKind.COPY).ifPresent(s -> count("COPY, " + s.name(), s.price(), copies));
    Set<String> services = new TreeSet<>(study.billWas());
    services.addAll(study.billWould());
    for (String name : services) {
      int more =
          (study.billWould().contains(name) ? 1 : 0) - (study.billWas().contains(name) ? 1 : 0);
      terms
          .service(name)
          .filter(s -> s.kind().isForRules())
          .ifPresent(s -> count(s.kind() + ", " + s.name(), s.price(), more));
    }
    boolean isCharged = study.keptAtAll() && study.unitsWould().contains(BackupUnit.STUDY);
    boolean wasCharged = study.keptBefore() && study.unitsWas().contains(BackupUnit.STUDY);
    firstPeriod(
        terms, BackupUnit.STUDY, "an examination", (isCharged ? 1 : 0) - (wasCharged ? 1 : 0));
    boolean isChosen =
        study.keptAtAll()
            && study.unitsWould().contains(BackupUnit.PATIENT)
            && !study.unitsWas().contains(BackupUnit.PATIENT);
    if (isChosen && isNew(study.patient())) {
      firstPeriod(terms, BackupUnit.PATIENT, "a patient", 1);
    }
  }

  /** Whether the patient's period was not counted yet; beyond the bound that is not known. */
  private boolean isNew(String patient) {
    return patients.size() < MOST_PATIENTS && patients.add(patient);
  }

  private void firstPeriod(ContractTerms terms, BackupUnit unit, String ofWhat, int more) {
    terms
        .backup(unit)
        .map(BackupTerms::price)
        .ifPresent(
            price ->
                count(
                    "first period of %s (%s)".formatted(ofWhat, price.course().name()),
                    price.ofPeriod(),
                    more));
  }

  private static int copy(StorageClass storageClass, boolean kept) {
    return kept && storageClass == StorageClass.DELUXE ? 1 : 0;
  }

  private void count(String what, Money each, int more) {
    if (more != 0) {
      times.merge(new Key(what, each), (long) more, Long::sum);
    }
  }

  /**
   * All of it, with the storage that would be charged more or less each month.
   *
   * @param kept bytes that the facility keeps now
   * @param less so many fewer bytes it would keep; negative: more
   */
  List<TrialReport.Cost> all(long kept, long less) {
    long fewer = begun(kept) - begun(Math.max(0, kept - less));
    storage
        .filter(s -> fewer != 0)
        .ifPresent(
            s ->
                times.put(
                    new Key("STORAGE, %s, each month".formatted(s.name()), s.price()), -fewer));
    return times.entrySet().stream()
        .filter(entry -> entry.getValue() != 0)
        .map(e -> new TrialReport.Cost(e.getKey().what(), e.getValue(), e.getKey().each()))
        .toList();
  }

  private static long begun(long bytes) {
    return bytes / GB + (bytes % GB == 0 ? 0 : 1);
  }
}
