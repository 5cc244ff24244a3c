package org.hokan.archive.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hokan.archive.db.Tx;

/** The rows of contracts: how they are read and written. */
final class ContractRows {
  private static final int PAGE = 500;

  private ContractRows() {}

  /** How many rows each contract has: rows are only ever added, so more of them are a change. */
  static Map<String, Long> sizes(Tx tx) {
    Map<String, Long> sizes = new HashMap<>();
    for (String row : List.of("ContractVersionRow", "ContractStepRow")) {
      tx.session()
          .createSelectionQuery(
              "select c.contract, count(*) from %s c group by c.contract".formatted(row),
              Object[].class)
          .getResultList()
          .forEach(size -> sizes.merge((String) size[0], (Long) size[1], Long::sum));
    }
    return sizes;
  }

  /** Those contracts; some hundred of them at a time. */
  static List<Contract> contracts(Tx tx, Collection<String> ids) {
    List<String> all = List.copyOf(ids);
    List<Contract> contracts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += PAGE) {
      List<String> page = all.subList(from, Math.min(all.size(), from + PAGE));
      contracts.addAll(contracts(tx, " where c.contract in (:ids)", Map.of("ids", page)));
    }
    return contracts;
  }

  static List<Contract> ofFacility(Tx tx, String facility) {
    return contracts(tx, " where c.facility = :facility", Map.of("facility", facility));
  }

  static Optional<Contract> contract(Tx tx, String id) {
    return contracts(tx, " where c.contract = :id", Map.of("id", id)).stream().findFirst();
  }

  /** By their ID. */
  private static List<Contract> contracts(Tx tx, String where, Map<String, ?> values) {
    Map<String, List<ContractVersionEntity>> versions = new TreeMap<>(ContractOrder.BY_ID);
    for (ContractVersionEntity row :
        rows(
            tx,
            "ContractVersionRow",
            where + " order by c.version",
            values,
            ContractVersionEntity.class)) {
      versions.computeIfAbsent(row.contract, id -> new ArrayList<>()).add(row);
    }
    Map<String, List<ContractStep>> steps = new TreeMap<>();
    versions.forEach((id, rows) -> steps.put(id, FirstForm.steps(rows)));
    for (ContractStepEntity row :
        rows(
            tx,
            "ContractStepRow",
            where + " order by c.number",
            values,
            ContractStepEntity.class)) {
      steps.getOrDefault(row.contract, new ArrayList<>()).add(row.step());
    }
    return versions.values().stream()
        .map(
            rows ->
                new Contract(
                    rows.get(0).contract,
                    rows.get(0).facility,
                    rows.stream().map(ContractVersionEntity::version).toList(),
                    steps.getOrDefault(rows.get(0).contract, List.of())))
        .toList();
  }

  private static <T> List<T> rows(
      Tx tx, String entity, String rest, Map<String, ?> values, Class<T> type) {
    var query = tx.session().createSelectionQuery("from " + entity + " c" + rest, type);
    values.forEach(
        (name, value) -> {
          if (value instanceof Collection<?> list) {
            query.setParameterList(name, list);
          } else {
            query.setParameter(name, value);
          }
        });
    return query.getResultList();
  }

  static int nextNumber(Tx tx, String facility) {
    Integer last =
        tx.session()
            .createSelectionQuery(
                "select coalesce(max(c.number), 0) from ContractVersionRow c"
                    + " where c.facility = :facility",
                Integer.class)
            .setParameter("facility", facility)
            .getSingleResult();
    return last + 1;
  }

  /** Adds what {@code now} has more than {@code before}. */
  static void insert(Tx tx, Optional<Contract> before, Contract now) {
    int versions = before.map(contract -> contract.versions().size()).orElse(0);
    int steps = before.map(contract -> contract.steps().size()).orElse(0);
    now.versions().stream()
        .skip(versions)
        .forEach(version -> tx.session().insert(ContractVersionEntity.of(now, version)));
    now.steps().stream()
        .skip(steps)
        .forEach(step -> tx.session().insert(ContractStepEntity.of(now, step)));
  }

  /** Whether this was told before; remembers that it is told now. */
  static boolean tellOnce(Tx tx, ContractNoticeEntity notice) {
    if (tx.session().get(ContractNoticeEntity.class, notice.id) != null) {
      return false;
    }
    tx.session().insert(notice);
    return true;
  }
}
