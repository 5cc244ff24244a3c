package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints JSON objects for people: many as a table, one as lines of name and value. */
final class Table {
  private static final String GAP = "  ";

  private Table() {}

  static void print(PrintWriter out, JsonNode objects, List<Column> columns) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(Column::title).toList());
    objects.forEach(object -> rows.add(columns.stream().map(c -> c.of(object)).toList()));
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], DisplayWidth.of(row.get(i)));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(i == 0 ? "" : GAP)
            .append(DisplayWidth.padded(row.get(i), widths[i], columns.get(i).right()));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  static void printOne(PrintWriter out, JsonNode object, List<Column> lines) {
    int width = lines.stream().mapToInt(line -> DisplayWidth.of(line.title())).max().orElse(0);
    for (Column line : lines) {
      String value = line.of(object);
      if (!value.isEmpty()) {
        out.println(DisplayWidth.padded(line.title(), width, false) + GAP + value);
      }
    }
  }
}
