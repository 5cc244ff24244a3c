package org.hokan.archive.journal;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hokan.archive.db.Change;
import org.hokan.archive.db.ChangeSnapshot;
import org.hokan.archive.db.Changes;

/**
 * Compares the rows of a database with its journal. H2 does not checksum rows, so a byte that
 * changed on the medium can go unnoticed until somebody is charged wrongly. Holds a number for each
 * row in memory.
 */
final class Comparison implements ChangeVisitor {

  private final Changes changes;
  private final Map<String, Long> rows = new HashMap<>();
  private final Map<String, List<String>> keys = new HashMap<>();
  private final Set<String> numbered = new HashSet<>();
  private final Map<String, Rows> different = new TreeMap<>();

  private Comparison(Changes changes) {
    this.changes = changes;
  }

  /** The rows of a table that differ. */
  static final class Rows {
    private static final int MOST_NAMED = 10;

    private final TreeSet<String> first =
        new TreeSet<>(Comparator.comparing(String::length).thenComparing(key -> key));
    private long count;

    private void add(String key) {
      count++;
      first.add(key);
      if (first.size() > MOST_NAMED) {
        first.pollLast();
      }
    }

    /**
     * How many, and the keys of the first ones where keys are numbers: others could name a person.
     */
    @Override
    public String toString() {
      String named = first.stream().filter(key -> !key.isEmpty()).collect(joining(", "));
      return named.isEmpty()
          ? Long.toString(count)
          : "%d (%s%s)".formatted(count, named, count > first.size() ? ", ..." : "");
    }
  }

  /** Which rows differ, by table; empty when none. The journal must be at rest. */
  static Map<String, Rows> differences(Changes changes, History history) throws IOException {
    Comparison comparison = new Comparison(changes);
    history.read(Optional.empty(), comparison);
    try (ChangeSnapshot now = changes.snapshot(() -> {})) {
      now.forEach(comparison::look);
    }
    comparison.rows.keySet().forEach(comparison::count);
    return comparison.different;
  }

  @Override
  public void change(String json) {
    JsonNode change = Change.parse(json);
    String operation = change.fieldNames().next();
    String table = change.path(operation).asText();
    String key = key(table, change.path("row"));
    if (operation.equals("delete")) {
      rows.remove(key);
    } else {
      rows.put(key, hash(change));
    }
  }

  @Override
  public void commit(long number, String hash) {
    // What was torn off after the last commit cannot be here: the journal is at rest.
  }

  private void look(String json) {
    JsonNode change = Change.parse(json);
    String table = change.path("insert").asText();
    String key = key(table, change.path("row"));
    Long known = rows.remove(key);
    if (known == null || known != hash(change)) {
      count(key);
    }
  }

  private void count(String key) {
    int end = key.indexOf('|');
    String table = key.substring(0, end);
    different
        .computeIfAbsent(table, name -> new Rows())
        .add(numbered.contains(table) ? key.substring(end + 1) : "");
  }

  private String key(String table, JsonNode row) {
    StringBuilder key = new StringBuilder(table);
    boolean numbers = true;
    for (String column : keys.computeIfAbsent(table, changes::keyOf)) {
      key.append('|').append(row.path(column).asText());
      numbers &= row.path(column).isNumber();
    }
    if (numbers) {
      numbered.add(table);
    }
    return key.toString();
  }

  /**
   * FNV-1a, 64 bits: against accidents, not against forgers. A column without a value counts as
   * none: the journal of an older schema does not have those that came later.
   */
  private static long hash(JsonNode change) {
    StringBuilder text = new StringBuilder();
    change
        .path("row")
        .properties()
        .forEach(
            column -> {
              if (!column.getValue().isNull()) {
                text.append(column.getKey()).append(':').append(column.getValue()).append(',');
              }
            });
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
