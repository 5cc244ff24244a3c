package org.hokan.archive.contract;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hokan.archive.db.Tx;

/** How long some examinations are kept, with what of them was chosen when it was asked. */
public final class KeptExams {
  private static final int PAGE = 500;

  private final Contracts contracts;
  private final Map<String, Map<BackupUnit, Map<String, Chosen>>> chosen;

  private KeptExams(Contracts contracts, Map<String, Map<BackupUnit, Map<String, Chosen>>> chosen) {
    this.contracts = contracts;
    this.chosen = chosen;
  }

  /** Asks once for each contract with units of chosen objects, some hundred exams at a time. */
  static KeptExams of(Tx tx, Contracts contracts, List<KeepingFacts> exams) {
    Map<String, Map<BackupUnit, Map<String, Chosen>>> all = new HashMap<>();
    for (int from = 0; from < exams.size(); from += PAGE) {
      List<KeepingFacts> page = exams.subList(from, Math.min(exams.size(), from + PAGE));
      page.stream()
          .map(KeepingFacts::facility)
          .distinct()
          .flatMap(facility -> contracts.ofFacility(facility).stream())
          .forEach(contract -> ask(tx, contract, page, all));
    }
    return new KeptExams(contracts, all);
  }

  private static void ask(
      Tx tx,
      Contract contract,
      List<KeepingFacts> exams,
      Map<String, Map<BackupUnit, Map<String, Chosen>>> all) {
    Map<BackupUnit, Set<String>> objects = new EnumMap<>(BackupUnit.class);
    for (KeepingFacts exam : exams) {
      if (exam.facility().equals(contract.facility())) {
        objects(contract, exam)
            .forEach(
                (unit, object) ->
                    objects.computeIfAbsent(unit, key -> new TreeSet<>()).add(object));
      }
    }
    Map<BackupUnit, Map<String, Chosen>> known =
        all.computeIfAbsent(contract.id(), id -> new EnumMap<>(BackupUnit.class));
    ChoiceRows.chosen(tx, contract.id(), objects)
        .forEach((unit, some) -> known.computeIfAbsent(unit, key -> new HashMap<>()).putAll(some));
  }

  /** The objects that an exam is of, in the units that are about chosen ones at any time. */
  private static Map<BackupUnit, String> objects(Contract contract, KeepingFacts exam) {
    Map<BackupUnit, String> objects = new EnumMap<>(BackupUnit.class);
    for (AgreedTerms agreed : contract.agreed()) {
      objects.putAll(
          AppliedTerms.objects(agreed.terms(), exam.patientId(), exam.studyInstanceUid()));
    }
    return objects;
  }

  /** Of one of those exams; empty when no contract says anything of it. */
  public Optional<KeptUntil> until(KeepingFacts exam) {
    String facility = exam.facility();
    LocalDate arrived = LocalDate.ofInstant(exam.lastArrival(), contracts.zoneOf(facility));
    return new Keeping(arrived, contracts.today(facility), contract -> days(contract, exam))
        .of(contracts.ofFacility(facility), exam.contract(), exam.rules());
  }

  private Map<BackupUnit, Days> days(Contract contract, KeepingFacts exam) {
    Map<BackupUnit, Days> days = new EnumMap<>(BackupUnit.class);
    Map<BackupUnit, Map<String, Chosen>> known = chosen.getOrDefault(contract.id(), Map.of());
    objects(contract, exam)
        .forEach(
            (unit, object) ->
                Optional.ofNullable(known.getOrDefault(unit, Map.of()).get(object))
                    .ifPresent(one -> days.put(unit, one.days())));
    return days;
  }
}
