package org.hokan.dicom.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints rows as aligned columns while they come: the widths are taken from the first rows, so that
 * memory does not grow with the number of rows. Not thread-safe.
 */
final class Table {
  private static final int ROWS_TO_MEASURE = 200;
  private static final int MAX_COLUMN_WIDTH = 64;
  private static final String GAP = "  ";

  private final PrintWriter out;
  private final List<String> heads;
  private final List<List<String>> waiting = new ArrayList<>();
  private final int[] widths;
  private boolean begun;

  Table(PrintWriter out, List<String> heads) {
    this.out = out;
    this.heads = heads;
    this.widths = heads.stream().mapToInt(Texts::width).toArray();
  }

  /** One row, with as many texts as there are heads. */
  void row(List<String> cells) {
    List<String> printable = cells.stream().map(Texts::printable).toList();
    if (begun) {
      print(printable);
      return;
    }
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], Math.min(MAX_COLUMN_WIDTH, Texts.width(printable.get(i))));
    }
    waiting.add(printable);
    if (waiting.size() == ROWS_TO_MEASURE) {
      begin();
    }
  }

  /** Prints what still waits; no heads without any row. */
  void end() {
    if (!begun && !waiting.isEmpty()) {
      begin();
    }
    out.flush();
  }

  private void begin() {
    begun = true;
    print(heads);
    waiting.forEach(this::print);
    waiting.clear();
  }

  private void print(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = Texts.cut(cells.get(i), widths[i]);
      line.append(i == 0 ? "" : GAP).append(Texts.padded(cell, widths[i]));
    }
    out.println(line.toString().stripTrailing());
  }
}
