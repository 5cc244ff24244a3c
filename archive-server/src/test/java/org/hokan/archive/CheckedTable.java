package org.hokan.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of a document in Markdown: the first after {@code <!-- checked: NAME -->}.
 *
 * @param rows the cells of each row, without the head line; code marks are taken off
 */
public record CheckedTable(List<List<String>> rows) {

  public static CheckedTable of(Path document, String name) throws IOException {
    List<String> lines = Files.readAllLines(document);
    int mark = lines.indexOf("<!-- checked: " + name + " -->");
    if (mark < 0) {
      throw new AssertionError(document + ": no table checked as " + name);
    }
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines.subList(mark + 3, lines.size())) {
      if (!line.startsWith("|")) {
        break;
      }
      rows.add(
          Arrays.stream(line.substring(1).split("\\|"))
              .map(cell -> cell.strip().replace("`", ""))
              .toList());
    }
    return new CheckedTable(rows);
  }

  /** The cells of one column, from 0. */
  public List<String> column(int index) {
    return rows.stream().map(row -> row.get(index)).toList();
  }

  /** Some columns of each row. */
  public List<List<String>> columns(int... indexes) {
    return rows.stream().map(row -> Arrays.stream(indexes).mapToObj(row::get).toList()).toList();
  }
}
