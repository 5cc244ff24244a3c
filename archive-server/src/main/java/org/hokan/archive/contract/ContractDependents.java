package org.hokan.archive.contract;

import java.util.List;
import java.util.Optional;
import org.hokan.archive.ae.Dependents;
import org.hokan.archive.db.Tx;

/** Says which contracts stand on a facility, and which rules on an AE. */
final class ContractDependents implements Dependents {
  @Override
  public Optional<String> ofFacility(Tx tx, String facility) {
    List<String> ids =
        ContractRows.ofFacility(tx, facility).stream()
            .filter(contract -> contract.wasAgreed() || contract.offer().isPresent())
            .map(Contract::id)
            .sorted()
            .toList();
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "has the contracts %s (expected: none; withdraw them first)"
                .formatted(String.join(", ", ids)));
  }

  @Override
  public Optional<String> ofApplicationEntity(Tx tx, String title) {
    List<String> names =
        RuleRows.currentOf(tx, title).stream().map(StorageRule::name).sorted().toList();
    if (names.isEmpty()) {
      return staged(tx, title).or(() -> forwardedTo(tx, title));
    }
    return Optional.of(
        "has the storage rules %s (expected: none; remove them first)"
            .formatted(String.join(", ", names)));
  }

  private static Optional<String> staged(Tx tx, String title) {
    List<String> names = RuleStaging.namesOf(tx, title);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "has staged changes of the storage rules %s (expected: none; unstage them first)"
                .formatted(String.join(", ", names)));
  }

  private static Optional<String> forwardedTo(Tx tx, String title) {
    List<String> rules =
        RuleRows.current(tx).stream()
            .filter(rule -> rule.then().followUps().forward().contains(title))
            .map(rule -> "%s of AE %s".formatted(rule.name(), rule.ae()))
            .toList();
    return rules.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "gets what the storage rules %s forward (expected: none; change them first)"
                .formatted(String.join(", ", rules)));
  }
}
