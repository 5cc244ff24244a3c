package org.hokan.archive.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How contracts are sorted. */
final class ContractOrder {
  /** By facility, then number: {@code demo-2} before {@code demo-10}. */
  static final Comparator<String> BY_ID =
      Comparator.comparing((String id) -> id.substring(0, id.lastIndexOf('-')))
          .thenComparing(id -> Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)));

  private ContractOrder() {}

  /** The agreed ones of each facility by their first day. */
  static Map<String, List<Contract>> agreedByFacility(Collection<Contract> contracts) {
    Map<String, List<Contract>> agreed = new HashMap<>();
    for (Contract contract : contracts) {
      if (contract.wasAgreed()) {
        agreed.computeIfAbsent(contract.facility(), code -> new ArrayList<>()).add(contract);
      }
    }
    agreed.replaceAll(
        (code, list) -> list.stream().sorted(Comparator.comparing(Contract::from)).toList());
    return agreed;
  }
}
