package org.hokan.archive.billing;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.AppliedTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.Days;

/**
 * What other rules would have chosen in a run, under the contracts of that run. What anybody really
 * said of an object goes before it, as it does for a rule. Not thread-safe.
 */
final class RuledChoices {
  private final Map<Key, LocalDate> from = new HashMap<>();

  private record Key(String contract, BackupUnit unit, String object) {}

  /** Chooses what an exam is of, from its day on, in units that are about chosen objects. */
  void choose(AgreedTerms terms, OtherRules.Part part, ReplayedExam exam, LocalDate day) {
    if (!part.backup().isEmpty()) {
      AppliedTerms.objects(terms.terms(), exam.patientId(), exam.study().studyInstanceUid())
          .forEach(
              (unit, object) -> {
                if (part.backup().contains(unit)) {
                  from.putIfAbsent(new Key(terms.contract(), unit, object), day);
                }
              });
    }
  }

  /** What was said of some objects of a contract's unit, with what rules would have. */
  Map<String, Chosen> over(
      Map<String, Chosen> said, Contract contract, BackupUnit unit, Collection<String> objects) {
    if (from.isEmpty()) {
      return said;
    }
    Map<String, Chosen> all = new HashMap<>(said);
    for (String object : objects) {
      LocalDate day = from.get(new Key(contract.id(), unit, object));
      if (day != null) {
        all.putIfAbsent(object, new Chosen(Days.of(day, Days.WITHOUT_END), false));
      }
    }
    return all;
  }
}
