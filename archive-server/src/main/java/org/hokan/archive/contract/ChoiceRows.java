package org.hokan.archive.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hokan.archive.db.Tx;

/** The rows of backup choices: how they are read and written. */
final class ChoiceRows {
  private static final String ROWS = "from BackupChoiceRow c where c.contract = :contract";

  private ChoiceRows() {}

  static void insert(Tx tx, Collection<BackupChoice> choices) {
    tx.session().insertMultiple(choices.stream().map(BackupChoiceEntity::of).toList());
  }

  static boolean has(Tx tx, String contract) {
    return !tx.session()
        .createSelectionQuery("select 1 " + ROWS, Integer.class)
        .setParameter("contract", contract)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  /** The number of what was said last under a contract, 0: nothing; sorted as an index is. */
  static long latest(Tx tx, String contract) {
    return tx
        .session()
        .createSelectionQuery("select c.id " + ROWS + " order by c.contract, c.id desc", Long.class)
        .setParameter("contract", contract)
        .setMaxResults(1)
        .getResultList()
        .stream()
        .findFirst()
        .orElse(0L);
  }

  /** All that was said of some objects of a unit, by object, the first thing first. */
  static Map<String, List<BackupChoice>> of(
      Tx tx, String contract, BackupUnit unit, Collection<String> objects) {
    Map<String, List<BackupChoice>> found = new TreeMap<>();
    if (objects.isEmpty()) {
      return found;
    }
    tx.session()
        .createSelectionQuery(
            ROWS + " and c.unit = :unit and c.objectKey in (:objects) order by c.id",
            BackupChoiceEntity.class)
        .setParameter("contract", contract)
        .setParameter("unit", unit)
        .setParameter("objects", objects)
        .getResultList()
        .forEach(
            row ->
                found.computeIfAbsent(row.objectKey, key -> new ArrayList<>()).add(row.choice()));
    return found;
  }

  /** The same of several units in one statement; a unit of which nothing was said has no entry. */
  static Map<BackupUnit, Map<String, Chosen>> chosen(
      Tx tx, String contract, Map<BackupUnit, Set<String>> objects) {
    Map<BackupUnit, Map<String, List<BackupChoice>>> said = new EnumMap<>(BackupUnit.class);
    Set<String> all =
        objects.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    if (all.isEmpty()) {
      return Map.of();
    }
    tx.session()
        .createSelectionQuery(
            ROWS + " and c.unit in (:units) and c.objectKey in (:objects) order by c.id",
            BackupChoiceEntity.class)
        .setParameter("contract", contract)
        .setParameterList("units", objects.keySet())
        .setParameterList("objects", all)
        .getResultList()
        .forEach(
            row ->
                said.computeIfAbsent(row.unit, unit -> new TreeMap<>())
                    .computeIfAbsent(row.objectKey, key -> new ArrayList<>())
                    .add(row.choice()));
    Map<BackupUnit, Map<String, Chosen>> chosen = new EnumMap<>(BackupUnit.class);
    said.forEach((unit, some) -> chosen.put(unit, chosen(some)));
    return chosen;
  }

  /** The next objects of a unit of which something was said, by object. */
  static List<String> objects(Tx tx, String contract, BackupUnit unit, String after, int most) {
    return next(tx, contract, unit, "", after, most);
  }

  /** The next objects of a unit that were taken out at one time or another, by object. */
  static List<String> takenOut(Tx tx, String contract, BackupUnit unit, String after, int most) {
    return next(tx, contract, unit, " and c.chosen = false", after, most);
  }

  /** The number of what was said first of some objects: it names one without telling it. */
  static Map<String, Long> numbers(
      Tx tx, String contract, BackupUnit unit, Collection<String> objects) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    if (!objects.isEmpty()) {
      tx.session()
          .createSelectionQuery(
              "select c.objectKey, min(c.id) "
                  + ROWS
                  + " and c.unit = :unit and c.objectKey in (:objects) group by c.objectKey",
              Object[].class)
          .setParameter("contract", contract)
          .setParameter("unit", unit)
          .setParameterList("objects", objects)
          .getResultList()
          .forEach(row -> numbers.put((String) row[0], (Long) row[1]));
    }
    return numbers;
  }

  /** The object of which something was said under a number, if that is one of the unit. */
  static Optional<String> object(Tx tx, String contract, BackupUnit unit, long number) {
    return Optional.ofNullable(tx.session().get(BackupChoiceEntity.class, number))
        .filter(row -> row.contract.equals(contract) && row.unit == unit)
        .map(row -> row.objectKey);
  }

  private static List<String> next(
      Tx tx, String contract, BackupUnit unit, String which, String after, int most) {
    return tx.session()
        .createSelectionQuery(
            "select distinct c.objectKey "
                + ROWS
                + " and c.unit = :unit and c.objectKey > :after"
                + which
                + " order by c.objectKey",
            String.class)
        .setParameter("contract", contract)
        .setParameter("unit", unit)
        .setParameter("after", after)
        .setMaxResults(most)
        .getResultList();
  }

  /** When some objects of a unit are chosen; one of which nothing was said has no entry. */
  static Map<String, Chosen> chosen(
      Tx tx, String contract, BackupUnit unit, Collection<String> objects) {
    return chosen(of(tx, contract, unit, objects));
  }

  private static Map<String, Chosen> chosen(Map<String, List<BackupChoice>> said) {
    Map<String, Chosen> chosen = new LinkedHashMap<>();
    said.forEach((object, choices) -> chosen.put(object, Chosen.of(choices)));
    return chosen;
  }
}
