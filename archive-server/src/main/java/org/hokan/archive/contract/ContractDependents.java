package org.hokan.archive.contract;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.ae.Dependents;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.db.Tx;

/** Says which contracts stand on a facility, and which rules on an AE. */
final class ContractDependents implements Dependents {
  private final ZoneId usual;

  /**
   * @param usual of facilities without their own
   */
  ContractDependents(ZoneId usual) {
    this.usual = usual;
  }

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
  public Optional<String> ofTimeZone(Tx tx, Facility before, Facility changed) {
    ZoneId zone = before.timeZone().orElse(usual);
    ZoneId other = changed.timeZone().orElse(usual);
    if (zone.equals(other)) {
      return Optional.empty();
    }
    return ContractRows.ofFacility(tx, before.code()).stream()
        .filter(Contract::wasAgreed)
        .map(Contract::id)
        .min(String::compareTo)
        .map(
            id ->
                "time zone %s (expected: %s as before: contract %s was agreed, and what was kept and charged under it would fall on other days; --move-days, or moveDays=true, does it all the same)"
                    .formatted(other, zone, id));
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
