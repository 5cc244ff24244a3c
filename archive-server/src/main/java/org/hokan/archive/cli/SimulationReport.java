package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A simulation or a forecast for people: a table of months with what was agreed above what was
 * simulated, then what else is to be told, each thing once.
 */
final class SimulationReport {
  private final PrintWriter out;
  private final int width;
  private final JsonNode was;
  private final JsonNode would;

  /**
   * A report of an ended task.
   *
   * @param width how many columns the output has
   * @param task with {@code was}, and {@code would} when other terms were given
   */
  SimulationReport(PrintWriter out, int width, JsonNode task) {
    this.out = out;
    this.width = width;
    this.was = task.path("was");
    this.would = task.path("would");
  }

  void print() {
    Table.print(out, width, rows(), columns());
    List<String> agreed = lines(was);
    if (would.isMissingNode()) {
      tell("As agreed", agreed);
    } else {
      List<String> simulated = lines(would);
      List<String> both = new ArrayList<>(agreed);
      both.retainAll(simulated);
      agreed.removeAll(both);
      simulated.removeAll(both);
      tell("As agreed", agreed);
      tell("Simulated", simulated);
      tell("Of both", both);
    }
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>(List.of(Column.text("MONTH", "month")));
    if (!would.isMissingNode()) {
      columns.add(Column.text("TERMS", "terms"));
    }
    columns.addAll(
        List.of(
            Column.number("EXAMS", "exams"),
            Column.bytes("TAKEN", "bytes"),
            Column.bytes("KEPT", "keptBytes"),
            Column.bytes("SAVED", "savedBytes"),
            Column.number("NET", "net"),
            Column.number("TOTAL", "total"),
            Column.text("IN", "currency")));
    return columns;
  }

  private ArrayNode rows() {
    ArrayNode rows = NodeClient.JSON.createArrayNode();
    boolean ahead = false;
    for (JsonNode month : was.path("months")) {
      ahead |= month.path("forecast").asBoolean();
    }
    for (int i = 0; i < was.path("months").size(); i++) {
      JsonNode month = was.path("months").get(i);
      add(rows, named(month, ahead), month, would.path("months").path(i));
    }
    add(rows, "sum", sum(was, ahead), would.isMissingNode() ? would : sum(would, ahead));
    return rows;
  }

  private static void add(ArrayNode rows, String name, JsonNode agreed, JsonNode simulated) {
    rows.add(agreed.<ObjectNode>deepCopy().put("month", name).put("terms", "agreed"));
    if (!simulated.isMissingNode()) {
      rows.add(simulated.<ObjectNode>deepCopy().put("month", "").put("terms", "simulated"));
    }
  }

  /** In a forecast it is said of a month that it is none. */
  private static String named(JsonNode month, boolean ahead) {
    String name = month.path("month").asText();
    return ahead && !month.path("forecast").asBoolean() ? name + " (past)" : name;
  }

  /**
   * What is kept and saved is told of a month's end, and cannot be added up.
   *
   * @param ahead only of the months that are forecast
   */
  private static ObjectNode sum(JsonNode side, boolean ahead) {
    long exams = 0;
    long bytes = 0;
    BigDecimal net = BigDecimal.ZERO;
    BigDecimal total = BigDecimal.ZERO;
    String currency = "";
    for (JsonNode month : side.path("months")) {
      if (ahead && !month.path("forecast").asBoolean()) {
        continue;
      }
      exams += month.path("exams").asLong();
      bytes += month.path("bytes").asLong();
      net = net.add(new BigDecimal(month.path("net").asText()));
      total = total.add(new BigDecimal(month.path("total").asText()));
      currency = month.path("currency").asText();
    }
    return NodeClient.JSON
        .createObjectNode()
        .put("exams", exams)
        .put("bytes", bytes)
        .put("net", net.toPlainString())
        .put("total", total.toPlainString())
        .put("currency", currency);
  }

  private void tell(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println(title + ":");
      lines.forEach(line -> DisplayWidth.wrapped("  " + line, width, "    ").forEach(out::println));
    }
  }

  private static List<String> lines(JsonNode side) {
    List<String> lines = new ArrayList<>();
    side.path("refused")
        .properties()
        .forEach(cause -> lines.add(refused(cause.getKey(), cause.getValue())));
    side.path("leftOut").forEach(left -> lines.add(leftOut(left)));
    side.path("items").forEach(item -> lines.add(charged(item)));
    String usedUp = side.path("usedUp").asText();
    lines.add(
        "the capacity is used up "
            + (usedUp.isEmpty() ? "in none of these months" : "in " + usedUp));
    side.path("notes").forEach(note -> lines.add(note.asText()));
    lines.replaceAll(DisplayWidth::printable);
    return lines;
  }

  private static String refused(String cause, JsonNode what) {
    return "refused, %s: %s exams, %s images, %s"
        .formatted(
            cause,
            what.path("exams").asText(),
            what.path("images").asText(),
            Column.size(what.path("bytes").asLong()));
  }

  private static String leftOut(JsonNode left) {
    String rule = left.path("rule").asText();
    return "%s, %s%s: %s images of %s, %s"
        .formatted(
            left.path("aside").asBoolean() ? "kept aside" : "not taken",
            left.path("cause").asText(),
            rule.isEmpty() ? "" : " " + rule,
            left.path("images").asText(),
            left.path("sopName").asText(),
            Column.size(left.path("bytes").asLong()));
  }

  private static String charged(JsonNode item) {
    return "charged, %s: %s x %s, %s %s"
        .formatted(
            item.path("type").asText(),
            item.path("quantity").asText(),
            item.path("name").asText(),
            item.path("amount").asText(),
            item.path("currency").asText());
  }
}
