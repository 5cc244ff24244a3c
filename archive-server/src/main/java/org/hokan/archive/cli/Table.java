package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints JSON objects for people: many as a table, one as lines of name and value.
 *
 * <p>A table that is wider than the output leaves out columns in which nothing stands. When it is
 * still wider, as many columns as fit stand in the row; the others follow below it, each with its
 * title, in lines that fit.
 */
final class Table {
  private static final String GAP = "  ";
  private static final String INDENT = "    ";

  private final PrintWriter out;
  private final int width;
  private final List<Column> columns;
  private final List<List<String>> rows;
  private final int[] widths;

  private Table(PrintWriter out, int width, List<Column> columns, List<List<String>> rows) {
    this.out = out;
    this.width = width;
    this.columns = columns;
    this.rows = rows;
    this.widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = DisplayWidth.of(columns.get(i).title());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], DisplayWidth.of(row.get(i)));
      }
    }
  }

  /**
   * Prints a table.
   *
   * @param width how many columns the output has
   */
  static void print(PrintWriter out, int width, JsonNode objects, List<Column> columns) {
    Table all = of(out, width, objects, columns);
    if (all.fitting() == columns.size()) {
      all.print();
    } else {
      of(out, width, objects, columns.stream().filter(c -> isUsed(c, objects)).toList()).print();
    }
  }

  private static Table of(PrintWriter out, int width, JsonNode objects, List<Column> columns) {
    List<List<String>> rows = new ArrayList<>();
    objects.forEach(object -> rows.add(columns.stream().map(c -> c.of(object)).toList()));
    return new Table(out, width, columns, rows);
  }

  private static boolean isUsed(Column column, JsonNode objects) {
    for (JsonNode object : objects) {
      if (!column.of(object).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** How many columns stand beside each other; the first does in any case. */
  private int fitting() {
    int used = 0;
    for (int i = 0; i < widths.length; i++) {
      used += widths[i] + (i == 0 ? 0 : GAP.length());
      if (used > width) {
        return Math.max(1, i);
      }
    }
    return widths.length;
  }

  private void print() {
    int beside = fitting();
    print(columns.stream().map(Column::title).toList(), beside);
    for (List<String> row : rows) {
      print(row, beside);
      printBelow(row, beside);
    }
  }

  private void print(List<String> row, int beside) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < beside; i++) {
      line.append(i == 0 ? "" : GAP)
          .append(DisplayWidth.padded(row.get(i), widths[i], columns.get(i).right()));
    }
    out.println(line.toString().stripTrailing());
  }

  private void printBelow(List<String> row, int beside) {
    List<String> rest = new ArrayList<>();
    for (int i = beside; i < row.size(); i++) {
      if (!row.get(i).isEmpty()) {
        rest.add(columns.get(i).title() + ": " + row.get(i));
      }
    }
    String line = "";
    for (String part : rest) {
      String joined = line.isEmpty() ? INDENT + part : line + GAP + part;
      if (!line.isEmpty() && DisplayWidth.of(joined) > width) {
        printWrapped(line);
        joined = INDENT + part;
      }
      line = joined;
    }
    printWrapped(line);
  }

  private void printWrapped(String line) {
    if (!line.isEmpty()) {
      DisplayWidth.wrapped(line, width, INDENT + GAP).forEach(out::println);
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
