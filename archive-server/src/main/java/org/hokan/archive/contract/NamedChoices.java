package org.hokan.archive.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hokan.archive.contract.BackupChoice.Said;

/** The backup objects that terms name, as choices: from when a version names them, and when not. */
final class NamedChoices {
  private static final String NODE = "node";
  private static final int MOST = 1000;

  private NamedChoices() {}

  /** What all agreed versions say, the earliest first. */
  static List<BackupChoice> of(Contract contract) {
    List<BackupChoice> all = new ArrayList<>();
    List<AgreedTerms> before = new ArrayList<>();
    for (AgreedTerms agreed : contract.agreed()) {
      all.addAll(between(before, agreed, Instant.EPOCH, NODE));
      before.add(agreed);
    }
    return all;
  }

  /** What terms that were just agreed say that those before them did not. */
  static List<BackupChoice> agreed(Optional<Contract> old, Contract now, Instant at, String by) {
    ContractStep last = now.lastStep();
    if (last.action() != ContractAction.ACCEPT) {
      return List.of();
    }
    return now.agreed().stream()
        .filter(terms -> terms.version() == last.version())
        .findFirst()
        .map(terms -> between(old.map(Contract::agreed).orElse(List.of()), terms, at, by))
        .orElse(List.of());
  }

  /** From its first day on, what was agreed before gives way: for that day, and for later ones. */
  private static List<BackupChoice> between(
      List<AgreedTerms> before, AgreedTerms now, Instant at, String by) {
    List<BackupChoice> changes = new ArrayList<>();
    for (BackupTerms backup : now.terms().backups()) {
      BackupUnit unit = backup.unit();
      if (!backup.isChosen()) {
        continue; // whoever is chosen stays so, for terms that choose again
      }
      Set<String> was = names(before.stream().filter(t -> !t.from().isAfter(now.from())), unit, 1);
      Set<String> planned =
          names(before.stream().filter(t -> t.from().isAfter(now.from())), unit, MOST);
      Set<String> is = names(Stream.of(now), unit, 1);
      Set<String> all = new TreeSet<>(is);
      all.addAll(was);
      all.addAll(planned);
      for (String object : all) {
        boolean chosen = is.contains(object);
        if (chosen ? !was.contains(object) : was.contains(object) || planned.contains(object)) {
          changes.add(
              new BackupChoice(
                  now.contract(), unit, object, chosen, now.from(), Said.inTerms(at, by)));
        }
      }
    }
    return changes;
  }

  /** What the latest of some terms name. */
  private static Set<String> names(Stream<AgreedTerms> terms, BackupUnit unit, int latest) {
    return terms
        .filter(agreed -> agreed.terms().backup(unit).filter(BackupTerms::isChosen).isPresent())
        .sorted(Comparator.comparing(AgreedTerms::from).reversed())
        .limit(latest)
        .flatMap(agreed -> agreed.terms().backup(unit).stream())
        .flatMap(backup -> backup.named().stream())
        .collect(Collectors.toSet());
  }
}
