package org.hokan.archive.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hokan.archive.db.ChangeSnapshot;
import org.hokan.archive.db.Changes;

/**
 * Compares the rows of a database with its journal. H2 does not checksum rows, so a byte that
 * changed on the medium can go unnoticed until somebody is charged wrongly. Holds a number for each
 * row in memory.
 */
final class Comparison implements ChangeVisitor {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Changes changes;
  private final Map<String, Long> rows = new HashMap<>();
  private final Map<String, List<String>> keys = new HashMap<>();
  private final Map<String, Long> different = new TreeMap<>();

  private Comparison(Changes changes) {
    this.changes = changes;
  }

  /** How many rows differ, by table; empty when none. The journal must be at rest. */
  static Map<String, Long> differences(Changes changes, History history) throws IOException {
    Comparison comparison = new Comparison(changes);
    history.read(Optional.empty(), comparison);
    try (ChangeSnapshot now = changes.snapshot(() -> {})) {
      now.forEach(comparison::look);
    }
    comparison.rows.keySet().forEach(key -> comparison.count(key.substring(0, key.indexOf('|'))));
    return comparison.different;
  }

  @Override
  public void change(String json) {
    JsonNode change = parse(json);
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
    JsonNode change = parse(json);
    String table = change.path("insert").asText();
    Long known = rows.remove(key(table, change.path("row")));
    if (known == null || known != hash(change)) {
      count(table);
    }
  }

  private void count(String table) {
    different.merge(table, 1L, Long::sum);
  }

  private String key(String table, JsonNode row) {
    StringBuilder key = new StringBuilder(table);
    for (String column : keys.computeIfAbsent(table, changes::keyOf)) {
      key.append('|').append(row.path(column).asText());
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

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      // Its own message holds a part of the text, which may name a patient.
      throw new IllegalArgumentException("change: not JSON (expected: as the node wrote it)");
    }
  }
}
