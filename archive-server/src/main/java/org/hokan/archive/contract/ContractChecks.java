package org.hokan.archive.contract;

import java.util.stream.Collectors;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.db.Tx;

/** What a change of a contract must find in the database. */
final class ContractChecks {
  private ContractChecks() {}

  /**
   * A contract, and its facility locked.
   *
   * @param seen the number of the last step that the author of a change knows of; where more was
   *     done, it is refused and says what
   */
  static Contract locked(Tx tx, String id, int seen) {
    Contract first =
        ContractRows.contract(tx, id)
            .orElseThrow(
                () ->
                    refused(
                        Reason.NOT_FOUND, "contract: unknown (expected: the ID of a contract)"));
    ApplicationEntities.lockFacility(tx, first.facility());
    Contract current = ContractRows.contract(tx, id).orElse(first);
    int last = current.lastStep().number();
    if (seen != last) {
      throw refused(
          Reason.CHANGED_MEANWHILE,
          "contract %s: step %s (expected: %s, its last one%s; read it again)",
          id,
          seen,
          last,
          since(current, seen));
    }
    return current;
  }

  private static String since(Contract contract, int seen) {
    return contract.steps().stream()
        .filter(step -> step.number() > seen)
        .map(
            step ->
                "; %s by the %s, signed by %s, entered by %s at %s"
                    .formatted(step.action(), step.side(), step.signedBy(), step.by(), step.at()))
        .collect(Collectors.joining());
  }

  /** Agreed contracts of one facility have terms apart. */
  static void overlap(Tx tx, Contract contract) {
    if (!contract.wasAgreed()) {
      return;
    }
    for (Contract other : ContractRows.ofFacility(tx, contract.facility())) {
      boolean apart =
          other.lastDay().isBefore(contract.from()) || other.from().isAfter(contract.lastDay());
      if (!other.id().equals(contract.id()) && other.wasAgreed() && !apart) {
        throw refused(
            Reason.CONFLICT,
            "contract of %s: %s overlaps %s, which holds %s (expected: terms apart)",
            contract.facility(),
            contract.term(),
            other.id(),
            other.term());
      }
    }
  }

  private static ChangeRefusedException refused(Reason reason, String message, Object... values) {
    return new ChangeRefusedException(reason, message.formatted(values));
  }
}
