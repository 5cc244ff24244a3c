package org.hokan.archive.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How contracts are sorted. */
final class ContractOrder {
  /** By facility, then number: {@code demo-2} before {@code demo-10}. */
  static final Comparator<String> BY_ID =
      Comparator.comparing(ContractOrder::facility)
          .thenComparing(ContractOrder::number)
          .thenComparing(Comparator.naturalOrder());

  private static final Pattern NUMBERED = Pattern.compile("(.+)-([1-9][0-9]{0,8})");

  private ContractOrder() {}

  /** Of what is no contract's ID, as somebody may ask for, all. */
  private static String facility(String id) {
    Matcher matcher = NUMBERED.matcher(id);
    return matcher.matches() ? matcher.group(1) : id;
  }

  private static int number(String id) {
    Matcher matcher = NUMBERED.matcher(id);
    return matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
  }

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
