package org.hokan.archive.db;

import jakarta.persistence.Table;
import java.util.List;

/**
 * A table whose changes are kept.
 *
 * @param sequence that numbers its rows; empty: none
 * @param filling as {@link Journaled#filling}
 * @param shapesIndex as {@link Journaled#shapesIndex}
 */
record JournaledTable(String name, String sequence, String filling, boolean shapesIndex) {

  /** Of the entities that are {@link Journaled}, in the given order. */
  static List<JournaledTable> of(List<Class<?>> entities) {
    return entities.stream()
        .filter(entity -> entity.isAnnotationPresent(Journaled.class))
        .map(JournaledTable::of)
        .toList();
  }

  private static JournaledTable of(Class<?> entity) {
    Journaled journaled = entity.getAnnotation(Journaled.class);
    return new JournaledTable(
        name(entity), journaled.sequence(), journaled.filling(), journaled.shapesIndex());
  }

  private static String name(Class<?> entity) {
    Table table = entity.getAnnotation(Table.class);
    if (table == null) {
      throw new IllegalStateException(
          "entity %s: no @Table (expected: its table's name)".formatted(entity.getSimpleName()));
    }
    return table.name();
  }

  /** Of all entities' tables, where they are named. */
  static List<String> names(List<Class<?>> entities) {
    return entities.stream()
        .filter(entity -> entity.isAnnotationPresent(Table.class))
        .map(JournaledTable::name)
        .toList();
  }

  String trigger() {
    return "journal_" + name;
  }
}
